/** Generators for fast-check. They make plain octets, so that what decodes them is what is tested. */
import * as fc from 'fast-check';

/** One label without its length octet: mostly a few short ones, so that names share suffixes, else any octets. */
export function arbitraryLabel(): fc.Arbitrary<Uint8Array> {
  return fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom('a', 'b', 'A', 'www', 'example', 'EXAMPLE', '*').map(latin1) },
    { weight: 2, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 4 }) },
    { weight: 1, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 63 }) },
    // Octets around the ones that sorting and escaping treat specially.
    {
      weight: 2,
      arbitrary: fc
        .array(fc.constantFrom(0, 1, 2, 0x2e, 0x5c, 0x40, 0xc0, 0xff), { minLength: 1, maxLength: 4 })
        .map((octets) => Uint8Array.from(octets)),
    },
  );
}

/** A name's uncompressed wire octets, at most 255. */
export function arbitraryName(labelsMax = 8): fc.Arbitrary<Uint8Array> {
  return fc.array(arbitraryLabel(), { maxLength: labelsMax }).map((labels) => {
    const parts: Uint8Array[] = [];
    let size = 1;
    for (const label of labels) {
      if (size + label.length + 1 > 255) continue;
      size += label.length + 1;
      parts.push(Uint8Array.of(label.length), label);
    }
    return concat([...parts, Uint8Array.of(0)]);
  });
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

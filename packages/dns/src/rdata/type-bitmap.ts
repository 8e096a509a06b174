/** Type bitmaps (RFC 4034 §4.1.2): windows of 256 types, each with its length and without trailing zero octets. */
import type { WireReader, WireWriter } from '../wire/index.ts';
import { rtypeName } from '../wire/index.ts';
import type { TextReader } from './text-reader.ts';

/** Reads the rest of the RDATA as types in ascending order. Windows out of order, empty ones and trailing zero octets
 *  fail the reader: they would not come out as they went in. */
export function decodeTypes(r: WireReader): number[] {
  const types: number[] = [];
  let last = -1;
  while (r.remaining > 0) {
    const window = r.u8();
    const bits = r.bytes(r.u8());
    if (window <= last || bits.length === 0 || bits.length > 32 || bits.at(-1) === 0) r.fail();
    last = window;
    bits.forEach((octet, index) => {
      for (let bit = 0; bit < 8; bit += 1)
        if ((octet & (0x80 >> bit)) !== 0) types.push((window << 8) | (index * 8 + bit));
    });
  }
  return types;
}

/** Writes types in any order, each once. */
export function encodeTypes(w: WireWriter, types: readonly number[]): void {
  const wrong = types.find((type) => (type & 0xffff) !== type);
  // The writer of RDATA refuses it by its own number, which a window's would not tell.
  if (wrong !== undefined) w.u16(wrong);
  const sorted = [...types].toSorted((a, b) => a - b);
  const bits = new Uint8Array(32);
  for (let at = 0; at < sorted.length;) {
    const window = sorted[at]! >> 8;
    bits.fill(0);
    let length = 0;
    for (; at < sorted.length && sorted[at]! >> 8 === window; at += 1) {
      const low = sorted[at]! & 0xff;
      bits[low >> 3]! |= 0x80 >> (low & 7);
      length = (low >> 3) + 1;
    }
    w.u8(window);
    w.u8(length);
    w.bytes(bits.subarray(0, length));
  }
}

/** The mnemonics up to the end of the entry, sorted, each once. */
export function parseTypes(t: TextReader): number[] {
  const types = new Set<number>();
  while (t.remaining > 0) types.add(t.rtype());
  return [...types].toSorted((a, b) => a - b);
}

/** Each mnemonic with a space in front: the list may be empty. */
export function formatTypes(types: readonly number[]): string {
  return types.map((type) => ` ${rtypeName(type)}`).join('');
}

import { formatHex, parseHex } from '../base-encodings.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';

/** A link-layer address. */
export interface Eui {
  /** 6 or 8 octets. */
  readonly address: Uint8Array;
}

/** A type with an address of so many octets. */
export function eui(type: number, mnemonic: string, size: number): RdataCodec<Eui> {
  const shape = new RegExp(`^[0-9a-fA-F]{2}(?:-[0-9a-fA-F]{2}){${size - 1}}$`);
  const expected = `${size} pairs of hex digits with hyphens between`;
  const parse = (text: string): Uint8Array | undefined =>
    shape.test(text) ? parseHex(text.replaceAll('-', '')) : undefined;
  return defineRdata({
    type,
    mnemonic,
    decode: (r) => ({ address: r.bytes(size) }),
    encode: (w, v) => w.bytes(v.address),
    parse: (t) => ({ address: t.take(expected, parse) ?? new Uint8Array(size) }),
    format: (v) => formatHex(v.address).toLowerCase().match(/../g)!.join('-'),
  });
}

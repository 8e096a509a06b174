import type { WireReader } from '../../wire/index.ts';
import { formatQuoted } from '../char-string.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';
import type { TextReader } from '../text-reader.ts';

/** One or more strings of at most 255 octets each. */
export interface Texts {
  readonly strings: readonly Uint8Array[];
}

/** A type with any number of strings. */
export function texts(type: number, mnemonic: string): RdataCodec<Texts> {
  return strings(type, mnemonic, 1, Number.POSITIVE_INFINITY);
}

/** A type with so many strings. */
export function strings(type: number, mnemonic: string, min: number, max: number): RdataCodec<Texts> {
  const read = (r: WireReader | TextReader): Texts => {
    const values: Uint8Array[] = [];
    while (values.length < min || (values.length < max && r.remaining > 0)) values.push(r.charString());
    return { strings: values };
  };
  return defineRdata({
    type,
    mnemonic,
    decode: read,
    encode: (w, v) => {
      for (const value of v.strings) w.charString(value);
    },
    parse: read,
    format: (v) => v.strings.map(formatQuoted).join(' '),
  });
}

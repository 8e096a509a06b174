import { formatHex } from '../base-encodings.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';
import type { TextReader } from '../text-reader.ts';
import { parseNumber } from '../times.ts';

/** A certificate or key, or its digest. */
export interface Tlsa {
  readonly usage: number;
  readonly selector: number;
  readonly matchingType: number;
  readonly data: Uint8Array;
}

/** Acronyms that text may have in place of the numbers (RFC 7218 §2), upper case here. */
const USAGES = new Map(Object.entries({ 'PKIX-TA': 0, 'PKIX-EE': 1, 'DANE-TA': 2, 'DANE-EE': 3, PRIVCERT: 255 }));
const SELECTORS = new Map(Object.entries({ CERT: 0, SPKI: 1, PRIVSEL: 255 }));
const MATCHING_TYPES = new Map(Object.entries({ FULL: 0, 'SHA2-256': 1, 'SHA2-512': 2, PRIVMATCH: 255 }));

/** A type that associates a certificate. */
export function association(type: number, mnemonic: string): RdataCodec<Tlsa> {
  return defineRdata({
    type,
    mnemonic,
    decode: (r) => {
      const value = { usage: r.u8(), selector: r.u8(), matchingType: r.u8(), data: r.rest() };
      if (value.data.length === 0) r.fail();
      return value;
    },
    encode: (w, v) => {
      w.u8(v.usage);
      w.u8(v.selector);
      w.u8(v.matchingType);
      w.bytes(v.data);
    },
    parse: (t) => ({
      usage: parseField(t, USAGES),
      selector: parseField(t, SELECTORS),
      matchingType: parseField(t, MATCHING_TYPES),
      data: t.hexRest(),
    }),
    format: (v) => `${v.usage} ${v.selector} ${v.matchingType} ${formatHex(v.data)}`,
  });
}

function parseField(t: TextReader, acronyms: ReadonlyMap<string, number>): number {
  const parse = (text: string): number | undefined => parseNumber(text, 0xff) ?? acronyms.get(text.toUpperCase());
  return t.take('a number up to 255, or an acronym of RFC 7218', parse) ?? 0;
}

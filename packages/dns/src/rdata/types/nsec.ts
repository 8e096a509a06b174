import type { DNSName } from '../../wire/index.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';
import { decodeTypes, encodeTypes, formatTypes, parseTypes } from '../type-bitmap.ts';

/** The next name of the zone, and the types at this one. */
export interface Nsec {
  readonly next: DNSName;
  /** Ascending. */
  readonly types: readonly number[];
}

/** NSEC (RFC 4034 §4). Its name keeps its case in canonical form (RFC 6840 §5.1). */
export const nsec: RdataCodec<Nsec> = defineRdata({
  type: 47,
  mnemonic: 'NSEC',
  decode: (r) => {
    const value = { next: r.plainName(), types: decodeTypes(r) };
    if (value.types.length === 0) r.fail();
    return value;
  },
  encode: (w, v) => {
    w.name(v.next);
    encodeTypes(w, v.types);
  },
  parse: (t) => {
    const value = { next: t.name(), types: parseTypes(t) };
    if (value.types.length === 0) t.fail('an NSEC lists at least one type');
    return value;
  },
  format: (v) => `${v.next}${formatTypes(v.types)}`,
});

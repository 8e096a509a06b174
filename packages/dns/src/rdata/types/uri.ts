import { formatQuoted } from '../char-string.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';

/** Where a service is, as a URI. */
export interface Uri {
  readonly priority: number;
  readonly weight: number;
  /** The URI's octets; they fill the RDATA, without a length. */
  readonly target: Uint8Array;
}

/** URI (RFC 7553 §4). */
export const uri: RdataCodec<Uri> = defineRdata({
  type: 256,
  mnemonic: 'URI',
  decode: (r) => {
    const [priority, weight, target] = [r.u16(), r.u16(), r.rest()];
    if (target.length === 0) r.fail();
    return { priority, weight, target };
  },
  encode: (w, v) => {
    w.u16(v.priority);
    w.u16(v.weight);
    w.bytes(v.target);
  },
  parse: (t) => {
    const [priority, weight, target] = [t.u16(), t.u16(), t.octets()];
    if (target.length === 0) t.fail('the URI is empty');
    return { priority, weight, target };
  },
  format: (v) => `${v.priority} ${v.weight} ${formatQuoted(v.target)}`,
});

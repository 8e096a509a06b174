import type { DNSName } from '../../wire/index.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';

/** A server of a service. The lowest priority first, weights within one. */
export interface Srv {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  /** The root when the service is not there. */
  readonly target: DNSName;
}

/** SRV (RFC 2782). Never compressed, but expanded on receipt (RFC 3597 §4). */
export const srv: RdataCodec<Srv> = defineRdata({
  type: 33,
  mnemonic: 'SRV',
  lowersNames: true,
  classIN: true,
  decode: (r) => ({ priority: r.u16(), weight: r.u16(), port: r.u16(), target: r.name() }),
  encode: (w, v) => {
    w.u16(v.priority);
    w.u16(v.weight);
    w.u16(v.port);
    w.name(v.target);
  },
  parse: (t) => ({ priority: t.u16(), weight: t.u16(), port: t.u16(), target: t.name() }),
  format: (v) => `${v.priority} ${v.weight} ${v.port} ${v.target}`,
});

import type { DNSName } from '../../wire/index.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';

/** Start of a zone. Times in seconds. */
export interface Soa {
  readonly mname: DNSName;
  readonly rname: DNSName;
  readonly serial: number;
  readonly refresh: number;
  readonly retry: number;
  readonly expire: number;
  /** TTL of negative answers (RFC 2308 §4). */
  readonly minimum: number;
}

/** SOA (RFC 1035 §3.3.13). */
export const soa: RdataCodec<Soa> = defineRdata({
  type: 6,
  mnemonic: 'SOA',
  lowersNames: true,
  decode: (r) => ({
    mname: r.name(),
    rname: r.name(),
    serial: r.u32(),
    refresh: r.u32(),
    retry: r.u32(),
    expire: r.u32(),
    minimum: r.u32(),
  }),
  encode: (w, v) => {
    w.compressibleName(v.mname);
    w.compressibleName(v.rname);
    for (const value of [v.serial, v.refresh, v.retry, v.expire, v.minimum]) w.u32(value);
  },
  parse: (t) => ({
    mname: t.name(),
    rname: t.name(),
    serial: t.u32(),
    refresh: t.seconds(),
    retry: t.seconds(),
    expire: t.seconds(),
    minimum: t.seconds(),
  }),
  format: (v) => `${v.mname} ${v.rname} ${v.serial} ${v.refresh} ${v.retry} ${v.expire} ${v.minimum}`,
});

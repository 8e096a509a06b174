import { rtypeName, type DNSName } from '../../wire/index.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';
import { parseNumber } from '../times.ts';

/** Where a parent wants to hear of its child's changes. */
export interface Dsync {
  /** The type that changed: CDS or CSYNC. */
  readonly rtype: number;
  /** 1 is NOTIFY. */
  readonly scheme: number;
  readonly port: number;
  readonly target: DNSName;
}

/** DSYNC (RFC 9859 §2). */
export const dsync: RdataCodec<Dsync> = defineRdata({
  type: 66,
  mnemonic: 'DSYNC',
  decode: (r) => ({ rtype: r.u16(), scheme: r.u8(), port: r.u16(), target: r.plainName() }),
  encode: (w, v) => {
    w.u16(v.rtype);
    w.u8(v.scheme);
    w.u16(v.port);
    w.name(v.target);
  },
  parse: (t) => ({
    rtype: t.rtype(),
    scheme:
      t.take('a scheme', (text) => parseNumber(text, 255) ?? (text.toUpperCase() === 'NOTIFY' ? 1 : undefined)) ?? 0,
    port: t.u16(),
    target: t.name(),
  }),
  format: (v) => `${rtypeName(v.rtype)} ${v.scheme === 1 ? 'NOTIFY' : v.scheme} ${v.port} ${v.target}`,
});

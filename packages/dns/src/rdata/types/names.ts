import type { DNSName } from '../../wire/index.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';

/** RDATA that is one name. */
export interface Target {
  readonly target: DNSName;
}

/** NS (RFC 1035 §3.3.11): an authoritative server of the zone. */
export const ns = rfc1035Name(2, 'NS');
/** MD (RFC 1035 §3.3.4, obsolete): a mail destination. */
export const md = rfc1035Name(3, 'MD');
/** MF (RFC 1035 §3.3.5, obsolete): a mail forwarder. */
export const mf = rfc1035Name(4, 'MF');
/** CNAME (RFC 1035 §3.3.1): the canonical name of an alias. */
export const cname = rfc1035Name(5, 'CNAME');
/** MB (RFC 1035 §3.3.3, experimental): a host with the mailbox. */
export const mb = rfc1035Name(7, 'MB');
/** MG (RFC 1035 §3.3.6, experimental): a member of a mail group. */
export const mg = rfc1035Name(8, 'MG');
/** MR (RFC 1035 §3.3.8, experimental): the new name of a mailbox. */
export const mr = rfc1035Name(9, 'MR');
/** PTR (RFC 1035 §3.3.12): another place in the name space. */
export const ptr = rfc1035Name(12, 'PTR');

/** DNAME (RFC 6672): what replaces the owner at the end of names below it. Never compressed (§2.5), but expanded on
 *  receipt as for the other early types. */
export const dname: RdataCodec<Target> = defineRdata({
  type: 39,
  mnemonic: 'DNAME',
  lowersNames: true,
  decode: (r) => ({ target: r.name() }),
  encode: (w, v) => w.name(v.target),
  parse: (t) => ({ target: t.name() }),
  format: (v) => `${v.target}`,
});

/** NSAP-PTR (RFC 1348, obsolete): the name that belongs to an NSAP address. */
export const nsapPtr: RdataCodec<Target> = defineRdata({
  type: 23,
  mnemonic: 'NSAP-PTR',
  classIN: true,
  decode: (r) => ({ target: r.plainName() }),
  encode: (w, v) => w.name(v.target),
  parse: (t) => ({ target: t.name() }),
  format: (v) => `${v.target}`,
});

function rfc1035Name(type: number, mnemonic: string): RdataCodec<Target> {
  return defineRdata({
    type,
    mnemonic,
    lowersNames: true,
    decode: (r) => ({ target: r.name() }),
    encode: (w, v) => w.compressibleName(v.target),
    parse: (t) => ({ target: t.name() }),
    format: (v) => `${v.target}`,
  });
}

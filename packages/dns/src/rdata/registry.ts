/** Every record type with a format, by number. */
import { RClass } from '../wire/index.ts';
import type { RdataCodec } from './codec.ts';
import { a } from './types/a.ts';
import { a6 } from './types/a6.ts';
import { aaaa } from './types/aaaa.ts';
import { amtrelay } from './types/amtrelay.ts';
import { apl } from './types/apl.ts';
import { atma } from './types/atma.ts';
import { eid, nimloc, dhcid, openpgpkey, hhit, brid } from './types/blobs.ts';
import { caa } from './types/caa.ts';
import { cert } from './types/cert.ts';
import { csync } from './types/csync.ts';
import { dnskey, rkey, cdnskey } from './types/dnskey.ts';
import { doa } from './types/doa.ts';
import { ds, cds, ta, dlv } from './types/ds.ts';
import { dsync } from './types/dsync.ts';
import { eui48, eui64 } from './types/eui.ts';
import { iso, unece } from './types/external-code.ts';
import { hip } from './types/hip.ts';
import { nid, l32, l64 } from './types/ilnp.ts';
import { ipn } from './types/ipn.ts';
import { ipseckey } from './types/ipseckey.ts';
import { key } from './types/key.ts';
import { loc } from './types/loc.ts';
import { minfo, rp, talink } from './types/name-pairs.ts';
import { ns, md, mf, cname, mb, mg, mr, ptr, nsapPtr, dname } from './types/names.ts';
import { naptr } from './types/naptr.ts';
import { nsap } from './types/nsap.ts';
import { nsec } from './types/nsec.ts';
import { nsec3, nsec3param } from './types/nsec3.ts';
import { nxt } from './types/nxt.ts';
import { mx, afsdb, rt, kx, lp } from './types/preferences.ts';
import { px } from './types/px.ts';
import { sig, rrsig } from './types/rrsig.ts';
import { sink } from './types/sink.ts';
import { soa } from './types/soa.ts';
import { srv } from './types/srv.ts';
import { sshfp } from './types/sshfp.ts';
import { svcb, https } from './types/svcb.ts';
import { hinfo, txt, x25, isdn, gpos, ninfo, spf, avc, resinfo, wallet, cla } from './types/texts.ts';
import { tkey } from './types/tkey.ts';
import { tlsa, smimea } from './types/tlsa.ts';
import { tsig } from './types/tsig.ts';
import { uri } from './types/uri.ts';
import { wks } from './types/wks.ts';
import { zonemd } from './types/zonemd.ts';

/** All codecs, by ascending type. Types that are not here (NULL, OPT, UINFO, unassigned ones) have opaque data. */
export const codecs: readonly RdataCodec<unknown>[] = [
  a,
  ns,
  md,
  mf,
  cname,
  soa,
  mb,
  mg,
  mr,
  wks,
  ptr,
  hinfo,
  minfo,
  mx,
  txt,
  rp,
  afsdb,
  x25,
  isdn,
  rt,
  nsap,
  nsapPtr,
  sig,
  key,
  px,
  gpos,
  aaaa,
  loc,
  nxt,
  eid,
  nimloc,
  srv,
  atma,
  naptr,
  kx,
  cert,
  a6,
  dname,
  sink,
  apl,
  ds,
  sshfp,
  ipseckey,
  rrsig,
  nsec,
  dnskey,
  dhcid,
  nsec3,
  nsec3param,
  tlsa,
  smimea,
  hip,
  ninfo,
  rkey,
  talink,
  cds,
  cdnskey,
  openpgpkey,
  csync,
  zonemd,
  svcb,
  https,
  dsync,
  hhit,
  brid,
  unece,
  iso,
  spf,
  nid,
  l32,
  l64,
  lp,
  eui48,
  eui64,
  tkey,
  tsig,
  uri,
  caa,
  avc,
  doa,
  amtrelay,
  resinfo,
  wallet,
  cla,
  ipn,
  ta,
  dlv,
];

const BY_TYPE = new Map(codecs.map((codec) => [codec.type, codec]));

/** The codec of a type, if it has one that holds in the class. */
export function findCodec(type: number, rclass: number = RClass.IN): RdataCodec<unknown> | undefined {
  const codec = BY_TYPE.get(type);
  return codec !== undefined && (rclass === RClass.IN || !codec.classIN) ? codec : undefined;
}

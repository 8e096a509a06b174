/** Every record type with a format, by number. */
import { RClass } from '../wire/index.ts';
import type { RdataCodec } from './codec.ts';
import { a } from './types/a.ts';
import { a6 } from './types/a6.ts';
import { aaaa } from './types/aaaa.ts';
import { amtrelay } from './types/amtrelay.ts';
import { apl } from './types/apl.ts';
import { atma } from './types/atma.ts';
import { eid } from './types/eid.ts';
import { nimloc } from './types/nimloc.ts';
import { dhcid } from './types/dhcid.ts';
import { openpgpkey } from './types/openpgpkey.ts';
import { hhit } from './types/hhit.ts';
import { brid } from './types/brid.ts';
import { caa } from './types/caa.ts';
import { cert } from './types/cert.ts';
import { csync } from './types/csync.ts';
import { dnskey } from './types/dnskey.ts';
import { rkey } from './types/rkey.ts';
import { cdnskey } from './types/cdnskey.ts';
import { doa } from './types/doa.ts';
import { ds } from './types/ds.ts';
import { cds } from './types/cds.ts';
import { ta } from './types/ta.ts';
import { dlv } from './types/dlv.ts';
import { dsync } from './types/dsync.ts';
import { eui48 } from './types/eui48.ts';
import { eui64 } from './types/eui64.ts';
import { iso } from './types/iso.ts';
import { unece } from './types/unece.ts';
import { hip } from './types/hip.ts';
import { nid } from './types/nid.ts';
import { l32 } from './types/l32.ts';
import { l64 } from './types/l64.ts';
import { ipn } from './types/ipn.ts';
import { ipseckey } from './types/ipseckey.ts';
import { key } from './types/key.ts';
import { loc } from './types/loc.ts';
import { minfo } from './types/minfo.ts';
import { rp } from './types/rp.ts';
import { talink } from './types/talink.ts';
import { ns } from './types/ns.ts';
import { md } from './types/md.ts';
import { mf } from './types/mf.ts';
import { cname } from './types/cname.ts';
import { mb } from './types/mb.ts';
import { mg } from './types/mg.ts';
import { mr } from './types/mr.ts';
import { ptr } from './types/ptr.ts';
import { nsapPtr } from './types/nsap-ptr.ts';
import { dname } from './types/dname.ts';
import { naptr } from './types/naptr.ts';
import { nsap } from './types/nsap.ts';
import { nsec } from './types/nsec.ts';
import { nsec3 } from './types/nsec3.ts';
import { nsec3param } from './types/nsec3param.ts';
import { nxt } from './types/nxt.ts';
import { mx } from './types/mx.ts';
import { afsdb } from './types/afsdb.ts';
import { rt } from './types/rt.ts';
import { kx } from './types/kx.ts';
import { lp } from './types/lp.ts';
import { px } from './types/px.ts';
import { sig } from './types/sig.ts';
import { rrsig } from './types/rrsig.ts';
import { sink } from './types/sink.ts';
import { soa } from './types/soa.ts';
import { srv } from './types/srv.ts';
import { sshfp } from './types/sshfp.ts';
import { svcb } from './types/svcb.ts';
import { https } from './types/https.ts';
import { hinfo } from './types/hinfo.ts';
import { txt } from './types/txt.ts';
import { x25 } from './types/x25.ts';
import { isdn } from './types/isdn.ts';
import { gpos } from './types/gpos.ts';
import { ninfo } from './types/ninfo.ts';
import { spf } from './types/spf.ts';
import { avc } from './types/avc.ts';
import { resinfo } from './types/resinfo.ts';
import { wallet } from './types/wallet.ts';
import { cla } from './types/cla.ts';
import { tkey } from './types/tkey.ts';
import { tlsa } from './types/tlsa.ts';
import { smimea } from './types/smimea.ts';
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

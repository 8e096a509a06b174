export { defineRdata, type RdataCodec } from './codec.ts';
export { OPAQUE_MARK, formatOpaque, parseOpaque } from './opaque.ts';
export {
  canonicalRdata,
  decodeAs,
  decodeRdata,
  encodeRdata,
  formatRdata,
  parseRdata,
  readRdata,
  type Rdata,
  type RdataProblem,
} from './rdata.ts';
export { codecs, findCodec } from './registry.ts';
export { TextReader } from './text-reader.ts';
export { parseNumber, parseSeconds, formatTimestamp, parseTimestamp } from './times.ts';
export { NEEDS_MORE, TokenList, octetText, scanEntry } from './tokens.ts';
export { formatBase32Hex, formatBase64, formatHex, parseBase32Hex, parseBase64, parseHex } from './base-encodings.ts';
export { decodeTypes, encodeTypes } from './type-bitmap.ts';
export type { Gateway } from './gateway.ts';
export { SvcParamKey, parseSvcParamKey, svcParamKeyName } from './svc-params.ts';
export { a, type Address } from './types/a.ts';
export { a6, type A6 } from './types/a6.ts';
export { aaaa } from './types/aaaa.ts';
export { amtrelay, type Amtrelay } from './types/amtrelay.ts';
export { apl, type AplItem, type Apl } from './types/apl.ts';
export { atma, type Atma } from './types/atma.ts';
export { eid, nimloc, dhcid, openpgpkey, hhit, brid, type Blob } from './types/blobs.ts';
export { caa, type Caa } from './types/caa.ts';
export { cert, type Cert } from './types/cert.ts';
export { csync, type Csync } from './types/csync.ts';
export { dnskey, rkey, cdnskey, type Dnskey } from './types/dnskey.ts';
export { doa, type Doa } from './types/doa.ts';
export { ds, cds, ta, dlv, type Ds } from './types/ds.ts';
export { dsync, type Dsync } from './types/dsync.ts';
export { eui48, eui64, type Eui } from './types/eui.ts';
export { iso, unece, type ExternalCode } from './types/external-code.ts';
export { hip, type Hip } from './types/hip.ts';
export { nid, l32, l64, type Ilnp64, type Ilnp32 } from './types/ilnp.ts';
export { ipn, type Ipn } from './types/ipn.ts';
export { ipseckey, type Ipseckey } from './types/ipseckey.ts';
export { key } from './types/key.ts';
export { loc, type Loc } from './types/loc.ts';
export { minfo, rp, talink, type NamePair } from './types/name-pairs.ts';
export { ns, md, mf, cname, mb, mg, mr, ptr, nsapPtr, dname, type Target } from './types/names.ts';
export { naptr, type Naptr } from './types/naptr.ts';
export { nsap } from './types/nsap.ts';
export { nsec, type Nsec } from './types/nsec.ts';
export { nsec3, nsec3param, type Nsec3param, type Nsec3 } from './types/nsec3.ts';
export { nxt } from './types/nxt.ts';
export { mx, afsdb, rt, kx, lp, type Preference } from './types/preferences.ts';
export { px, type Px } from './types/px.ts';
export { sig, rrsig, type Rrsig } from './types/rrsig.ts';
export { sink, type Sink } from './types/sink.ts';
export { soa, type Soa } from './types/soa.ts';
export { srv, type Srv } from './types/srv.ts';
export { sshfp, type Sshfp } from './types/sshfp.ts';
export { svcb, https, type SvcParam, type Svcb } from './types/svcb.ts';
export { hinfo, txt, x25, isdn, gpos, ninfo, spf, avc, resinfo, wallet, cla, type Texts } from './types/texts.ts';
export { tkey, type Tkey } from './types/tkey.ts';
export { tlsa, smimea, type Tlsa } from './types/tlsa.ts';
export { tsig, type Tsig } from './types/tsig.ts';
export { uri, type Uri } from './types/uri.ts';
export { wks, type Wks } from './types/wks.ts';
export { zonemd, type Zonemd } from './types/zonemd.ts';

/** RR types: the IANA registry "Resource Record (RR) TYPEs". */

/** Every registered type by mnemonic. */
export const RType = {
  A: 1,
  NS: 2,
  MD: 3,
  MF: 4,
  CNAME: 5,
  SOA: 6,
  MB: 7,
  MG: 8,
  MR: 9,
  NULL: 10,
  WKS: 11,
  PTR: 12,
  HINFO: 13,
  MINFO: 14,
  MX: 15,
  TXT: 16,
  RP: 17,
  AFSDB: 18,
  X25: 19,
  ISDN: 20,
  RT: 21,
  NSAP: 22,
  'NSAP-PTR': 23,
  SIG: 24,
  KEY: 25,
  PX: 26,
  GPOS: 27,
  AAAA: 28,
  LOC: 29,
  NXT: 30,
  EID: 31,
  NIMLOC: 32,
  SRV: 33,
  ATMA: 34,
  NAPTR: 35,
  KX: 36,
  CERT: 37,
  A6: 38,
  DNAME: 39,
  SINK: 40,
  OPT: 41,
  APL: 42,
  DS: 43,
  SSHFP: 44,
  IPSECKEY: 45,
  RRSIG: 46,
  NSEC: 47,
  DNSKEY: 48,
  DHCID: 49,
  NSEC3: 50,
  NSEC3PARAM: 51,
  TLSA: 52,
  SMIMEA: 53,
  HIP: 55,
  NINFO: 56,
  RKEY: 57,
  TALINK: 58,
  CDS: 59,
  CDNSKEY: 60,
  OPENPGPKEY: 61,
  CSYNC: 62,
  ZONEMD: 63,
  SVCB: 64,
  HTTPS: 65,
  DSYNC: 66,
  HHIT: 67,
  BRID: 68,
  UNECE: 69,
  ISO: 70,
  SPF: 99,
  UINFO: 100,
  UID: 101,
  GID: 102,
  UNSPEC: 103,
  NID: 104,
  L32: 105,
  L64: 106,
  LP: 107,
  EUI48: 108,
  EUI64: 109,
  NXNAME: 128,
  TKEY: 249,
  TSIG: 250,
  IXFR: 251,
  AXFR: 252,
  MAILB: 253,
  MAILA: 254,
  ANY: 255,
  URI: 256,
  CAA: 257,
  AVC: 258,
  DOA: 259,
  AMTRELAY: 260,
  RESINFO: 261,
  WALLET: 262,
  CLA: 263,
  IPN: 264,
  TA: 32768,
  DLV: 32769,
} as const;
/** A 16-bit RR type; unregistered numbers are types too (RFC 3597). */
export type RType = number;

const MNEMONICS = new Map<number, string>(Object.entries(RType).map(([mnemonic, type]) => [type, mnemonic]));
const TYPES = new Map<string, number>(Object.entries(RType));
TYPES.set('*', RType.ANY);

/** The mnemonic, `TYPE65280` when there is none (RFC 3597 §5). */
export function rtypeName(type: number): string {
  return MNEMONICS.get(type) ?? `TYPE${type}`;
}

/** The type that a mnemonic (any case) or `TYPEn` names, undefined for anything else. */
export function parseRType(text: string): number | undefined {
  const type = TYPES.get(text);
  if (type !== undefined) return type;
  const upper = text.toUpperCase();
  return TYPES.get(upper) ?? numbered(upper, 'TYPE');
}

/** `PREFIXn` with n in 0..65535, as RFC 3597 §5 writes unknown types and classes. */
export function numbered(text: string, prefix: string): number | undefined {
  if (!text.startsWith(prefix) || !/^\d{1,5}$/.test(text.slice(prefix.length))) return undefined;
  const value = Number(text.slice(prefix.length));
  return value <= 0xffff ? value : undefined;
}

/** Types that exist only in questions: never data in a zone or a cache (RFC 6895 §3.1: 128-255, and OPT). */
export function isMetaType(type: number): boolean {
  return (type >= 128 && type <= 255) || type === RType.OPT || type === 0;
}

/** Response codes with the upper bits of EDNS (RFC 1035 §4.1.1, RFC 6891 §6.1.3, RFC 8945 for those in TSIG). */

export const RCode = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
  YXDOMAIN: 6,
  YXRRSET: 7,
  NXRRSET: 8,
  NOTAUTH: 9,
  NOTZONE: 10,
  DSOTYPENI: 11,
  BADVERS: 16,
  BADKEY: 17,
  BADTIME: 18,
  BADMODE: 19,
  BADNAME: 20,
  BADALG: 21,
  BADTRUNC: 22,
  BADCOOKIE: 23,
} as const;
/** A 12-bit RCODE; without EDNS only the low four bits fit. */
export type RCode = number;

const MNEMONICS = new Map<number, string>(Object.entries(RCode).map(([mnemonic, value]) => [value, mnemonic]));
const CODES = new Map<string, number>(Object.entries(RCode));
// The same codes under their other names: RFC 8945 calls 16 BADSIG, PowerDNS writes these two in its configuration.
CODES.set('BADSIG', 16).set('SERVERFAILURE', 2).set('NXDOMAINERROR', 3);

/** The mnemonic, `RCODE24` when there is none. */
export function rcodeName(value: number): string {
  return MNEMONICS.get(value) ?? `RCODE${value}`;
}

/** The RCODE that a mnemonic (any case) or a decimal number names, undefined for anything else. */
export function parseRCode(text: string): number | undefined {
  const known = CODES.get(text.toUpperCase());
  if (known !== undefined) return known;
  if (!/^\d{1,4}$/.test(text)) return undefined;
  const value = Number(text);
  return value <= 0xfff ? value : undefined;
}

/** EDNS option codes: the IANA registry "DNS EDNS0 Option Codes (OPT)", and TRACEPARENT's experimental one. */

export const OptionCode = {
  LLQ: 1,
  UL: 2,
  NSID: 3,
  DAU: 5,
  DHU: 6,
  N3U: 7,
  ECS: 8,
  EXPIRE: 9,
  COOKIE: 10,
  KEEPALIVE: 11,
  PADDING: 12,
  CHAIN: 13,
  KEYTAG: 14,
  EDE: 15,
  'CLIENT-TAG': 16,
  'SERVER-TAG': 17,
  'REPORT-CHANNEL': 18,
  ZONEVERSION: 19,
  'MQTYPE-QUERY': 20,
  'MQTYPE-RESPONSE': 21,
  'EDE-EXTRA-TEXT-LANGUAGE': 22,
  'FILTERING-CONTACT': 23,
  'FILTERING-ORGANIZATION': 24,
  'FILTERING-DB': 25,
  'STRUCTURED-DNS-ERROR': 26,
  'UMBRELLA-IDENT': 20292,
  DEVICEID: 26946,
  TRACEPARENT: 65500,
} as const;
/** A 16-bit option code. */
export type OptionCode = number;

const MNEMONICS = new Map<number, string>(Object.entries(OptionCode).map(([mnemonic, code]) => [code, mnemonic]));

/** The mnemonic, `OPT65001` when there is none. */
export function optionName(code: number): string {
  return MNEMONICS.get(code) ?? `OPT${code}`;
}

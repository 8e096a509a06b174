/** Operation codes (RFC 1035 §4.1.1, RFC 1996, RFC 2136, RFC 8490). */

export const Opcode = { QUERY: 0, IQUERY: 1, STATUS: 2, NOTIFY: 4, UPDATE: 5, DSO: 6 } as const;
/** A 4-bit opcode. */
export type Opcode = number;

const MNEMONICS = new Map<number, string>(Object.entries(Opcode).map(([mnemonic, value]) => [value, mnemonic]));
const CODES = new Map<string, number>(Object.entries(Opcode));

/** The mnemonic, `OPCODE7` when there is none. */
export function opcodeName(value: number): string {
  return MNEMONICS.get(value) ?? `OPCODE${value}`;
}

/** The opcode that a mnemonic (any case) or a decimal number names, undefined for anything else. */
export function parseOpcode(text: string): number | undefined {
  return CODES.get(text.toUpperCase()) ?? (/^(?:\d|1[0-5])$/.test(text) ? Number(text) : undefined);
}

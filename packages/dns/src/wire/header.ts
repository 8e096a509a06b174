/**
 * The 12-octet header: where its fields are and what its flag bits mean (RFC 1035 §4.1.1, RFC 4035 §3.1.6 for
 * AD, CD).
 */

/** Octets in a header. */
export const HEADER_OCTETS = 12;

/** Bits of the 16-bit flags field at octet 2. */
export const Flag = { QR: 0x8000, AA: 0x0400, TC: 0x0200, RD: 0x0100, RA: 0x0080, AD: 0x0020, CD: 0x0010 } as const;

/** How far the opcode is shifted to the left in the flags field. */
export const OPCODE_SHIFT = 11;
/** The bits of the opcode. */
export const OPCODE_MASK = 0x7800;
/** The low four bits of the RCODE. */
export const RCODE_MASK = 0x000f;

/** Sections of a message in the order of their counts (octets 4, 6, 8, 10). */
export const Section = { QUESTION: 0, ANSWER: 1, AUTHORITY: 2, ADDITIONAL: 3 } as const;
export type Section = (typeof Section)[keyof typeof Section];

/** Reads a 16-bit big-endian number; the caller knows that two octets are there. */
export function u16At(octets: Uint8Array, at: number): number {
  return (octets[at]! << 8) | octets[at + 1]!;
}

/** Reads a 32-bit big-endian number, unsigned. */
export function u32At(octets: Uint8Array, at: number): number {
  return ((octets[at]! << 24) | (octets[at + 1]! << 16) | (octets[at + 2]! << 8) | octets[at + 3]!) >>> 0;
}

/** Writes a 16-bit big-endian number where the caller knows that there is room; higher bits are cut off. */
export function putU16(octets: Uint8Array, at: number, value: number): void {
  octets[at] = value >>> 8;
  octets[at + 1] = value;
}

/** Writes a 32-bit big-endian number, likewise. */
export function putU32(octets: Uint8Array, at: number, value: number): void {
  octets[at] = value >>> 24;
  octets[at + 1] = value >>> 16;
  octets[at + 2] = value >>> 8;
  octets[at + 3] = value;
}

/** The mnemonics of the flag bits that are set, in the order dig prints them. */
export function flagNames(flags: number): string[] {
  return (['QR', 'AA', 'TC', 'RD', 'RA', 'AD', 'CD'] as const).filter((name) => (flags & Flag[name]) !== 0);
}

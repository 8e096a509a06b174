/** Key tags and the flags of DNSKEY records. */

/** Bits of the flags field (RFC 4034 §2.1.1, RFC 5011 §2.1). */
export const KeyFlag = { ZONE: 0x0100, REVOKED: 0x0080, SEP: 0x0001 } as const;

const RSAMD5 = 1;

/** The key tag of DNSKEY RDATA (RFC 4034 appendix B). Not unique: a hint which key to try. For algorithm 1 it is the
 *  upper 16 of the modulus' lowest 24 bits (appendix B.1), which are the last octets of the RDATA. */
export function keyTag(rdata: Uint8Array): number {
  if (rdata[3] === RSAMD5) return ((rdata.at(-3) ?? 0) << 8) | (rdata.at(-2) ?? 0);
  let sum = 0;
  for (let i = 0; i < rdata.length; i += 1) sum += (i & 1) === 0 ? rdata[i]! << 8 : rdata[i]!;
  return (sum + Math.floor(sum / 0x10000)) & 0xffff;
}

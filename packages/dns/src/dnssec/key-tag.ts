/** Key tags and the flags of DNSKEY records. */

/** Bits of the flags field (RFC 4034 §2.1.1, RFC 5011 §2.1). */
export const KeyFlag = { ZONE: 0x0100, REVOKED: 0x0080, SEP: 0x0001 } as const;

/** The key tag of DNSKEY RDATA (RFC 4034 appendix B). Not unique: a hint which key to try. */
export function keyTag(rdata: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < rdata.length; i += 1) sum += (i & 1) === 0 ? rdata[i]! << 8 : rdata[i]!;
  return (sum + Math.floor(sum / 0x10000)) & 0xffff;
}

/** How much padding hides a message's size (RFC 8467). */

/** Block sizes of RFC 8467 §4.1: clients pad queries, servers responses. */
export const PADDING_BLOCK = { query: 128, response: 468 } as const;

/**
 * Octets of option data that bring a message to a multiple of `block`, or to `limit` when that is less (RFC 8467
 * §4.1). `size` is the message with its OPT record and without this option. Undefined when there is no room for it.
 * Throws a RangeError for a block that is not a whole number from 1 on.
 */
export function paddingOctets(size: number, block: number, limit: number): number | undefined {
  if (!Number.isInteger(block) || block < 1) throw new RangeError(`a padding block of ${block} octets`);
  const least = size + 4;
  if (least > limit) return undefined;
  return Math.min(Math.ceil(least / block) * block, limit) - least;
}

/** Hashes of all suffixes of a name in one pass, without a string for each: for compression. */

/** Most labels in a name, and the root. */
export const SUFFIXES_MAX = 128;

/** FNV-1a from the last label to the first. The bit makes letters lower; that others merge costs only a comparison. */
const LOWER_BIT = 0x20;
const START = 0x811c9dc5 | 0;
const PRIME = 0x01000193;

/**
 * Fills `starts` with the offset of each label of the name at `from`, that of the root last, and `hashes` with the hash
 * of the suffix that starts there. Returns the number of labels.
 */
export function hashSuffixes(
  octets: Uint8Array,
  from: number,
  { starts, hashes }: { readonly starts: Uint16Array; readonly hashes: Int32Array },
): number {
  let labels = 0;
  let end = from;
  for (; octets[end] !== 0; end += octets[end]! + 1) starts[labels++] = end;
  starts[labels] = end;
  let hash = START;
  for (let i = labels - 1; i >= 0; i -= 1) {
    const start = starts[i]!;
    for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (octets[at]! | LOWER_BIT), PRIME);
    hashes[i] = hash;
    end = start;
  }
  return labels;
}

/** Where a hash belongs in a table of a size that is a power of two. */
export function slotOf(hash: number, mask: number): number {
  return (hash ^ (hash >>> 15)) & mask;
}

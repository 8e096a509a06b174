/** Canonical order of names (RFC 4034 §6.1) and the sortable key whose octet order equals it. */
import { LABEL_OCTETS_MAX, LOWERED, type DNSName } from './name.ts';

const LABELS_MAX = 128;
const ours = new Uint8Array(LABELS_MAX);
const theirs = new Uint8Array(LABELS_MAX);

/** Negative, zero or positive as `a` sorts before, with or after `b` in canonical DNS order (RFC 4034 §6.1). */
export function compareNames(a: DNSName, b: DNSName): number {
  if (a === b) return 0;
  const count = labelStarts(a.wire, ours);
  const others = labelStarts(b.wire, theirs);
  const shared = Math.min(count, others);
  for (let i = 1; i <= shared; i += 1) {
    const order = compareLabels(a.wire, ours[count - i]!, b.wire, theirs[others - i]!);
    if (order !== 0) return order;
  }
  return count - others;
}

/** Fills `starts` with the offset of each label, leftmost first, and returns how many there are. */
function labelStarts(wire: Uint8Array, starts: Uint8Array): number {
  let count = 0;
  for (let at = 0; wire[at] !== 0; at += wire[at]! + 1) starts[count++] = at;
  return count;
}

function compareLabels(a: Uint8Array, aAt: number, b: Uint8Array, bAt: number): number {
  const length = Math.min(a[aAt]!, b[bAt]!);
  for (let i = 1; i <= length; i += 1) {
    const octet = a[aAt + i]!;
    const other = b[bAt + i]!;
    if (octet === other) continue;
    const difference = LOWERED[octet]! - LOWERED[other]!;
    if (difference !== 0) return difference;
  }
  return a[aAt]! - b[bAt]!;
}

/**
 * The name as octets whose plain order is canonical order: labels from the root down, lowered, each ended by `00`,
 * octets `00` and `01` inside a label written `01 01` and `01 02`. A subtree is the range from its key up to
 * `subtreeEnd(key)`.
 */
export function sortableKey(name: DNSName): Buffer {
  const { wire } = name;
  const key = Buffer.allocUnsafe(2 * wire.length);
  let at = 0;
  for (let i = labelStarts(wire, ours) - 1; i >= 0; i -= 1) {
    const start = ours[i]!;
    const end = start + 1 + wire[start]!;
    for (let from = start + 1; from < end; from += 1) {
      const octet = LOWERED[wire[from]!]!;
      if (octet <= 1) {
        key[at++] = 1;
        key[at++] = octet + 1;
      } else key[at++] = octet;
    }
    key[at++] = 0;
  }
  return key.subarray(0, at);
}

/** The first key after every name at or below `key`'s name; for the root an octet that no key reaches. */
export function subtreeEnd(key: Uint8Array): Buffer {
  if (key.length === 0) return Buffer.alloc(LABEL_OCTETS_MAX + 1, 0xff); // one more than the longest label
  const end = Buffer.from(key);
  end[end.length - 1] = 1;
  return end;
}

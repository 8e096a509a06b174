/** Where names stand in RDATA, which types may compress them and which were seen to (RFC 3597 §4). */
import { RType } from './rtype.ts';

/** RDATA that holds names: what stands before them, how many there are, and what stands behind. */
export interface NameLayout {
  /** Fixed octets at the start. */
  readonly before: number;
  /** Character-strings behind those. */
  readonly strings: number;
  readonly names: number;
  /** Octets behind the names; -1 for any number. */
  readonly after: number;
}

const layout = (before: number, names: number, after = 0, strings = 0): NameLayout => ({
  before,
  strings,
  names,
  after,
});

/** Types whose names a sender may compress: those of RFC 1035 and no other. */
export const COMPRESSED: ReadonlyMap<number, NameLayout> = new Map([
  [RType.NS, layout(0, 1)],
  [RType.MD, layout(0, 1)],
  [RType.MF, layout(0, 1)],
  [RType.CNAME, layout(0, 1)],
  [RType.SOA, layout(0, 2, 20)],
  [RType.MB, layout(0, 1)],
  [RType.MG, layout(0, 1)],
  [RType.MR, layout(0, 1)],
  [RType.PTR, layout(0, 1)],
  [RType.MINFO, layout(0, 2)],
  [RType.MX, layout(2, 1)],
]);

/** The greatest of them: no type above needs to be looked up. */
export const COMPRESSED_TYPE_MAX: number = Math.max(...COMPRESSED.keys());

/** Types whose names old senders compress as well: expanded on receipt. */
export const EXPANDED: ReadonlyMap<number, NameLayout> = new Map([
  ...COMPRESSED,
  [RType.RP, layout(0, 2)],
  [RType.AFSDB, layout(2, 1)],
  [RType.RT, layout(2, 1)],
  [RType.SIG, layout(18, 1, -1)],
  [RType.PX, layout(2, 2)],
  [RType.NXT, layout(0, 1, -1)],
  [RType.SRV, layout(6, 1)],
  [RType.NAPTR, layout(4, 1, 0, 3)],
  [RType.KX, layout(2, 1)],
  [RType.DNAME, layout(0, 1)],
]);

/** Offset of the first name in RDATA from `at` to `end`, or -1 when what stands before it does not fit. */
export function firstName(octets: Uint8Array, at: number, end: number, { before, strings }: NameLayout): number {
  at += before;
  for (let i = 0; i < strings && at < end; i += 1) at += 1 + octets[at]!;
  return at > end ? -1 : at;
}

/** A zone as its names in canonical order, and which of them the zone answers for (RFC 4035 §2.3, RFC 5155 §7.1). */
import { RType, sortableKey, type DNSName, type RRset } from '../wire/index.ts';

/** One name of a zone. */
export interface ZoneNode {
  readonly name: DNSName;
  readonly sets: readonly RRset[];
  /** `cut` is a delegation; `occluded` lies below one or below a DNAME; `empty` has only names below it. */
  readonly role: 'authoritative' | 'cut' | 'occluded' | 'empty';
}

/** The names of a zone, empty non-terminals too, in canonical order. What lies outside the zone is left out. */
export function zoneNodes(origin: DNSName, rrsets: Iterable<RRset>): ZoneNode[] {
  const names = new Map<string, { name: DNSName; sets: RRset[] }>();
  for (const rrset of rrsets) {
    if (!rrset.name.isPartOf(origin)) continue;
    const entry = names.get(rrset.name.key);
    if (entry === undefined) names.set(rrset.name.key, { name: rrset.name, sets: [rrset] });
    else addSet(entry.sets, rrset);
  }
  for (const { name } of names.values()) {
    for (let above = name; above.labelCount > origin.labelCount + 1;) {
      above = above.parent();
      if (names.has(above.key)) break;
      names.set(above.key, { name: above, sets: [] });
    }
  }
  const sorted = [...names.values()].map(({ name, sets }) => ({ name, sets, key: sortableKey(name) }));
  sorted.sort((a, b) => Buffer.compare(a.key, b.key));
  return withRoles(origin, sorted);
}

/** Records of one type make one RRset (RFC 2181 §5), but for RRSIG: each has the TTL of what it covers. */
function addSet(sets: RRset[], rrset: RRset): void {
  const at = rrset.type === RType.RRSIG ? -1 : sets.findIndex(({ type }) => type === rrset.type);
  if (at < 0) sets.push(rrset);
  else sets[at] = { ...sets[at]!, rdata: [...sets[at]!.rdata, ...rrset.rdata] };
}

function withRoles(origin: DNSName, sorted: readonly { name: DNSName; sets: readonly RRset[] }[]): ZoneNode[] {
  let top: DNSName | undefined; // the cut or DNAME whose subtree is being walked
  return sorted.map(({ name, sets }) => {
    const has = (type: number): boolean => sets.some((set) => set.type === type);
    const isHashed = sets.length > 0 && sets.every(({ type }) => type === RType.NSEC3 || type === RType.RRSIG);
    // A DNAME at the apex hides every name below it, but hashed names are none of these (RFC 6672 §2.4).
    const isVisible = isHashed && name.parent().equals(origin);
    if (top !== undefined && name.isPartOf(top) && !isVisible) return { name, sets, role: 'occluded' };
    const cut = has(RType.NS) && !name.equals(origin);
    if (cut || has(RType.DNAME)) top = name;
    return { name, sets, role: cut ? 'cut' : sets.length === 0 ? 'empty' : 'authoritative' };
  });
}

/** The RRsets at a node that are signed: at a cut only DS (and NSEC), below it none (RFC 4035 §2.2). */
export function signedSets({ role, sets }: ZoneNode): readonly RRset[] {
  if (role === 'occluded' || role === 'empty') return [];
  const signable = sets.filter(({ type }) => type !== RType.RRSIG);
  return role === 'cut' ? signable.filter(({ type }) => type === RType.DS || type === RType.NSEC) : signable;
}

/** The types for the bitmap of a node's NSEC or NSEC3: what the zone answers for there (RFC 4034 §4.1.2). */
export function bitmapTypes({ role, sets }: ZoneNode, also: readonly number[]): number[] {
  const kept = role === 'cut' ? sets.filter(({ type }) => type === RType.NS || type === RType.DS) : sets;
  const types = kept.map(({ type }) => type).filter((type) => type !== RType.NSEC && type !== RType.RRSIG);
  return [...new Set([...types, ...also])].toSorted((a, b) => a - b);
}

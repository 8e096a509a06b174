/** Proofs with NSEC records (RFC 4035 §5.4, RFC 6840 §4): pure, over records whose signatures were checked. */
import { decodeAs, nsec, type Nsec } from '../rdata/index.ts';
import { compareNames, RType, type DNSName, type RRset } from '../wire/index.ts';
import { endsZone, failed, presence, type Denial, type Denied } from './denial.ts';

/** One NSEC record with its owner. */
export interface NsecRecord extends Nsec {
  readonly owner: DNSName;
}

/**
 * The record of an NSEC RRset; undefined when it is malformed, more than one, or was made from the wildcard that the
 * verdict on its signature names: that signature is good at every name below, so it would deny types that are there.
 */
export function nsecRecord({ name, rdata }: RRset, wildcard?: DNSName): NsecRecord | undefined {
  if (wildcard !== undefined) return undefined;
  const value = rdata.length === 1 ? decodeAs(nsec, rdata[0]!) : undefined;
  return value === undefined ? undefined : { owner: name, ...value };
}

/** Proves that neither QNAME nor a wildcard above it exists. */
export function nsecNxdomain(denied: Denied, records: readonly NsecRecord[]): Denial {
  const { qname } = denied;
  const cover = findCover(qname, denied.zone, records);
  if (cover === undefined) return failed('no NSEC covers the name');
  if (cover.next.isPartOf(qname)) return failed('the name is an empty non-terminal');
  const closestEncloser = encloser(qname, cover);
  const wildcard = closestEncloser.wildcard();
  if (wildcard === undefined) return { state: 'proved', closestEncloser };
  if (findMatch(wildcard, records) !== undefined) return failed('the wildcard exists');
  const wildcardCover = findCover(wildcard, denied.zone, records);
  if (wildcardCover === undefined) return failed('no NSEC covers the wildcard');
  if (wildcardCover.next.isPartOf(wildcard)) return failed('the wildcard is an empty non-terminal');
  return { state: 'proved', closestEncloser };
}

/** Proves that QNAME, or the wildcard that would answer for it, exists without QTYPE. */
export function nsecNodata(denied: Denied, records: readonly NsecRecord[]): Denial {
  const { qname } = denied;
  const match = findMatch(qname, records);
  if (match !== undefined) {
    const why = presence(match.types, denied);
    return why === undefined ? { state: 'proved', closestEncloser: qname } : failed(why);
  }
  const cover = findCover(qname, denied.zone, records);
  if (cover === undefined) return failed('no NSEC matches or covers the name');
  if (cover.next.isPartOf(qname)) return { state: 'proved', closestEncloser: qname }; // an empty non-terminal
  const closestEncloser = encloser(qname, cover);
  const wildcard = closestEncloser.wildcard();
  if (wildcard === undefined) return failed('the name does not exist, nor can a wildcard');
  const source = findMatch(wildcard, records);
  if (source === undefined) {
    // A wildcard without records of its own, only with names below it, answers with NODATA as well.
    const below = findCover(wildcard, denied.zone, records)?.next.isPartOf(wildcard) === true;
    if (below) return { state: 'proved', closestEncloser, wildcard };
    return failed('the name does not exist, and no NSEC matches the wildcard');
  }
  const why = presence(source.types, { ...denied, qname: source.owner });
  return why === undefined ? { state: 'proved', closestEncloser, wildcard: source.owner } : failed(why);
}

/** Proves that an answer had to come from the wildcard of its RRSIG: nothing closer exists (RFC 4035 §5.3.4). */
export function nsecWildcard(denied: Denied, wildcard: DNSName, records: readonly NsecRecord[]): Denial {
  const cover = findCover(denied.qname, denied.zone, records);
  if (cover === undefined) return failed('no NSEC covers the name');
  if (cover.next.isPartOf(denied.qname)) return failed('the name is an empty non-terminal');
  const closestEncloser = encloser(denied.qname, cover);
  if (!closestEncloser.equals(wildcard.parent())) return failed('a closer name exists than that of the wildcard');
  return { state: 'proved', closestEncloser, wildcard };
}

/** Proves that a delegation has no DS: the zone below is unsigned (RFC 4035 §5.2). */
export function nsecNoDs(denied: Denied, records: readonly NsecRecord[]): Denial {
  const match = findMatch(denied.qname, records);
  if (match === undefined) return failed('no NSEC matches the delegation');
  if (!match.types.includes(RType.NS)) return failed('no delegation exists');
  const why = presence(match.types, { ...denied, qtype: RType.DS });
  return why === undefined ? { state: 'proved', closestEncloser: denied.qname } : failed(why);
}

function findMatch(name: DNSName, records: readonly NsecRecord[]): NsecRecord | undefined {
  return records.find(({ owner }) => owner.equals(name));
}

/** The NSEC whose span holds `name`, and that may speak for it. */
function findCover(name: DNSName, zone: DNSName, records: readonly NsecRecord[]): NsecRecord | undefined {
  return records.find((record) => nsecCovers(record, name, zone) && !speaksForOther(record, name));
}

/** True when `name` lies between the owner and the next name, around the end of the zone for the last record. */
export function nsecCovers({ owner, next }: NsecRecord, name: DNSName, zone: DNSName): boolean {
  if (!name.isPartOf(zone) || !owner.isPartOf(zone) || !next.isPartOf(zone)) return false;
  if (compareNames(owner, name) >= 0) return false;
  return compareNames(owner, next) >= 0 ? next.equals(zone) : compareNames(name, next) < 0;
}

/** RFC 6840 §4.1: below a delegation or a DNAME the NSEC of the zone above denies nothing. */
function speaksForOther({ owner, types }: NsecRecord, name: DNSName): boolean {
  return name.isPartOf(owner) && !name.equals(owner) && endsZone(types);
}

/** The longest ancestor that `name` shares with the owner or the next name of the NSEC that covers it. */
function encloser(name: DNSName, { owner, next }: NsecRecord): DNSName {
  const left = commonAncestor(name, owner);
  const right = commonAncestor(name, next);
  return left.labelCount > right.labelCount ? left : right;
}

function commonAncestor(a: DNSName, b: DNSName): DNSName {
  let ancestor = a;
  while (!b.isPartOf(ancestor)) ancestor = ancestor.parent();
  return ancestor;
}

/** What records that deny can prove, the same for NSEC and NSEC3. */
import { RType, type DNSName } from '../wire/index.ts';

/** Outcome of a proof. */
export type Denial =
  /** `closestEncloser` is the longest name that exists; for a wildcard NODATA, `wildcard` is the name that matched. */
  | { readonly state: 'proved'; readonly closestEncloser?: DNSName; readonly wildcard?: DNSName }
  /** Nothing can be proved, and that is how the zone is made: the answer is insecure, not bogus. */
  | { readonly state: 'insecure'; readonly why: 'opt-out' | 'NSEC3 iterations' }
  /** The records do not prove it: the answer is bogus. */
  | { readonly state: 'failed'; readonly why: string };

/** What a proof is about. */
export interface Denied {
  readonly qname: DNSName;
  readonly qtype: number;
  /** The zone whose keys signed the records. */
  readonly zone: DNSName;
}

export function failed(why: string): Denial {
  return { state: 'failed', why };
}

/** True for the types of a delegation, seen from the parent: they deny nothing below, and only DS at the name. */
export function isDelegation(types: readonly number[]): boolean {
  return types.includes(RType.NS) && !types.includes(RType.SOA);
}

/** True when names below an owner of these types belong to another zone or a DNAME (RFC 6840 §4.1, RFC 5155 §8.3). */
export function endsZone(types: readonly number[]): boolean {
  return isDelegation(types) || types.includes(RType.DNAME);
}

/** Types that a name may have only because its zone is signed. */
const OF_DENIAL: ReadonlySet<number> = new Set([RType.RRSIG, RType.NSEC]);

/** Why the types at a name do not prove that `qtype` is absent there; undefined when they do. */
export function presence(types: readonly number[], { qname, qtype }: Denied): string | undefined {
  if (types.includes(qtype)) return 'the type exists';
  if (types.includes(RType.CNAME)) return 'a CNAME exists';
  if (qtype === RType.ANY && types.some((type) => !OF_DENIAL.has(type))) return 'types exist';
  // RFC 6840 §4.1: each side of a zone cut speaks for its own types only.
  if (qtype === RType.DS) return types.includes(RType.SOA) && !qname.isRoot ? 'DS denied by the child' : undefined;
  return isDelegation(types) ? 'denied by the parent of the zone' : undefined;
}

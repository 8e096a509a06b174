/** What a response is, told from its RCODE and sections (RFC 1034 §5.3.3, RFC 2308 §2). */
import { type DNSName, type MessageView, type Question, RCode, RType } from '@span53/dns/wire';
import type { SignedRRset } from '../cache/record-cache.ts';
import { cnameTarget, dnameAbove, synthesise } from './alias.ts';
import { type Sections, scrub } from './bailiwick.ts';
import { findReferral, type Referral, referralOf } from './delegation.ts';

/** Why a server is of no use for a zone. */
export type Lameness = 'refused' | 'servfail' | 'rcode' | 'not-authoritative' | 'upward-referral';

/** One response. `sets` is the answer section from the asked name along its aliases, in order. */
export type Reply =
  | {
      readonly kind: 'answer';
      readonly sets: readonly SignedRRset[];
      readonly proof: readonly SignedRRset[];
      /** For a question about NS: the addresses that came along. */
      readonly referral: Referral | undefined;
    }
  | {
      readonly kind: 'alias';
      readonly sets: readonly SignedRRset[];
      readonly target: DNSName;
      readonly proof: readonly SignedRRset[];
    }
  | Denial
  /** A DNAME makes a name that is too long (RFC 6672 §2.2). */
  | { readonly kind: 'yxdomain'; readonly sets: readonly SignedRRset[] }
  | { readonly kind: 'referral'; readonly referral: Referral }
  | { readonly kind: 'truncated' }
  /** FORMERR or NOTIMP to a query with OPT: ask again without (RFC 6891 §7). */
  | { readonly kind: 'no-edns' }
  | { readonly kind: 'lame'; readonly why: Lameness }
  | { readonly kind: 'malformed' };

/** Name or type do not exist. */
export interface Denial {
  readonly kind: 'nodata' | 'nxdomain';
  readonly sets: readonly SignedRRset[];
  /** The name that is denied: the asked one, or where its aliases lead. */
  readonly name: DNSName;
  readonly soa: SignedRRset | undefined;
  readonly proof: readonly SignedRRset[];
}

/** A reply that ends the question about one name. */
export type Answering = Extract<Reply, { kind: 'answer' | 'alias' | 'nodata' | 'nxdomain' | 'yxdomain' }>;

/** What the response answers. */
export interface Asked {
  readonly question: Question;
  readonly zone: DNSName;
  /** The server is a resolver, named by configuration: no AA, no referrals. */
  readonly recursive: boolean;
  /** The query had an OPT record. */
  readonly edns: boolean;
  /** Records of one RRset at most. */
  readonly recordsMax: number;
}

/** Types in the authority section that prove a denial or a wildcard. */
const PROOFS: ReadonlySet<number> = new Set([RType.NSEC, RType.NSEC3]);

/** Classifies a response whose ID, peer and question were found right. */
export function classify(view: MessageView, asked: Asked): Reply {
  const low = view.flags & 15;
  const { problem } = view;
  if (asked.edns && refusesEdns(low, view)) return { kind: 'no-edns' };
  if (view.truncated) return { kind: 'truncated' };
  if (problem !== undefined && problem !== 'trailing') return { kind: 'malformed' };
  const { rcode } = view;
  if (rcode !== RCode.NOERROR && rcode !== RCode.NXDOMAIN && rcode !== RCode.YXDOMAIN) {
    return { kind: 'lame', why: lameness(rcode) };
  }
  const sections = scrub(view, { zone: asked.zone, recordsMax: asked.recordsMax, type: asked.question.type });
  if (sections === undefined) return { kind: 'malformed' };
  return classifySections(view, asked, sections);
}

function refusesEdns(low: number, view: MessageView): boolean {
  if (low === RCode.FORMERR || low === RCode.NOTIMP) return view.opt === undefined;
  return view.opt !== undefined && view.rcode === RCode.BADVERS;
}

function lameness(rcode: number): Lameness {
  if (rcode === RCode.REFUSED || rcode === RCode.NOTAUTH) return 'refused';
  return rcode === RCode.SERVFAIL ? 'servfail' : 'rcode';
}

function classifySections(view: MessageView, asked: Asked, sections: Sections): Reply {
  const chain = followChain(asked, sections);
  if (chain.kind !== 'end') return chain;
  const { sets, name } = chain;
  const { soa, proof } = denialOf(sections, name, asked.zone);
  // The RCODE comes first: NS records in an NXDOMAIN are no referral (RFC 2308 §2.1, types 1 to 4).
  if (view.rcode === RCode.NXDOMAIN) return { kind: 'nxdomain', sets, name, soa, proof };
  if (soa !== undefined) return { kind: 'nodata', sets, name, soa, proof };
  if (sets.length > 0) return { kind: 'alias', sets, target: name, proof };
  const referral = asked.recursive ? undefined : findReferral(sections, asked.zone, name);
  if (referral !== undefined) return { kind: 'referral', referral };
  if (view.authoritative || asked.recursive) return { kind: 'nodata', sets, name, soa, proof };
  return { kind: 'lame', why: sections.authority.size > 0 ? 'upward-referral' : 'not-authoritative' };
}

/** Walks the answer section from the asked name; what is not on the way is not believed. */
function followChain(asked: Asked, sections: Sections): Reply | { kind: 'end'; sets: SignedRRset[]; name: DNSName } {
  const { question, zone } = asked;
  const sets: SignedRRset[] = [];
  const seen = new Set<string>();
  let { name } = question;
  for (;;) {
    seen.add(name.key);
    const data = dataAt(name, question.type, sections);
    if (data.length > 0) return answerOf([...sets, ...data], data[0]!, asked, sections);
    let alias = sections.answer.get(name, RType.CNAME);
    const dname = dnameAbove(name, zone, (owner) => sections.answer.get(owner, RType.DNAME));
    if (dname !== undefined) {
      const made = synthesise(name, dname);
      sets.push(dname);
      if (made === 'too-long') return { kind: 'yxdomain', sets };
      alias = made ?? alias;
    }
    if (alias === undefined) return { kind: 'end', sets, name };
    const target = cnameTarget(alias);
    if (target === undefined) return { kind: 'malformed' };
    sets.push(alias);
    // Outside the sender's zone nothing it says counts; a loop is for the resolution to find.
    if (!target.isPartOf(zone) || seen.has(target.key)) {
      return { kind: 'alias', sets, target, proof: proofsIn(sections) };
    }
    name = target;
  }
}

function dataAt(name: DNSName, type: number, sections: Sections): SignedRRset[] {
  if (type !== RType.ANY) {
    const set = sections.answer.get(name, type);
    return set === undefined ? [] : [set];
  }
  return [...sections.answer].filter((set) => set.name.equals(name));
}

function answerOf(sets: SignedRRset[], last: SignedRRset, { question }: Asked, sections: Sections): Reply {
  const referral = question.type === RType.NS && last.type === RType.NS ? referralOf(last, sections) : undefined;
  return { kind: 'answer', sets, proof: proofsIn(sections), referral };
}

function proofsIn({ authority }: Sections): SignedRRset[] {
  return [...authority].filter((set) => PROOFS.has(set.type));
}

/** The SOA of a denial: its owner is the zone of the denied name, so at or above it. */
function denialOf(
  sections: Sections,
  name: DNSName,
  zone: DNSName,
): { soa: SignedRRset | undefined; proof: SignedRRset[] } {
  let soa: SignedRRset | undefined;
  const proof: SignedRRset[] = [];
  for (const set of sections.authority) {
    if (set.type === RType.SOA && name.isPartOf(set.name) && set.name.isPartOf(zone)) soa ??= set;
    else if (PROOFS.has(set.type)) proof.push(set);
  }
  return { soa, proof };
}

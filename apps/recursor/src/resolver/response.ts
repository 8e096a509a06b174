/** What a response means for a resolution: what to keep of it, and how to go on. */
import { type DNSName, RCode, RType, u32At } from '@span53/dns/wire';
import type { SignedRRset } from '../cache/record-cache.ts';
import type { ThrottleReason } from '../cache/server-stats.ts';
import { Trust } from '../cache/trust.ts';
import { type Answering, classify, type Denial, type Lameness } from './classify.ts';
import { type Context, nameServers } from './context.ts';
import type { Delegation, Referral } from './delegation.ts';
import type { AnswerSet, Event, Outcome, Send } from './events.ts';
import type { Failure } from './failure.ts';
import { follow } from './lookup.ts';
import type { Resolution } from './resolution.ts';

/** How to go on after a response. */
export type Next =
  | { readonly kind: 'finish'; readonly outcome: Outcome }
  | { readonly kind: 'failure'; readonly failure: Failure }
  /** `r.name` is another one now. */
  | { readonly kind: 'restart' }
  | { readonly kind: 'enter'; readonly delegation: Delegation }
  | { readonly kind: 'next-server' }
  | { readonly kind: 'again'; readonly change: Partial<Send> };

const NEXT_SERVER: Next = { kind: 'next-server' };

/** Classifies the response to `r.current`, keeps what may be kept, and says how to go on. */
export function onResponse(r: Resolution, event: Event & { kind: 'response' }, context: Context): Next {
  const sent = r.current!;
  const { stats, settings } = context;
  r.budget.octets += event.response.octets.length;
  if (event.unmeasured !== true) stats.answered(sent.server.address, event.elapsedMs, r.nowMs);
  const reply = classify(event.response, {
    question: sent.question,
    zone: sent.delegation.zone,
    recursive: sent.delegation.mode === 'recurse',
    edns: sent.edns,
    recordsMax: settings.recordsMax,
  });
  switch (reply.kind) {
    case 'truncated':
      return sent.transport === 'udp'
        ? { kind: 'again', change: { transport: 'tcp' } }
        : useless(r, { trouble: 'malformed', throttle: 'truncated' }, context);
    case 'no-edns':
      stats.refusedEdns(sent.server.address, r.nowMs);
      return { kind: 'again', change: { edns: false } };
    case 'malformed':
      return useless(r, { trouble: 'malformed', throttle: 'malformed' }, context);
    case 'lame':
      return onLame(r, reply.why, context);
    case 'referral':
      return onReferral(r, reply.referral, context);
    case 'answer':
    case 'alias':
    case 'nodata':
    case 'nxdomain':
    case 'yxdomain':
      stats.unthrottle(sent.server.address, { zone: sent.delegation.zone, question: sent.question });
      return sent.minimised
        ? onMinimised(r, reply, { aa: event.response.authoritative }, context)
        : onFull(r, reply, { aa: event.response.authoritative }, context);
  }
}

/** This server is not asked again in this zone, and for others not for a while. */
function useless(
  r: Resolution,
  why: { trouble: keyof Resolution['troubles']; throttle: ThrottleReason },
  context: Context,
): Next {
  const { server, delegation, question } = r.current!;
  r.troubles[why.trouble] += 1;
  // A forwarder is all there is: it is asked again however it answered.
  if (delegation.mode === 'iterate') {
    const asked = { zone: delegation.zone, question };
    context.stats.throttle(server.address, asked, { reason: why.throttle, nowMs: r.nowMs });
  }
  r.tried.add(server.address.key);
  return NEXT_SERVER;
}

function onLame(r: Resolution, why: Lameness, context: Context): Next {
  if (r.current!.minimised) {
    // Some servers stumble over names they do not know to exist: ask for the whole name (RFC 9156 §2.3 step 6).
    r.fullName = true;
    return NEXT_SERVER;
  }
  switch (why) {
    case 'refused':
      return useless(r, { trouble: 'refused', throttle: 'bad rcode' }, context);
    case 'servfail':
      return useless(r, { trouble: 'servfail', throttle: 'bad rcode' }, context);
    case 'rcode':
      return useless(r, { trouble: 'malformed', throttle: 'bad rcode' }, context);
    case 'not-authoritative':
    case 'upward-referral':
      return useless(r, { trouble: 'lame', throttle: 'lame' }, context);
  }
}

function onReferral(r: Resolution, referral: Referral, context: Context): Next {
  const { zone } = referral;
  // The parent of a zone answers for its DS; a referral there, or one without servers, leads nowhere.
  if (referral.servers.length === 0 || !r.cutName.isPartOf(zone)) return onLame(r, 'upward-referral', context);
  keepReferral(r, referral, context);
  const servers = nameServers(referral.servers, r.nowMs, context);
  return { kind: 'enter', delegation: { zone, servers, mode: 'iterate', storedMs: r.nowMs } };
}

function keepReferral(r: Resolution, { zone, servers, ttl, glue }: Referral, context: Context): void {
  context.delegations.put(zone, servers, { ttl, nowMs: r.nowMs });
  for (const set of glue) context.records.put(set, Trust.additional, r.nowMs);
}

/** A shortened question was answered: the name exists, so ask for more of it; or it does not. */
function onMinimised(r: Resolution, reply: Answering, { aa }: { aa: boolean }, context: Context): Next {
  const { settings, records } = context;
  const { question, delegation } = r.current!;
  const denies = reply.kind === 'nxdomain' && reply.sets.length === 0;
  if (denies && (settings.nothingBelowNxdomain || (settings.rootNxTrust && delegation.zone.isRoot))) {
    keepDenial(r, reply, { name: question.name, type: RType.A }, context);
    return { kind: 'finish', outcome: outcomeOf(r, RCode.NXDOMAIN, denialSets(reply, context)) };
  }
  // Without RFC 8020, NXDOMAIN is doubted: servers that deny empty non-terminals exist.
  if (denies || reply.kind === 'yxdomain') r.fullName = true;
  const first = reply.sets[0] === undefined ? undefined : withProof(reply.sets[0], reply);
  if (first !== undefined) records.put(first, aa ? Trust.answer : Trust.nonAuthoritative, r.nowMs);
  else if (reply.kind === 'nodata') keepDenial(r, reply, { name: question.name, type: RType.A }, context);
  r.known = question.name;
  return NEXT_SERVER;
}

/** True for a name that an earlier shortened question has shown to exist. */
export function isKnownToExist(name: DNSName, nowMs: number, context: Context): boolean {
  const { records, negatives } = context;
  const need = { nowMs, trust: Trust.nonAuthoritative };
  return (
    negatives.get(name, RType.A, nowMs)?.entry.kind === 'nodata' ||
    records.get(name, RType.A, need) !== undefined ||
    records.get(name, RType.CNAME, need) !== undefined
  );
}

/** The whole question was answered. */
function onFull(r: Resolution, reply: Answering, { aa }: { aa: boolean }, context: Context): Next {
  const { aliasesMax } = context.settings;
  if (reply.sets.filter(({ type }) => type === RType.CNAME).length > aliasesMax) {
    return { kind: 'failure', failure: 'too many aliases' };
  }
  keepSets(r, reply, aa, context);
  switch (reply.kind) {
    case 'answer':
      if (reply.referral !== undefined && isPriming(r)) keepReferral(r, reply.referral, context);
      return { kind: 'finish', outcome: outcomeOf(r, RCode.NOERROR, []) };
    case 'alias': {
      const failure = followAll(r, reply.sets, reply.target, context);
      return failure === undefined ? { kind: 'restart' } : { kind: 'failure', failure };
    }
    case 'nodata':
    case 'nxdomain': {
      keepDenial(r, reply, { name: reply.name, type: r.question.type }, context);
      const rcode = reply.kind === 'nxdomain' ? RCode.NXDOMAIN : RCode.NOERROR;
      return { kind: 'finish', outcome: outcomeOf(r, rcode, denialSets(reply, context)) };
    }
    case 'yxdomain':
      return { kind: 'finish', outcome: outcomeOf(r, RCode.YXDOMAIN, []) };
  }
}

/** The root's own NS set: a server of the root may speak about itself (RFC 9609 §3). */
function isPriming(r: Resolution): boolean {
  return r.question.name.isRoot && r.question.type === RType.NS && r.name.isRoot;
}

/** Only the first owner of an authoritative answer is surely the server's own (RFC 2181 §5.4.1). */
function keepSets(r: Resolution, reply: Answering, aa: boolean, context: Context): void {
  const believed = aa || r.current!.delegation.mode === 'recurse';
  let isFirst = true;
  for (const each of reply.sets) {
    const set = withProof(each, reply);
    const trust =
      believed && (isFirst || r.current!.delegation.mode === 'recurse') ? Trust.answer : Trust.nonAuthoritative;
    const isSynthesised = set.type === RType.CNAME && r.answer.at(-1)?.set.type === RType.DNAME;
    // Sets of an ANY answer may be a selection (RFC 8482), and a CNAME made from a DNAME is made anew each time.
    const kept = r.question.type !== RType.ANY && !isSynthesised;
    const ttl = kept ? context.records.put(set, trust, r.nowMs) : set.ttl;
    r.answer.push({ set, ttl });
    if (set.type !== RType.DNAME) isFirst = false;
  }
}

/** An RRset that a wildcard made (its signature counts fewer labels than its owner has) keeps what proves that. */
function withProof(set: SignedRRset, reply: Answering): SignedRRset {
  if (reply.kind === 'yxdomain' || reply.proof.length === 0) return set;
  const { labelCount } = set.name;
  return set.signatures.some((rrsig) => rrsig[3]! < labelCount) ? { ...set, proof: reply.proof } : set;
}

function followAll(
  r: Resolution,
  sets: readonly SignedRRset[],
  target: DNSName,
  context: Context,
): Failure | undefined {
  for (const { name, type } of sets) {
    if (type !== RType.CNAME || name.equals(r.name)) continue;
    const failure = follow(r, name, context);
    if (failure !== undefined) return failure;
  }
  return follow(r, target, context);
}

/** Keeps a denial for the lesser of its SOA's TTL and minimum; one without SOA is not kept (RFC 2308 §5). */
function keepDenial(r: Resolution, reply: Denial, at: { name: DNSName; type: number }, context: Context): void {
  const { soa, proof, kind } = reply;
  if (soa === undefined || r.question.type === RType.ANY) return;
  const entry = { kind, name: at.name, authority: [soa, ...proof] };
  context.negatives.putDenial(entry, at.type, { ttl: negativeTtl(soa), nowMs: r.nowMs });
}

function denialSets({ soa, proof }: Denial, { negatives }: Context): AnswerSet[] {
  if (soa === undefined) return proof.map(asAnswer);
  const ttl = Math.min(negativeTtl(soa), negatives.ttlMax);
  return [soa, ...proof].map((set) => ({ set, ttl: Math.min(ttl, set.ttl) }));
}

/** Seconds: the lesser of the SOA's TTL and its MINIMUM field, which its RDATA ends with. */
function negativeTtl(soa: SignedRRset): number {
  const rdata = soa.rdata[0]!;
  return Math.min(soa.ttl, u32At(rdata, rdata.length - 4));
}

function asAnswer(set: SignedRRset): AnswerSet {
  return { set, ttl: set.ttl };
}

function outcomeOf(r: Resolution, rcode: number, authority: readonly AnswerSet[]): Outcome {
  return { rcode, answer: r.answer, authority, failure: undefined, cachedFailure: false, fromCache: false };
}

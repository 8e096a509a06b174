/** The path of a question to its answer, on one page: zone, lookup, aliases, denial or referral, additional section. */
import { Ede } from '@span53/dns/edns';
import { type DNSName, type Question, RCode, type RRset, RType, rtypeName } from '@span53/dns/wire';
import type { Span } from '@span53/tracing';
import type { ServedZone, Zones } from '../zones/zone-view.ts';
import { addAddresses } from './additional.ts';
import { Answer, type AuthResult } from './answer.ts';
import { type Found, lookup } from './lookup.ts';
import { addDenial } from './negative.ts';
import { addReferral } from './referral.ts';
import { synthesizedCname, targetOf, visited } from './synthesis.ts';

/** Aliases followed for one question. */
export const ALIASES_MAX = 16;

/** How questions are answered. */
export interface PlanSettings {
  /** `any-to-tcp`: over UDP an ANY question gets TC instead of records (RFC 8482 §4.4). */
  readonly anyToTcp: boolean;
  /** `resolve-across-zones`: follow an alias into another zone of ours. */
  readonly acrossZones: boolean;
}

/** What the plan needs beside the question. */
export interface PlanContext extends PlanSettings {
  readonly zones: Zones;
  /** The question came over a stream. */
  readonly stream: boolean;
  readonly trace: Span | undefined;
}

/** Answers a question of class IN. Pure but for what `zones` reads; always ends: each alias is followed once. */
export function plan(question: Question, context: PlanContext): Answer {
  const answer = new Answer();
  const chain: DNSName[] = [];
  let name: DNSName | undefined = question.name;
  let origin: DNSName | undefined;
  while (name !== undefined) {
    using span = context.trace?.span('dns.zone.lookup');
    const zone = zoneFor(name, question.type, context.zones, span);
    const isForeign = zone === undefined || (origin !== undefined && !zone.view.origin.equals(origin));
    if (chain.length > 0 && isForeign && (zone === undefined || !context.acrossZones)) break;
    if (zone === undefined) return refuse(answer, span);
    span?.set('dns.zone.name', zone.view.origin.toString());
    if (question.type === RType.ANY && context.anyToTcp && !context.stream) return truncate(answer);
    origin = zone.view.origin;
    chain.push(name);
    const found = lookup(zone, name, question.type, span);
    name = apply({ answer, zone, name, type: question.type, trace: span }, found);
    if (name !== undefined && (visited(chain, name) || chain.length > ALIASES_MAX)) name = undefined;
    if (answer.result !== undefined) span?.set('dns.auth.result', answer.result);
  }
  return answer;
}

/** The zone that answers for `name`; for DS at an apex the zone above, if it is ours (RFC 4035 §3.1.4.1). */
function zoneFor(name: DNSName, type: number, zones: Zones, trace: Span | undefined): ServedZone | undefined {
  const zone = zones.find(name, trace);
  if (type !== RType.DS || zone === undefined || name.isRoot || !zone.view.origin.equals(name)) return zone;
  return zones.find(name.parent(), trace) ?? zone;
}

/** One step of the chain. */
interface Step {
  readonly answer: Answer;
  readonly zone: ServedZone;
  readonly name: DNSName;
  readonly type: number;
  readonly trace: Span | undefined;
}

/** Puts what was found into the sections; returns the next name when it is an alias. */
function apply(step: Step, found: Found): DNSName | undefined {
  const { answer, zone, name } = step;
  const isFirst = answer.answer.length === 0;
  if (found.kind !== 'cut' || !isFirst) answer.authoritative = true;
  switch (found.kind) {
    case 'answer':
      for (const rrset of found.rrsets) answer.answer.push(owned(rrset, name, found.wildcard));
      addAddresses(answer, zone, found.rrsets, step.trace);
      settle(answer, found.wildcard === undefined ? 'answer' : 'wildcard');
      return undefined;
    case 'cname':
      answer.answer.push(owned(found.cname, name, found.wildcard));
      settle(answer, 'cname');
      return targetOf(found.cname);
    case 'dname':
      return followDname(step, found.dname);
    case 'cut':
      addReferral(answer, zone, found.ns, step.trace);
      settle(answer, 'referral');
      return undefined;
    case 'nodata':
    case 'nxdomain':
      if (found.kind === 'nxdomain') answer.rcode = RCode.NXDOMAIN;
      addDenial(answer, zone.apex.soa!);
      settle(answer, found.kind);
      return undefined;
    case 'broken':
      return fail(answer, found);
  }
}

/** An RRset under its own owner, or under the name asked when a wildcard stands for that (RFC 4592 §3.3.2). */
function owned(rrset: RRset, name: DNSName, wildcard: DNSName | undefined) {
  return wildcard === undefined ? { rrset } : { rrset, owner: name };
}

/** DNAME, then the CNAME made from it; YXDOMAIN when the new name would be too long (RFC 6672 §3.2 step 3C). */
function followDname({ answer, name, type }: Step, dname: RRset): DNSName | undefined {
  answer.answer.push({ rrset: dname });
  settle(answer, 'dname');
  const cname = synthesizedCname(name, dname);
  if (cname === undefined) {
    answer.rcode = RCode.YXDOMAIN;
    return undefined;
  }
  answer.answer.push({ rrset: cname });
  return type === RType.CNAME || type === RType.ANY ? undefined : targetOf(cname);
}

/** The first alias names the result; what it led to does not change that, unless it failed. */
function settle(answer: Answer, result: AuthResult): void {
  answer.result ??= result;
}

function refuse(answer: Answer, span: Span | undefined): Answer {
  answer.rcode = RCode.REFUSED;
  answer.result = 'refused';
  answer.ede = { code: Ede.NotAuthoritative, text: '' };
  span?.set('dns.auth.result', 'refused');
  return answer;
}

function truncate(answer: Answer): Answer {
  answer.truncated = true;
  answer.authoritative = true;
  return answer;
}

/** A record that cannot be read costs the answer, never the server; the rest of the zone goes on. */
function fail(answer: Answer, { node, type }: Extract<Found, { kind: 'broken' }>): undefined {
  answer.rcode = RCode.SERVFAIL;
  answer.result = undefined;
  answer.authoritative = false;
  answer.cacheable = !node.unreadable;
  answer.ede = node.unreadable
    ? { code: Ede.NotReady, text: 'database cannot be read' }
    : { code: Ede.InvalidData, text: `${node.name.toString()} ${rtypeName(type)}` };
  answer.answer.length = 0;
  answer.authority.length = 0;
  answer.additional.length = 0;
}

/** Zones from text, and answers as text, for the tests of this app. */
import { formatRdata } from '@span53/dns/rdata';
import { DNSName, parseRType, RClass, rcodeName, rtypeName } from '@span53/dns/wire';
import { readZone } from '@span53/dns/zonefile';
import type { Answer, Entry } from './answer/answer.ts';
import { plan, type PlanContext } from './answer/plan.ts';
import { MemoryZone } from './memory/zone-view.ts';
import { ZoneIndex } from './zones/zone-index.ts';
import type { Zones } from './zones/zone-view.ts';

/** A SOA line for a zone whose negative answers live 60 seconds. */
export const SOA = '@ 3600 SOA ns.example. hostmaster.example. 7 7200 900 86400 60\n';

/** Records of zone-file text. Throws on a mistake in it. */
export function recordsOf(origin: string, text: string) {
  const reader = readZone(text, { origin: DNSName.of(origin), defaultTtl: 300 });
  const records = [...reader];
  if (reader.errors.length > 0) throw new Error(reader.errors.map(({ message }) => message).join('\n'));
  return records.map(({ owner, type, ttl, rdata }) => ({ name: owner, owner, type, ttl, rdata }));
}

/** Memory zones by apex. */
export function zonesOf(texts: Readonly<Record<string, string>>): ZoneIndex {
  return new ZoneIndex(
    Object.entries(texts).map(([origin, text]) => new MemoryZone(DNSName.of(origin), recordsOf(origin, text))),
  );
}

/** An answer with records as `owner ttl type rdata`. */
export interface AnswerText {
  readonly rcode: string;
  readonly aa: boolean;
  readonly result: string | undefined;
  readonly answer: readonly string[];
  readonly authority: readonly string[];
  readonly additional: readonly string[];
}

/** Asks `name type` and gives the answer as text. */
export function ask(zones: Zones, question: string, context: Partial<PlanContext> = {}): AnswerText {
  return textOf(planned(zones, question, context));
}

/** Asks `name type`. */
export function planned(zones: Zones, question: string, context: Partial<PlanContext> = {}): Answer {
  const [name, type] = question.split(' ') as [string, string];
  const defaults = { stream: false, trace: undefined, anyToTcp: true, acrossZones: true };
  return plan(
    { name: DNSName.of(name), type: parseRType(type)!, class: RClass.IN },
    { zones, ...defaults, ...context },
  );
}

/** An answer as text, records in their order. */
export function textOf(answer: Answer): AnswerText {
  return {
    rcode: rcodeName(answer.rcode),
    aa: answer.authoritative,
    result: answer.result,
    answer: answer.answer.flatMap(entryText),
    authority: answer.authority.flatMap(entryText),
    additional: answer.additional.flatMap(entryText),
  };
}

function entryText({ rrset, ttl = rrset.ttl, owner = rrset.name }: Entry): string[] {
  const { type, rdata } = rrset;
  return rdata.map((octets) => `${owner} ${ttl} ${rtypeName(type)} ${formatRdata(type, octets)}`);
}

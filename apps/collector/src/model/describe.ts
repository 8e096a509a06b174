import { dnsFacts, isOutgoingQuery } from './facts.ts';
import { type Attributes, formatValue, textAttribute, attribute } from './span.ts';

/** Attributes that say in a word what a step was about, by span name. */
const subjects: Readonly<Record<string, readonly string[]>> = {
  'dns.rule': ['dns.proxy.rule.name', 'dns.proxy.rule.action'],
  'dns.backend.select': ['dns.proxy.pool', 'dns.proxy.policy', 'dns.proxy.backend.name'],
  selectBackendForOutgoingQuery: ['backend.name'],
  'dns.resolve.step': ['dns.resolver.zone'],
  'dns.resolve.ns_address': ['dns.resolver.ns'],
  'dns.dnssec.validate': ['dns.dnssec.state', 'dns.dnssec.bogus_reason'],
  'dns.dnssec.sign': ['dns.zone.name'],
  'dns.zone.lookup': ['dns.zone.name', 'dns.auth.result'],
  'dns.backend.query': ['db.query.summary', 'db.operation.name'],
  'dns.xfr': ['dns.xfr.type', 'dns.zone.name'],
  'dns.rpz': ['dns.policy.name', 'dns.policy.kind'],
  'dns.policy': ['dns.policy.name', 'dns.policy.kind'],
};

/** What the span is about in a few words, to be shown beside its name. Taken from the wire: escape it. */
export function describe(span: {
  readonly name: string;
  readonly kind: number;
  readonly attributes: Attributes;
}): string {
  const facts = dnsFacts(span);
  const subject = subjects[span.name];
  if (subject !== undefined) return words(subject.map((key) => textAttribute(span.attributes, key)));
  if (facts.cacheHit !== undefined && !isOutgoingQuery(span) && facts.question === undefined) {
    const outcome = facts.cacheHit ? (facts.stale ? 'stale hit' : 'hit') : 'miss';
    return words([textAttribute(span.attributes, 'dns.cache.name'), outcome]);
  }
  const question = [facts.question, facts.type, facts.rcode ?? facts.error];
  if (!isOutgoingQuery(span)) return words(question);
  const nameServer = textAttribute(span.attributes, 'dns.resolver.ns') ?? textAttribute(span.attributes, 'auth.nsname');
  const retry = attribute(span.attributes, 'dns.retry.count');
  const attempt = retry === undefined ? undefined : `retry ${formatValue(retry)}`;
  return words([facts.server && `→ ${facts.server}`, nameServer && `(${nameServer})`, ...question, attempt]);
}

function words(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' ');
}

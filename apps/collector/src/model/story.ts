import type { TraceTree } from './assemble.ts';
import { formatDuration } from './duration.ts';
import { dnsFacts, isOutgoingQuery } from './facts.ts';
import { SpanKind, type SpanRecord, StatusCode, textAttribute } from './span.ts';
import type { TraceSummary } from './summary.ts';

/**
 * The trace in one line, such as `www.shop.test. A NOERROR in 4.2 ms: proxy miss -> recursor miss, 3 servers asked`.
 * Names come from the wire: whoever shows the line must escape it.
 */
export function story(summary: TraceSummary, tree: TraceTree): string {
  const question = [summary.question ?? summary.name, summary.type, summary.rcode].filter((part) => part !== undefined);
  const head = `${question.join(' ')} in ${formatDuration(summary.durationNs)}`;
  const authoritative = new Set(tree.nodes.filter(({ span }) => answersFromZone(span)).map(({ span }) => span.service));
  const resolving = summary.hops.filter((hop) => hop.cache !== undefined && !authoritative.has(hop.service));
  const path = resolving.map((hop) => `${hop.service} ${hop.cache}`);
  const parts = [path.length > 0 ? path.join(' -> ') : summary.service, ...asked(summary, tree), ...trouble(tree)];
  return `${head}: ${parts.join(', ')}`;
}

function answersFromZone(span: SpanRecord): boolean {
  return span.name === 'dns.zone.lookup' || textAttribute(span.attributes, 'dns.zone.name') !== undefined;
}

function asked(summary: TraceSummary, tree: TraceTree): string[] {
  const entry = tree.nodes.find(({ span }) => span.kind === SpanKind.SERVER)?.span.service ?? summary.service;
  // What a client in front asked is the entry itself.
  const queries = tree.nodes.filter(
    ({ span }) => isOutgoingQuery(span) && (span.service === entry || span.service !== summary.service),
  );
  const behind = queries.filter(({ span }) => span.service !== entry);
  // What the first server asks is the next of our own hops; authorities are what the hops behind it ask.
  const counted = behind.length > 0 ? behind : queries;
  if (counted.length === 0) return [];
  const servers = new Set(counted.map(({ span }) => dnsFacts(span).server ?? span.spanId)).size;
  const what = behind.length > 0 ? plural(servers, 'authority', 'authorities') : plural(servers, 'server', 'servers');
  return [counted.length === servers ? `${what} asked` : `${what} asked ${counted.length} times`];
}

function trouble(tree: TraceTree): string[] {
  const counts = new Map<string, number>();
  for (const { span } of tree.nodes) {
    if (span.status !== StatusCode.ERROR || span.kind === SpanKind.SERVER) continue;
    const error = dnsFacts(span).error ?? 'error';
    counts.set(error, (counts.get(error) ?? 0) + 1);
  }
  const parts = [...counts].map(([error, count]) => (count === 1 ? error : `${count} x ${error}`));
  if (tree.nodes.some(({ span }) => span.events.some((event) => event.name === 'dns.tcp_fallback'))) parts.push('TCP');
  if (tree.nodes.some(({ span }) => dnsFacts(span).stale)) parts.push('served stale');
  return parts;
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

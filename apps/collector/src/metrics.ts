import { MetricsMemory, MetricsRegistry, renderMetrics, type TextFormat } from '@span53/metrics';

/** The collector's counters by name, read when somebody asks. */
export type Counters = Readonly<Record<string, number>>;

/** What each counter means. A key is also the metric's name: `otlp.requests` is `span53_collector_otlp_requests`. */
const help: Readonly<Record<string, string>> = {
  'otlp.requests': 'OTLP requests',
  'otlp.refused': 'OTLP requests that were answered with an error',
  'otlp.spans': 'Spans taken from OTLP requests',
  'otlp.rejectedSpans': 'Spans that were no valid spans, reported to their sender',
  'pdns.connections': 'Connections of the PowerDNS protobuf stream',
  'pdns.messages': 'Messages of the PowerDNS protobuf stream',
  'pdns.withSpans': 'Messages that carried spans',
  'pdns.facts': 'Messages without spans, of which one was made',
  'pdns.malformed': 'Messages that could not be read',
  'pdns.broken': 'Streams that ended within a message or claimed too long a one',
  'pdns.spans': 'Spans taken from the PowerDNS protobuf stream',
  'pdns.droppedSpans': 'Spans of that stream which found the queue full',
  'connections.otlpRefused': 'Connections of OTLP senders beyond otlp.max_connections',
  'connections.pdnsRefused': 'Connections of PowerDNS senders beyond pdns_protobuf.max_connections',
  'connections.webRefused': 'Connections to the web listener beyond web.max_connections',
  'store.queuedSpans': 'Spans waiting for the store',
  'store.storedSpans': 'Spans stored',
  'store.duplicateSpans': 'Spans that were there already',
  'store.overflowSpans': 'Spans beyond the limit of their trace',
  'store.refusals': 'Requests refused because the queue was full',
  'store.evictedTraces': 'Traces deleted for size or age',
  'store.storeErrors': 'Failures of SQLite, each of which cost a batch',
  'tail.events': 'Events of the live tail',
  'tail.dropped': 'Events that a slow live view missed',
  'tail.refused': 'Live views refused',
};

/** Renders counters for Prometheus. */
export function renderCounters(counters: Counters, format: TextFormat): string {
  const registry = new MetricsRegistry();
  const slots = Object.entries(counters).map(([key, value]) => {
    const name = `span53_collector_${key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace('.', '_')}`;
    const options = { name, help: help[key] ?? `Messages forwarded to other back ends: ${key.split('.')[1]}` };
    const slot = key === 'store.queuedSpans' ? registry.gauge(options) : registry.counter(options);
    return { slot, value };
  });
  const memory = MetricsMemory.allocate(registry, 1);
  const row = memory.row(0);
  for (const { slot, value } of slots) row[slot] = value;
  return renderMetrics(registry, memory, format);
}

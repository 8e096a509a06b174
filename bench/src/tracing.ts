/** What a span costs: off, recorded, recorded and encoded; beside OpenTelemetry's SDK with the same attributes.
 *
 *      node --conditions=@span53/source bench/src/tracing.ts
 *
 *  Prints nanoseconds of processor time per span and ratios; nothing is asserted, machines differ. */
import { createRequire } from 'node:module';
import { BasicTracerProvider, type ReadableSpan, type SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { context, trace as api } from '@opentelemetry/api';
import { EpochClock, HeadSampler, OtlpEncoder, type Span, Tracer } from '@span53/tracing';
import { fillRandom } from '@span53/runtime';

// Its ES module wants a newer @opentelemetry/api than the SDK does; the CommonJS build takes either.
const { ProtobufTraceSerializer } = createRequire(import.meta.url)(
  '@opentelemetry/otlp-transformer',
) as typeof import('@opentelemetry/otlp-transformer');

const spansPerQuery = 8;
const queries = 4000;
const rounds = 7;

/** One query's worth of spans; `root` is undefined when nothing records, as on the query path. */
function query(root: Span | undefined): void {
  for (let i = 1; i < spansPerQuery; i++) {
    using span = root?.span('dns.cache.lookup');
    if (span === undefined) continue;
    span.set('dns.question.name', 'www.example.org.');
    span.set('dns.question.type', 'A');
    span.set('dns.cache.name', 'packet');
    span.set('dns.cache.hit', true);
    span.set('dns.cache.ttl', 300);
    span.set('network.transport', 'udp');
  }
}

function tracer(encode: boolean): Tracer {
  const otlp = new OtlpEncoder({
    resource: { 'service.name': 'bench' },
    scope: { name: 'bench', version: '1' },
    clock: new EpochClock(performance.timeOrigin),
  });
  return new Tracer({
    head: new HeadSampler('always_on'),
    limits: { spansMax: 64, attributesMax: 128, eventsMax: 128, linksMax: 128 },
    detail: 'normal',
    tracesMax: 1000,
    random: fillRandom,
    now: () => performance.now(),
    encode: (recorder, nowMs) => (encode ? otlp.encode(recorder, nowMs) : new Uint8Array(0)),
    sink: () => {},
    count: () => {},
  });
}

function ours(with_: Tracer): void {
  for (let i = 0; i < queries; i++) {
    const trace = with_.open('dns.server.query', performance.now())!;
    query(trace.root);
    trace.finish();
  }
}

/** Keeps what ended, for encoding a query at a time. */
class Keep implements SpanProcessor {
  readonly ended: ReadableSpan[] = [];
  onStart(): void {}
  onEnd(span: ReadableSpan): void {
    this.ended.push(span);
  }
  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}

function sdk(encode: boolean): () => void {
  const keep = new Keep();
  const theirs = new BasicTracerProvider({ spanProcessors: [keep] }).getTracer('bench');
  return () => {
    for (let i = 0; i < queries; i++) {
      const root = theirs.startSpan('dns.server.query');
      const below = api.setSpan(context.active(), root);
      for (let n = 1; n < spansPerQuery; n++) {
        const span = theirs.startSpan('dns.cache.lookup', undefined, below);
        span.setAttribute('dns.question.name', 'www.example.org.');
        span.setAttribute('dns.question.type', 'A');
        span.setAttribute('dns.cache.name', 'packet');
        span.setAttribute('dns.cache.hit', true);
        span.setAttribute('dns.cache.ttl', 300);
        span.setAttribute('network.transport', 'udp');
        span.end();
      }
      root.end();
      const ended = keep.ended.splice(0);
      if (encode) ProtobufTraceSerializer.serializeRequest(ended);
    }
  };
}

/** Processor time of this thread: what other processes do to the machine hardly shows. */
function nanosPerSpan(run: () => void): number {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const before = process.threadCpuUsage();
    run();
    const { user, system } = process.threadCpuUsage(before);
    times.push(((user + system) * 1000) / (queries * spansPerQuery));
  }
  return times.toSorted((a, b) => a - b)[rounds >> 1]!;
}

const recording = tracer(false);
const encoding = tracer(true);
const results = {
  off: nanosPerSpan(() => {
    for (let i = 0; i < queries; i++) query(undefined);
  }),
  recorded: nanosPerSpan(() => ours(recording)),
  encoded: nanosPerSpan(() => ours(encoding)),
  sdkRecorded: nanosPerSpan(sdk(false)),
  sdkEncoded: nanosPerSpan(sdk(true)),
};
const line = (what: string, ns: number, note = '') =>
  console.log(`${what.padEnd(34)} ${ns.toFixed(0).padStart(6)} ns ${note}`);
line('off', results.off);
line('recorded', results.recorded);
line('recorded and encoded', results.encoded);
line(
  'OpenTelemetry SDK, recorded',
  results.sdkRecorded,
  `${(results.sdkRecorded / results.recorded).toFixed(1)} times ours`,
);
line(
  'OpenTelemetry SDK, and encoded',
  results.sdkEncoded,
  `${(results.sdkEncoded / results.encoded).toFixed(1)} times ours`,
);

import { defaultRetry, type ExportCount, exportCounts, jitter, OtlpHttp, systemClock } from '@span53/export';
import type { ForwardTarget } from './config.ts';
import type { SpanRecord } from './model/span.ts';
import { encodeTraces } from './receive/otlp-encode.ts';

/** Spans sent as one message: what no back end finds too large. */
const spansPerMessage = 500;
const batchOctetsMax = 4 * 1024 * 1024;
const flushMs = 2000;

/** Passes received spans on to other OTLP back ends, each with a queue of its own. */
export class Forward implements AsyncDisposable {
  /** Messages by what became of them, of all back ends together. */
  readonly counters: Record<ExportCount, number>;
  readonly #exporters: readonly OtlpHttp[];

  /** `version` is told to the back ends in the User-Agent. */
  constructor(targets: readonly ForwardTarget[], { warn, version }: { warn: (text: string) => void; version: string }) {
    this.counters = Object.fromEntries(exportCounts.map((what) => [what, 0])) as Record<ExportCount, number>;
    const context = {
      count: (what: ExportCount, by = 1): void => {
        this.counters[what] += by;
      },
      warn,
      clock: systemClock,
      random: jitter,
    };
    this.#exporters = targets.map((target) => new OtlpHttp(exporterOptions(target, version), context));
  }

  /** Queues spans for every back end; never waits. What finds no room is dropped and counted. */
  offer(spans: readonly SpanRecord[]): void {
    if (this.#exporters.length === 0) return;
    for (let at = 0; at < spans.length; at += spansPerMessage) {
      const octets = encodeTraces(spans.slice(at, at + spansPerMessage));
      for (const exporter of this.#exporters) exporter.offer(octets);
    }
  }

  /** Sends what waits, for two seconds at most, and closes. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#exporters.map((exporter) => exporter.flush(flushMs)));
    await Promise.all(this.#exporters.map((exporter) => exporter[Symbol.asyncDispose]()));
  }
}

function exporterOptions(target: ForwardTarget, version: string) {
  return {
    url: target.endpoint,
    headers: target.headers,
    encoding: 'protobuf' as const,
    compression: target.compression,
    tls: {},
    timeoutMs: target.timeout,
    intervalMs: 500,
    batchTracesMax: 100,
    batchBytesMax: batchOctetsMax,
    queueBytesMax: target.queue_size,
    retry: defaultRetry,
    userAgent: `span53-collector/${version}`,
  };
}

import type { SpanRecord } from './model/span.ts';
import type { TraceSummary } from './model/summary.ts';
import type { TraceStore } from './store/trace-store.ts';

/** Counters of the queue between receivers and store. */
export interface IngestCounters {
  queuedSpans: number;
  storedSpans: number;
  duplicateSpans: number;
  /** Spans beyond the number a trace may have. */
  overflowSpans: number;
  /** Offers refused because the queue was full. */
  refusals: number;
  evictedTraces: number;
  /** Batches lost because SQLite failed, for example on a full disk. */
  storeErrors: number;
}

/** Bounds and connections of the queue. */
export interface IngestOptions {
  readonly spansMax: number;
  /** Octets of the requests whose spans wait. */
  readonly octetsMax: number;
  /** Milliseconds that spans wait for more before they are written. */
  readonly delayMs: number;
  readonly nowMs: () => number;
  readonly onTraces: (traces: readonly TraceSummary[]) => void;
  readonly onError: (error: Error) => void;
}

/** Spans written in one transaction: a few milliseconds, so that requests and pages are served in between. */
const batchSpans = 500;

/** The bounded queue that takes spans off the receivers and writes them to the store in batches. */
export class Ingest implements Disposable {
  readonly counters: IngestCounters = {
    queuedSpans: 0,
    storedSpans: 0,
    duplicateSpans: 0,
    overflowSpans: 0,
    refusals: 0,
    evictedTraces: 0,
    storeErrors: 0,
  };
  readonly #store: TraceStore;
  readonly #options: IngestOptions;
  #queue: SpanRecord[] = [];
  #octets = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(store: TraceStore, options: IngestOptions) {
    this.#store = store;
    this.#options = options;
  }

  /** Queues spans that came in `octets` octets; false, and nothing queued, when there is no room. */
  offer(spans: readonly SpanRecord[], octets: number): boolean {
    const { spansMax, octetsMax, delayMs } = this.#options;
    if (this.#queue.length + spans.length > spansMax || this.#octets + octets > octetsMax) {
      this.counters.refusals++;
      return false;
    }
    for (const span of spans) this.#queue.push(span);
    this.#octets += octets;
    this.counters.queuedSpans = this.#queue.length;
    if (this.#queue.length > 0) this.#timer ??= setTimeout(() => this.#tick(), delayMs);
    return true;
  }

  /** Writes all that waits, so that a reader sees what was received before it asked. */
  flush(): void {
    while (this.#queue.length > 0) this.#writeBatch();
  }

  /** Evicts what is too old; called now and then, because a quiet store ages too. */
  sweep(): void {
    this.#guard(() => {
      this.counters.evictedTraces += this.#store.evict(this.#options.nowMs());
    });
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.flush();
  }

  #tick(): void {
    this.#timer = undefined;
    this.#writeBatch();
    if (this.#queue.length > 0) this.#timer = setTimeout(() => this.#tick(), 1);
  }

  #writeBatch(): void {
    const batch = this.#queue.splice(0, batchSpans);
    this.counters.queuedSpans = this.#queue.length;
    if (this.#queue.length === 0) this.#octets = 0;
    if (batch.length === 0) return;
    this.#guard(() => {
      const nowMs = this.#options.nowMs();
      const { stored, duplicates, overflow, traces } = this.#store.insert(batch, nowMs);
      this.counters.storedSpans += stored;
      this.counters.duplicateSpans += duplicates;
      this.counters.overflowSpans += overflow;
      this.counters.evictedTraces += this.#store.evict(nowMs);
      this.#options.onTraces(traces);
    });
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.counters.storeErrors++;
      this.#options.onError(error as Error);
    }
  }
}

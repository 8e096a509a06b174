import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { tracesToJson } from '@span53/tracing';
import { ByteQueue } from './byte-queue.ts';
import type { Exporter, ExporterContext } from './exporter.ts';
import { HttpPoster, type TlsFiles } from './http-post.ts';
import { readAnswer } from './otlp-response.ts';
import { delayBefore, outcomeOf, parseRetryAfter, type RetryPolicy } from './retry.ts';

export interface OtlpHttpOptions {
  /** The whole URL, usually ending in `/v1/traces`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly encoding: 'protobuf' | 'json';
  readonly compression: 'gzip' | 'none';
  readonly tls: TlsFiles;
  /** Of one request. */
  readonly timeoutMs: number;
  /** A batch is sent at the latest so long after its first trace came. */
  readonly intervalMs: number;
  readonly batchTracesMax: number;
  readonly batchBytesMax: number;
  readonly queueBytesMax: number;
  readonly retry: RetryPolicy;
  /** Product and version before the exporter's own name. */
  readonly userAgent: string;
}

const compress = promisify(gzip);

/** Sends `TracesData` to a collector by OTLP/HTTP: batches by number, size and age, one request at a time. While the
 *  collector is slow or away the queue fills, and then the newest traces are dropped. */
export class OtlpHttp implements Exporter {
  readonly #options: OtlpHttpOptions;
  /** What warnings call it. */
  readonly #label: string;
  readonly #context: ExporterContext;
  readonly #queue: ByteQueue;
  readonly #poster: HttpPoster;
  readonly #aborted = new AbortController();
  readonly #headers: Readonly<Record<string, string>>;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  /** Ends the wait before a retry. */
  #wake: (() => void) | undefined;
  #flushing = false;
  #healthy = true;

  constructor(options: OtlpHttpOptions, context: ExporterContext) {
    this.#options = options;
    this.#context = context;
    this.#queue = new ByteQueue(options.queueBytesMax);
    const url = new URL(options.url);
    // Without user, password and query: that is where people put secrets.
    this.#label = `OTLP ${url.origin}${url.pathname}`;
    this.#poster = new HttpPoster(url, options.tls);
    this.#headers = {
      ...options.headers,
      'content-type': options.encoding === 'json' ? 'application/json' : 'application/x-protobuf',
      'user-agent':
        `${options.userAgent} OTel-OTLP-Exporter-JavaScript/${options.userAgent.split('/')[1] ?? '0'}`.trim(),
      ...(options.compression === 'gzip' && { 'content-encoding': 'gzip' }),
    };
  }

  offer(octets: Uint8Array): boolean {
    const { batchBytesMax, batchTracesMax, intervalMs } = this.#options;
    const { count } = this.#context;
    if (octets.length > batchBytesMax) {
      count('too_large');
      return false;
    }
    if (!this.#queue.push(octets)) {
      count('queue_full');
      return false;
    }
    count('queued');
    if (this.#queue.length >= batchTracesMax || this.#queue.bytes >= batchBytesMax) this.#run();
    else this.#timer ??= setTimeout(() => this.#run(), intervalMs).unref();
    return true;
  }

  async flush(deadlineMs: number): Promise<void> {
    this.#flushing = true;
    this.#wake?.();
    this.#run();
    const deadline = Promise.withResolvers<void>();
    const timer = setTimeout(deadline.resolve, deadlineMs);
    await Promise.race([this.#drained(), deadline.promise]);
    clearTimeout(timer);
    this.#flushing = false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#timer);
    const left = this.#queue.clear();
    if (left > 0) this.#context.count('deadline', left);
    this.#aborted.abort();
    this.#wake?.();
    await this.#running;
    this.#poster[Symbol.dispose]();
  }

  async #drained(): Promise<void> {
    while (this.#flushing && this.#running !== undefined) await this.#running;
  }

  #run(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running ??= this.#deliverAll().finally(() => {
      this.#running = undefined;
      if (this.#queue.length > 0 && !this.#aborted.signal.aborted) {
        this.#timer ??= setTimeout(() => this.#run(), this.#options.intervalMs).unref();
      }
    });
  }

  /** Full batches at once, and the rest too when it was the timer or a flush that started this. */
  async #deliverAll(): Promise<void> {
    const { batchTracesMax, batchBytesMax } = this.#options;
    do {
      const batch = this.#queue.take(batchTracesMax, batchBytesMax);
      if (batch.length === 0) return;
      try {
        await this.#deliver(batch);
      } catch (error) {
        // A bug, or octets that are no TracesData: it costs this batch, not the exporter.
        this.#context.count('failed', batch.length);
        this.#failing(String(error));
      }
    } while (
      !this.#aborted.signal.aborted &&
      (this.#flushing || this.#queue.length >= batchTracesMax || this.#queue.bytes >= batchBytesMax)
    );
  }

  async #deliver(batch: readonly Uint8Array[]): Promise<void> {
    const { count, random, clock } = this.#context;
    const { retry } = this.#options;
    const body = await this.#body(batch);
    for (let attempt = 1; ; attempt++) {
      const result = await this.#attempt(body);
      if (result.kind === 'delivered') {
        count('sent', batch.length);
        this.#recovered();
        return;
      }
      if (this.#aborted.signal.aborted) {
        count('deadline', batch.length);
        return;
      }
      if (result.kind === 'refused' || attempt >= retry.attemptsMax) {
        count('failed', batch.length);
        this.#failing(result.why);
        return;
      }
      count('retries');
      this.#failing(result.why);
      const retryAfterMs = parseRetryAfter(result.retryAfter, clock.unixMs());
      await this.#wait(delayBefore(attempt + 1, retry, { retryAfterMs, random }));
    }
  }

  async #attempt(body: Uint8Array): Promise<Result> {
    const { timeoutMs } = this.#options;
    const response = await this.#poster.post(body, this.#headers, { timeoutMs, signal: this.#aborted.signal });
    if ('failure' in response) return { kind: response.retry ? 'retry' : 'refused', why: response.failure };
    const { status, retryAfter, contentType, body: answerBody } = response;
    const kind = outcomeOf(status);
    if (kind !== 'delivered') return { kind, why: `HTTP status ${status}`, retryAfter };
    const { rejectedSpans, message } = readAnswer(answerBody, contentType);
    if (rejectedSpans > 0) this.#context.count('rejected_spans', rejectedSpans);
    if (rejectedSpans > 0 || message !== '') {
      this.#context.warn(`${this.#label}: accepted in part`, { rejectedSpans, message });
    }
    return { kind };
  }

  /** Batches of one type are their concatenation. */
  async #body(batch: readonly Uint8Array[]): Promise<Uint8Array> {
    const { encoding, compression } = this.#options;
    const octets = Buffer.concat(batch);
    const plain = encoding === 'json' ? Buffer.from(JSON.stringify(tracesToJson(octets))) : octets;
    return compression === 'gzip' ? await compress(plain) : plain;
  }

  /** Waits before a retry; a flush or the end cuts it short. */
  async #wait(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    const timer = setTimeout(resolve, this.#flushing ? Math.min(ms, flushRetryMs) : ms).unref();
    await promise;
    clearTimeout(timer);
    this.#wake = undefined;
  }

  #failing(why: string): void {
    if (this.#healthy) this.#context.warn(`${this.#label}: ${why}`);
    this.#healthy = false;
  }

  #recovered(): void {
    if (!this.#healthy) this.#context.warn(`${this.#label}: delivering again`);
    this.#healthy = true;
  }
}

/** Between retries when somebody waits for the end. */
const flushRetryMs = 200;

type Result =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'retry' | 'refused'; readonly why: string; readonly retryAfter?: string | undefined };

/** Token buckets: what `MaxQPS`, `MaxQPSIP`, `QPS` and a backend's `queries_per_second` count with. */

/** A bucket that starts full and refills at `rate` tokens per second up to `burst`. Rate 0 means no limit. */
export class TokenBucket {
  readonly rate: number;
  readonly burst: number;
  #tokens: number;
  #filledMs = Number.NaN;

  constructor(rate: number, burst: number = rate) {
    this.rate = rate;
    this.burst = burst;
    this.#tokens = burst;
  }

  /** Takes a token; false when there was none. */
  take(nowMs: number): boolean {
    if (this.rate === 0) return true;
    this.#refill(nowMs);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** True when `take` would succeed; takes nothing. */
  available(nowMs: number): boolean {
    if (this.rate === 0) return true;
    this.#refill(nowMs);
    return this.#tokens >= 1;
  }

  #refill(nowMs: number): void {
    const elapsedMs = nowMs - this.#filledMs;
    // The first call has nothing to refill: the bucket is full.
    if (elapsedMs > 0) this.#tokens = Math.min(this.burst, this.#tokens + (elapsedMs * this.rate) / 1000);
    if (!(elapsedMs < 0)) this.#filledMs = nowMs;
  }
}

/** What a `ClientBuckets` is made of. */
export interface ClientBucketSettings {
  readonly rate: number;
  readonly burst: number;
  /** A client not seen for so long is forgotten. */
  readonly expirationMs: number;
  /** Milliseconds between looks for forgotten clients. */
  readonly cleanupMs: number;
  /** Clients remembered; beyond that the one seen first is forgotten. */
  readonly clientsMax: number;
}

interface ClientBucket {
  readonly bucket: TokenBucket;
  seenMs: number;
}

/** One bucket per client, in bounded memory. */
export class ClientBuckets {
  readonly #settings: ClientBucketSettings;
  readonly #clients = new Map<string, ClientBucket>();
  #cleanedMs = Number.NEGATIVE_INFINITY;

  constructor(settings: ClientBucketSettings) {
    this.#settings = settings;
  }

  get size(): number {
    return this.#clients.size;
  }

  /** Takes a token of the client's bucket; false when it is over its limit. */
  take(client: string, nowMs: number): boolean {
    const { rate, burst, clientsMax, cleanupMs } = this.#settings;
    if (nowMs - this.#cleanedMs >= cleanupMs) this.#clean(nowMs);
    let entry = this.#clients.get(client);
    if (entry === undefined) {
      if (this.#clients.size >= clientsMax) this.#clients.delete(this.#clients.keys().next().value!);
      entry = { bucket: new TokenBucket(rate, burst), seenMs: nowMs };
      this.#clients.set(client, entry);
    }
    entry.seenMs = nowMs;
    return entry.bucket.take(nowMs);
  }

  #clean(nowMs: number): void {
    this.#cleanedMs = nowMs;
    for (const [client, { seenMs }] of this.#clients) {
      if (nowMs - seenMs > this.#settings.expirationMs) this.#clients.delete(client);
    }
  }
}

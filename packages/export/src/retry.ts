/** How an OTLP/HTTP exporter repeats a request that may succeed later. */
export interface RetryPolicy {
  readonly initialMs: number;
  readonly factor: number;
  readonly maxMs: number;
  /** Requests for one batch, the first included. */
  readonly attemptsMax: number;
  /** Part of the delay that is random, to either side. */
  readonly jitter: number;
}

export const defaultRetry: RetryPolicy = { initialMs: 1000, factor: 2, maxMs: 30_000, attemptsMax: 5, jitter: 0.2 };

/** What an HTTP status means for the batch (OTLP specification, OTLP/HTTP response). */
export function outcomeOf(status: number): 'delivered' | 'retry' | 'refused' {
  if (status >= 200 && status < 300) return 'delivered';
  return status === 429 || status === 502 || status === 503 || status === 504 ? 'retry' : 'refused';
}

/** Milliseconds to wait before attempt `attempt` (2 is the first repetition). A Retry-After of the server counts, up
 *  to `retryAfterMaxMs`, and is not shortened by jitter. */
export function delayBefore(
  attempt: number,
  policy: RetryPolicy,
  { retryAfterMs, random }: { retryAfterMs?: number | undefined; random: () => number },
): number {
  if (retryAfterMs !== undefined) return Math.min(retryAfterMs, retryAfterMaxMs);
  const base = Math.min(policy.initialMs * policy.factor ** (attempt - 2), policy.maxMs);
  return base * (1 + policy.jitter * (2 * random() - 1));
}

/** A server cannot silence us for longer. */
export const retryAfterMaxMs = 300_000;

/** Reads a Retry-After header (RFC 9110 §10.2.3), seconds or an HTTP date. Undefined when it is neither. */
export function parseRetryAfter(header: string | undefined, unixMs: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  // Date.parse would take "-5" for a year.
  const date = /[a-z]/i.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - unixMs);
}

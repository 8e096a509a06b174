/** Limits of streams. */

/** Limits of one accepted connection. */
export interface StreamLimits {
  /** Closed when no whole query came and no answer left for so long, and no answer is owed. */
  readonly idleMs: number;
  /** A query that has begun must be whole within this time: slow senders hold no connection. */
  readonly readMs: number;
  /** Closed when an answer is owed for so long: above every deadline of whoever answers. */
  readonly answerMs: number;
  /** Closed after so long, whatever goes on; 0 for no limit. */
  readonly durationMs: number;
  /** Messages handed out and not yet answered; reading pauses at the limit. 1: no pipelining. */
  readonly inFlightMax: number;
  /** Octets waiting to be written; reading pauses at half, the connection is cut at the limit. */
  readonly writeQueueOctets: number;
  /** Queries on one connection, then it is closed; 0 for no limit. */
  readonly queriesMax: number;
}

/** Defaults of a connection's limits. */
export const STREAM_LIMITS: StreamLimits = {
  idleMs: 10_000,
  readMs: 2000,
  answerMs: 60_000,
  durationMs: 0,
  inFlightMax: 100,
  writeQueueOctets: 1024 * 1024,
  queriesMax: 0,
};

/** What an exporter counts, in messages (a trace, or a frame of the PowerDNS stream) unless the word says otherwise. */
export const exportCounts = [
  'queued', // accepted
  'sent', // delivered; for the PowerDNS stream, which has no acknowledgement: written
  'queue_full',
  'too_large',
  'connection_lost', // queued or partly written when the connection broke
  'failed', // refused by the collector, or given up after the last retry
  'deadline', // left when the exporter had to close
  'retries', // requests repeated
  'rejected_spans', // spans a collector reported as not accepted
] as const;
export type ExportCount = (typeof exportCounts)[number];

/** What exporters are given instead of reading it themselves. */
export interface ExporterContext {
  readonly count: (what: ExportCount, by?: number) => void;
  /** Something an operator should know. The exporters call it rarely by themselves: on changes, not per message. */
  readonly warn: (text: string, details?: Readonly<Record<string, unknown>>) => void;
  readonly clock: Clock;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
}

export interface Clock {
  /** Monotonic milliseconds. */
  readonly nowMs: () => number;
  readonly unixMs: () => number;
}

/** A destination that is open: it queues, delivers in the background, and never makes the caller wait. Closing
 *  (`await using`) drops what is still queued; call `flush` before. */
export interface Exporter extends AsyncDisposable {
  /** Takes the octets and owns them. False: dropped, and counted by reason. */
  offer(octets: Uint8Array): boolean;
  /** Delivers what is queued now, at most for `deadlineMs` from now. */
  flush(deadlineMs: number): Promise<void>;
}

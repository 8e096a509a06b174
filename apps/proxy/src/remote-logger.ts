/** Where RemoteLog and SetTrace send: one entry of `remote_logging`. */
import type { ProxyQuery } from './query.ts';

/** What a RemoteLog action adds to its message. */
export interface LogOptions {
  /** Identity of this server in the message; undefined: none. */
  readonly serverId: string | undefined;
  /** Tags to export: names, or `*` for all. */
  readonly exportTags: readonly string[];
  /** Tags whose name begins so are exported too. */
  readonly exportTagPrefixes: readonly string[];
  readonly exportTagsKeyOnly: boolean;
  readonly stripTagPrefixes: boolean;
  /** Export CNAME records beside A and AAAA. */
  readonly includeCname: boolean;
  /** Name of the meta field that gets Extended DNS Errors; empty: none. */
  readonly errorsToMeta: string;
  /** Send when the query has ended, with the whole trace. */
  readonly delay: boolean;
}

/** One destination. Nothing here waits: what does not fit in its queue is dropped and counted there. */
export interface RemoteLogger {
  readonly name: string;
  /** A PowerDNS stream takes messages and traces, OTLP only traces. */
  readonly kind: 'protobuf' | 'otlp';
  /** A message about the query as received. */
  logQuery(query: ProxyQuery, options: LogOptions): void;
  /** A message about the response that `query.packet` holds. */
  logResponse(query: ProxyQuery, options: LogOptions): void;
  /** The trace alone, as `TracesData` octets. */
  sendTrace(traceId: Uint8Array, traces: Uint8Array): void;
  /** A message built earlier, with the whole trace put behind it, if there is one. */
  sendDelayed(message: Uint8Array, traces: Uint8Array | undefined): void;
}

/** Where the Log action writes: one line, without its end. */
export type LineSink = (line: string) => void;

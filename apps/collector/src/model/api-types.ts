import type { TraceNote } from './assemble.ts';
import type { Attributes, SpanEvent, SpanLink } from './span.ts';
import type { Hop } from './summary.ts';

/** A summary in JSON: GET /api/v1/traces, and the `trace` events of /api/v1/tail. */
export interface SummaryJson {
  readonly traceId: string;
  /** Unix nanoseconds as decimal text. */
  readonly startUnixNano: string;
  readonly startMs: number;
  readonly durationNs: number;
  readonly service: string;
  readonly name: string;
  readonly question: string | null;
  readonly type: string | null;
  readonly rcode: string | null;
  readonly spanCount: number;
  readonly errorCount: number;
  readonly serversAsked: number;
  readonly hops: readonly Hop[];
}

/** Answer of GET /api/v1/traces. */
export interface TracePageJson {
  readonly traces: readonly SummaryJson[];
  /** Value of `before` for the next page, null on the last. */
  readonly next: string | null;
}

/** One span in display order. */
export interface NodeJson {
  readonly spanId: string;
  readonly parentId: string;
  /** Index of the parent in `nodes`, -1 for a root. */
  readonly parent: number;
  readonly depth: number;
  readonly offsetNs: number;
  readonly durationNs: number;
  readonly shiftNs: number;
  /** Parts of the critical path, in nanoseconds from the start of the trace. */
  readonly critical: readonly (readonly [fromNs: number, toNs: number])[];
  readonly startUnixNano: string;
  readonly service: string;
  readonly name: string;
  readonly detail: string;
  readonly kind: number;
  readonly ended: boolean;
  readonly status: number;
  readonly statusMessage: string;
  readonly attributes: Attributes;
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  readonly scope: string;
  /** Index in `resources`. */
  readonly resource: number;
  readonly traceState: string;
  readonly flags: number;
}

/** Answer of GET /api/v1/traces/:id. */
export interface TraceJson {
  readonly summary: SummaryJson;
  readonly story: string;
  readonly startUnixNano: string;
  readonly durationNs: number;
  readonly notes: readonly TraceNote[];
  readonly resources: readonly Attributes[];
  readonly nodes: readonly NodeJson[];
}

/** Answer of GET /api/v1/graph. */
export interface GraphJson {
  readonly services: readonly { readonly service: string; readonly spans: number; readonly errors: number }[];
  readonly calls: readonly {
    readonly from: string;
    /** A service, or the address of a server that sent no spans. */
    readonly to: string;
    readonly known: boolean;
    readonly calls: number;
    readonly errors: number;
    readonly meanNs: number;
    readonly maxNs: number;
  }[];
}

/** Answer of GET /api/v1/stats. */
export interface StatsJson {
  readonly traces: number;
  readonly spans: number;
  readonly sizeOctets: number;
  readonly sizeMax: number;
  readonly oldestMs: number | null;
  readonly services: readonly string[];
  /** Of the newest traces: how many they are, and nanoseconds at quantiles of their duration. */
  readonly recent: {
    readonly traces: number;
    readonly errors: number;
    readonly hits: number;
    readonly p50Ns: number;
    readonly p95Ns: number;
    readonly p99Ns: number;
    readonly rcodes: readonly { readonly rcode: string; readonly traces: number }[];
  };
  readonly counters: Readonly<Record<string, number>>;
}

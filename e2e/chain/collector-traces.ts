/** Traces as the collector's query API has them, in the form that `expectTrace` checks. */
import { setTimeout as delay } from 'node:timers/promises';

import { expectTrace, type PlainSpan, type TraceView } from '@span53/testkit';

type Pairs = readonly (readonly [key: string, value: string | number | boolean])[];

interface TraceJson {
  readonly summary: { readonly traceId: string };
  readonly resources: readonly Pairs[];
  readonly nodes: readonly {
    readonly spanId: string;
    readonly parentId: string;
    readonly startUnixNano: string;
    readonly durationNs: number;
    readonly service: string;
    readonly name: string;
    readonly kind: number;
    readonly status: number;
    readonly statusMessage: string;
    readonly attributes: Pairs;
    readonly resource: number;
    readonly flags: number;
  }[];
}

/** How a trace is waited for. */
export interface TraceWait {
  readonly waitMs?: number;
  /** IDs of traces that were looked at before: none of these is it. The one that is found joins them. */
  readonly seen?: Set<string>;
  /** Parent of the root, when the query came with a TRACEPARENT. */
  readonly remoteParent?: string;
  /** Whether all halves are there: PowerDNS sends its own once a second, long after ours has settled. */
  readonly whole?: (spans: readonly PlainSpan[]) => boolean;
}

/** The newest trace of a question, once it has stopped growing; checked by `expectTrace`. */
export async function collectedTrace(collector: string, name: string, wait: TraceWait = {}): Promise<TraceView> {
  const spans = await collectedSpans(collector, name, wait);
  const { remoteParent } = wait;
  return expectTrace(spans, { clockSkewMs: 5, ...(remoteParent === undefined ? {} : { remoteParent }) });
}

/** The same without the check: for traces with a half from somebody else. */
export async function collectedSpans(collector: string, name: string, wait: TraceWait = {}): Promise<PlainSpan[]> {
  const { waitMs = 10_000, seen = new Set(), whole = () => true } = wait;
  const deadlineMs = performance.now() + waitMs;
  let spans: PlainSpan[] = [];
  let quiet = 0;
  while (quiet < 5) {
    if (performance.now() > deadlineMs) {
      const there = [...new Set(spans.map(({ service }) => service))].join(', ');
      throw new Error(`no settled trace of ${name} within ${waitMs} ms; spans of: ${there}`);
    }
    await delay(100);
    const newest = (await tracesOf(collector, name)).find((traceId) => !seen.has(traceId));
    if (newest === undefined) continue;
    const trace = (await (await fetch(`${collector}/api/v1/traces/${newest}`)).json()) as TraceJson;
    const same = trace.nodes.length === spans.length;
    spans = trace.nodes.map((node) => toPlainSpan(trace, node));
    quiet = same && whole(spans) ? quiet + 1 : 0;
  }
  seen.add(spans[0]!.traceId);
  return spans;
}

/** IDs of the traces whose question has this name, newest first. */
export async function tracesOf(collector: string, name: string): Promise<string[]> {
  const query = new URLSearchParams({ q: `name:${name}`, limit: '10' });
  const list = (await (await fetch(`${collector}/api/v1/traces?${query}`)).json()) as { traces: { traceId: string }[] };
  return list.traces.map(({ traceId }) => traceId);
}

function toPlainSpan(trace: TraceJson, node: TraceJson['nodes'][number]): PlainSpan {
  const startNs = BigInt(node.startUnixNano);
  return {
    traceId: trace.summary.traceId,
    spanId: node.spanId,
    parentSpanId: node.parentId,
    traceState: '',
    name: node.name,
    kind: node.kind,
    startNs,
    endNs: startNs + BigInt(Math.round(node.durationNs)),
    attributes: Object.fromEntries(node.attributes),
    events: [],
    links: [],
    status: { code: node.status, message: node.statusMessage },
    flags: node.flags,
    dropped: { attributes: 0, events: 0, links: 0 },
    resource: Object.fromEntries(trace.resources[node.resource] ?? []),
    service: node.service,
    scope: { name: '', version: '', attributes: {} },
  };
}

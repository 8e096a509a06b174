import type { NodeJson, SummaryJson, TraceJson } from './api-types.ts';
import { assemble, type SpanNode, type TraceNote } from './assemble.ts';
import { describe } from './describe.ts';
import type { Attributes, SpanRecord } from './span.ts';
import { story } from './story.ts';
import type { TraceSummary } from './summary.ts';

/** A summary for the API. */
export function summaryJson(summary: TraceSummary): SummaryJson {
  const { startNs, question, type, rcode, ...rest } = summary;
  return {
    ...rest,
    startUnixNano: startNs.toString(),
    startMs: Number(startNs / 1_000_000n),
    question: question ?? null,
    type: type ?? null,
    rcode: rcode ?? null,
  };
}

/** A whole trace for the API; each resource appears once. */
export function traceJson(summary: TraceSummary, spans: readonly SpanRecord[]): TraceJson {
  const tree = assemble(summary.traceId, spans);
  const resources = new Map<string, { index: number; attributes: Attributes }>();
  const resourceOf = ({ resource }: SpanRecord): number => {
    const key = JSON.stringify(resource);
    const known = resources.get(key) ?? { index: resources.size, attributes: resource };
    resources.set(key, known);
    return known.index;
  };
  const nodes = tree.nodes.map((node) => nodeJson(node, resourceOf(node.span)));
  const cut: readonly TraceNote[] =
    spans.length < summary.spanCount
      ? [{ kind: 'cut', text: `Only ${spans.length} of ${summary.spanCount} spans are shown.`, span: 0 }]
      : [];
  return {
    summary: summaryJson(summary),
    story: story(summary, tree),
    startUnixNano: tree.startNs.toString(),
    durationNs: tree.durationNs,
    notes: [...cut, ...tree.notes],
    resources: [...resources.values()].map(({ attributes }) => attributes),
    nodes,
  };
}

function nodeJson(node: SpanNode, resource: number): NodeJson {
  const { span } = node;
  return {
    spanId: span.spanId,
    parentId: span.parentId,
    parent: node.parent,
    depth: node.depth,
    offsetNs: node.offsetNs,
    durationNs: span.durationNs,
    shiftNs: node.shiftNs,
    critical: node.critical,
    startUnixNano: span.startNs.toString(),
    service: span.service,
    name: span.name,
    detail: describe(span),
    kind: span.kind,
    ended: span.ended,
    status: span.status,
    statusMessage: span.statusMessage,
    attributes: span.attributes,
    events: span.events,
    links: span.links,
    scope: span.scope,
    resource,
    traceState: span.traceState,
    flags: span.flags,
  };
}

import { alignClocks } from './clock-skew.ts';
import { criticalPath } from './critical-path.ts';
import { SpanKind, type SpanRecord } from './span.ts';

/** Something about a trace that its reader should know. */
export interface TraceNote {
  readonly kind: 'missing-parent' | 'several-roots' | 'clock-skew' | 'unfinished' | 'cycle' | 'dropped' | 'cut';
  readonly text: string;
  /** Index of the span it is about. */
  readonly span: number;
}

/** A span in its place within the trace. */
export interface SpanNode {
  readonly span: SpanRecord;
  /** Index of the parent in `TraceTree.nodes`, -1 for a root. */
  parent: number;
  depth: number;
  readonly children: number[];
  /** Nanoseconds from the start of the trace, after clocks were aligned. */
  offsetNs: number;
  /** What was added to this span's time to align its service's clock, in nanoseconds. */
  shiftNs: number;
  /** When this span itself, and none of its children, held up the answer: parts of the critical path, in
   *  nanoseconds from the start of the trace, latest first. */
  readonly critical: (readonly [fromNs: number, toNs: number])[];
}

/** A trace as a tree, in display order: parents before children, children by start. */
export interface TraceTree {
  readonly traceId: string;
  /** Unix nanoseconds of the earliest span. */
  readonly startNs: bigint;
  readonly durationNs: number;
  readonly nodes: readonly SpanNode[];
  readonly roots: readonly number[];
  readonly notes: readonly TraceNote[];
}

/** Builds the tree of a trace from its spans, which may be incomplete, contradictory or hostile; at least one. */
export function assemble(traceId: string, spans: readonly SpanRecord[]): TraceTree {
  const notes: TraceNote[] = [];
  const earliest = spans.reduce((least, span) => (span.startNs < least ? span.startNs : least), spans[0]!.startNs);
  const nodes = spans.map<SpanNode>((span) => ({
    span,
    parent: -1,
    depth: 0,
    children: [],
    offsetNs: Number(span.startNs - earliest),
    shiftNs: 0,
    critical: [],
  }));
  connect(nodes);
  const ordered = inDisplayOrder(nodes, notes);
  const roots = ordered.flatMap((node, index) => (node.parent < 0 ? [index] : []));
  alignClocks(ordered, roots, notes);
  const start = Math.min(...roots.map((root) => ordered[root]!.offsetNs));
  for (const node of ordered) node.offsetNs -= start;
  const durationNs = ordered.reduce((end, node) => Math.max(end, node.offsetNs + node.span.durationNs), 0);
  if (roots.length > 0) criticalPath(ordered, longest(ordered, roots));
  noteParents(ordered, roots, notes);
  noteSpans(ordered, notes);
  return { traceId, startNs: earliest + BigInt(Math.round(start)), durationNs, nodes: ordered, roots, notes };
}

function longest(nodes: readonly SpanNode[], roots: readonly number[]): number {
  return roots.reduce((best, root) => (nodes[root]!.span.durationNs > nodes[best]!.span.durationNs ? root : best));
}

/** Finds each span's parent. A span ID can occur twice: dnsdist takes over the ID of its caller's span. */
function connect(nodes: readonly SpanNode[]): void {
  const byId = Map.groupBy(nodes.keys(), (index) => nodes[index]!.span.spanId);
  nodes.forEach((node, index) => {
    const { span } = node;
    const sameId = (byId.get(span.spanId) ?? []).find(
      (other) => other !== index && nodes[other]!.span.kind === SpanKind.CLIENT,
    );
    if (span.parentId !== '') {
      const candidates = (byId.get(span.parentId) ?? []).filter((other) => other !== index);
      node.parent = candidates.find((other) => nodes[other]!.span.service === span.service) ?? candidates[0] ?? -1;
    } else if (sameId !== undefined && span.kind === SpanKind.SERVER) node.parent = sameId;
  });
}

/** Depth-first order without recursion, because a hostile trace may be as deep as it has spans. */
function inDisplayOrder(nodes: readonly SpanNode[], notes: TraceNote[]): SpanNode[] {
  const byStart = [...nodes.keys()].toSorted((a, b) => nodes[a]!.offsetNs - nodes[b]!.offsetNs || a - b);
  const children = Map.groupBy(byStart, (index) => nodes[index]!.parent);
  const ordered: SpanNode[] = [];
  const place = new Map<number, number>();
  const visit = (root: number): void => {
    const stack = [root];
    for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
      const node = nodes[index]!;
      const parent = place.get(node.parent);
      if (parent !== undefined) {
        node.depth = ordered[parent]!.depth + 1;
        ordered[parent]!.children.push(ordered.length);
      }
      node.parent = parent ?? -1;
      place.set(index, ordered.length);
      ordered.push(node);
      stack.push(...(children.get(index) ?? []).filter((child) => !place.has(child)).toReversed());
    }
  };
  for (const root of children.get(-1) ?? []) visit(root);
  for (const index of byStart) {
    if (place.has(index)) continue;
    // Not reached from any root: the parents form a circle, which is opened here.
    notes.push({ kind: 'cycle', text: 'These spans name each other as parents.', span: ordered.length });
    visit(index);
  }
  return ordered;
}

/** One note for all children of a parent that is missing: they usually lack the same one. */
function noteParents(nodes: readonly SpanNode[], roots: readonly number[], notes: TraceNote[]): void {
  const opened = new Set(notes.flatMap((note) => (note.kind === 'cycle' ? [note.span] : [])));
  const orphans = roots.filter((root) => nodes[root]!.span.parentId !== '' && !opened.has(root));
  for (const [parentId, children] of Map.groupBy(orphans, (root) => nodes[root]!.span.parentId)) {
    const first = children[0]!;
    const whose = `${children.length === 1 ? 'a span' : `${children.length} spans`} of ${nodes[first]!.span.service}`;
    const text = `The parent ${parentId} of ${whose} was not received: not exported, not sampled, or still to come.`;
    notes.push({ kind: 'missing-parent', text, span: first });
  }
  if (roots.length > 1) {
    notes.push({ kind: 'several-roots', text: `The trace has ${roots.length} roots instead of one.`, span: roots[1]! });
  }
}

function noteSpans(nodes: readonly SpanNode[], notes: TraceNote[]): void {
  nodes.forEach(({ span }, index) => {
    if (!span.ended) notes.push({ kind: 'unfinished', text: 'This span had not ended when it was sent.', span: index });
    if (span.droppedCount > 0) {
      const text = `${span.droppedCount} attributes, events or links of this span were left out.`;
      notes.push({ kind: 'dropped', text, span: index });
    }
  });
}

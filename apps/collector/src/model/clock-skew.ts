import type { SpanNode, TraceNote } from './assemble.ts';
import { formatDuration } from './duration.ts';
import { textAttribute } from './span.ts';

/** Shifts below this are how well clocks of one machine agree, and are not worth a note. */
const notedNs = 1e6;

/**
 * Aligns clocks: where a span that another service recorded starts before its parent, or ends after it although it is
 * shorter, it and all below it are moved into the middle of the parent, as if the way there and back took equally
 * long. A child that outlives a parent which gave up waiting is left alone, and so is one that only ends late on the
 * parent's own host: it had work to do after its answer. Nodes are in display order.
 */
export function alignClocks(nodes: readonly SpanNode[], roots: readonly number[], notes: TraceNote[]): void {
  const isRoot = new Set(roots);
  nodes.forEach((node, index) => {
    if (isRoot.has(index)) return;
    const parent = nodes[node.parent]!;
    node.shiftNs = parent.shiftNs;
    node.offsetNs += parent.shiftNs;
    if (parent.span.service === node.span.service) return;
    const skew = skewOf(node, parent);
    if (skew === 0) return;
    node.shiftNs += skew;
    node.offsetNs += skew;
    if (Math.abs(skew) < notedNs) return;
    const direction = skew > 0 ? 'behind' : 'ahead of';
    const text =
      `The clock of ${node.span.service} is ${formatDuration(Math.abs(skew))} ${direction} that of ` +
      `${parent.span.service}; its spans are shown shifted by that much.`;
    notes.push({ kind: 'clock-skew', text, span: index });
  });
}

/** Nanoseconds to add to the child, whose own clock is not trusted when it contradicts the parent's. */
function skewOf(child: SpanNode, parent: SpanNode): number {
  if (!parent.span.ended || !child.span.ended) return 0;
  const spare = parent.span.durationNs - child.span.durationNs;
  const early = child.offsetNs < parent.offsetNs;
  if (spare < 0) return early ? parent.offsetNs - child.offsetNs : 0;
  const late = child.offsetNs + child.span.durationNs > parent.offsetNs + parent.span.durationNs;
  if (late && !early && sameHost(child, parent)) return 0;
  return early || late ? parent.offsetNs + spare / 2 - child.offsetNs : 0;
}

function sameHost(one: SpanNode, other: SpanNode): boolean {
  const host = textAttribute(one.span.resource, 'host.name');
  return host !== undefined && host === textAttribute(other.span.resource, 'host.name');
}

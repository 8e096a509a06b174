import type { SpanNode } from './assemble.ts';

/**
 * Marks the critical path of the tree below `root`: going back from its end, time belongs to the child that ended last
 * before it, and to the span itself where no child was running. The parts add up to the root's duration. What would
 * have to become faster for the answer to be faster has a part.
 */
export function criticalPath(nodes: readonly SpanNode[], root: number): void {
  const stack = [{ index: root, since: -Infinity, until: Infinity }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const node = nodes[next.index]!;
    // A child counts only within its parent, whatever its own times claim.
    const start = Math.max(node.offsetNs, next.since);
    let at = Math.min(endOf(node), next.until);
    const byEnd = node.children.toSorted((a, b) => endOf(nodes[b]!) - endOf(nodes[a]!));
    for (const child of byEnd) {
      const from = Math.max(nodes[child]!.offsetNs, start);
      const to = Math.min(endOf(nodes[child]!), at);
      if (to <= from) continue;
      if (at > to) node.critical.push([to, at]);
      stack.push({ index: child, since: from, until: to });
      at = from;
    }
    if (at > start) node.critical.push([start, at]);
  }
}

function endOf(node: SpanNode): number {
  return node.offsetNs + node.span.durationNs;
}

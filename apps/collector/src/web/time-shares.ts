import type { NodeJson } from '../model/api-types.ts';
import { SpanKind } from '../model/span.ts';

/** Time on the critical path that belongs together. */
export interface Share {
  readonly label: string;
  readonly service: string;
  readonly waiting: boolean;
  readonly ns: number;
}

/** Nanoseconds of the critical path that are a span's own. */
export function ownNs(node: NodeJson): number {
  return node.critical.reduce((sum, [from, to]) => sum + to - from, 0);
}

/** Time on the critical path by service. What a CLIENT span has of its own is waiting: network and queues. */
export function timeShares(nodes: readonly NodeJson[]): readonly Share[] {
  const shares = new Map<string, Share>();
  for (const node of nodes) {
    const ns = ownNs(node);
    if (ns === 0) continue;
    const waiting = node.kind === SpanKind.CLIENT && !node.name.startsWith('dns.backend');
    const label = waiting ? `${node.service} waiting` : node.service;
    shares.set(label, { label, service: node.service, waiting, ns: ns + (shares.get(label)?.ns ?? 0) });
  }
  return [...shares.values()].toSorted((a, b) => b.ns - a.ns);
}

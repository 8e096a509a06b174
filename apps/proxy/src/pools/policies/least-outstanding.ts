/** `leastOutstanding`: the default policy. */
import type { ProxyQuery } from '../../query.ts';
import type { Backend } from '../backend.ts';
import { type PolicyKind, usable } from '../policy.ts';

/** Fewest open queries; then the lower `order`; then the lower average latency. */
export const leastOutstanding: PolicyKind = { name: 'leastOutstanding', build: () => fewestOpen };

/** The choice itself, for policies that fall back on it. */
export function fewestOpen(backends: readonly Backend[], query: ProxyQuery): Backend | undefined {
  let best: Backend | undefined;
  for (const backend of backends) {
    if (usable(backend, query) && (best === undefined || better(backend, best))) best = backend;
  }
  return best;
}

function better(backend: Backend, best: Backend): boolean {
  if (backend.outstanding !== best.outstanding) return backend.outstanding < best.outstanding;
  if (backend.settings.order !== best.settings.order) return backend.settings.order < best.settings.order;
  return backend.latencyMs < best.latencyMs;
}

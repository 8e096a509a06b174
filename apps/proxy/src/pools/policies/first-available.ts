/** `firstAvailable`: the only policy that keeps to `queries_per_second`. */
import { type PolicyKind, usable } from '../policy.ts';
import { fewestOpen } from './least-outstanding.ts';

/** The first in order that has a token left; when none has, `leastOutstanding` over all. */
export const firstAvailable: PolicyKind = {
  name: 'firstAvailable',
  build: () => (backends, query) => {
    for (const backend of backends) {
      if (usable(backend, query) && backend.limit.take(query.nowMs)) return backend;
    }
    return fewestOpen(backends, query);
  },
};

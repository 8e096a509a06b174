/** `roundrobin`: one after the other. */
import type { ProxyQuery } from '../../query.ts';
import type { Backend } from '../backend.ts';
import { failed, type PolicyKind, usable } from '../policy.ts';

/** In turn over the backends that are up. With none up over all, unless configured to give up then. */
export const roundRobin: PolicyKind = {
  name: 'roundrobin',
  build: ({ roundRobinGivesUp }) => {
    let turn = 0;
    return (backends, query) => {
      turn += 1;
      const usables = count(backends, query, usable);
      if (usables > 0) return nth(backends, query, usable, turn % usables);
      if (roundRobinGivesUp || backends.some(({ up }) => up)) return undefined;
      const untried = count(backends, query, notFailed);
      return untried === 0 ? undefined : nth(backends, query, notFailed, turn % untried);
    };
  },
};

type Test = (backend: Backend, query: ProxyQuery) => boolean;

function notFailed(backend: Backend, query: ProxyQuery): boolean {
  return !failed(backend, query);
}

function count(backends: readonly Backend[], query: ProxyQuery, test: Test): number {
  let passed = 0;
  for (const backend of backends) if (test(backend, query)) passed += 1;
  return passed;
}

function nth(backends: readonly Backend[], query: ProxyQuery, test: Test, index: number): Backend | undefined {
  let left = index;
  for (const backend of backends) {
    if (!test(backend, query)) continue;
    if (left === 0) return backend;
    left -= 1;
  }
  return undefined;
}

/** `orderedWrandUntag`: leaves out backends whose name is a tag of the query. */
import type { ProxyQuery } from '../../query.ts';
import type { Backend } from '../backend.ts';
import { loadLimit, type PolicyKind, usable, withinLoad } from '../policy.ts';

/** Among the untagged backends of the lowest `order`: random by weight. */
export const orderedWrandUntag: PolicyKind = {
  name: 'orderedWrandUntag',
  build:
    ({ random, weightedFactor }) =>
    (backends, query) => {
      const limit = loadLimit(backends, weightedFactor);
      const open = (backend: Backend) => untagged(backend, query) && withinLoad(backend, limit);
      const order = backends.find(open)?.settings.order;
      const group = backends.filter((backend) => open(backend) && backend.settings.order === order);
      let point = random() * group.reduce((sum, { settings }) => sum + settings.weight, 0);
      return group.find(({ settings }) => (point -= settings.weight) < 0);
    },
};

function untagged(backend: Backend, query: ProxyQuery): boolean {
  return usable(backend, query) && query.tags?.has(backend.name) !== true;
}

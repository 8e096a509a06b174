/** `chashed`: consistent hashing, so that a backend that comes or goes moves only its share of the names. */
import type { Backend } from '../backend.ts';
import { hashOctets, loadLimit, type PolicyKind, usable, withinLoad } from '../policy.ts';

/** The first point on the ring at or after the name's hash whose backend can take the query. */
export const chashed: PolicyKind = {
  name: 'chashed',
  build: ({ hashSeed, consistentFactor }) => {
    const rings = new WeakMap<readonly Backend[], Ring>();
    return (backends, query) => {
      let ring = rings.get(backends);
      if (ring === undefined) rings.set(backends, (ring = ringOf(backends)));
      const { points, owners } = ring;
      const limit = loadLimit(backends, consistentFactor);
      const start = firstAtOrAfter(points, hashOctets(query.qname.wire, hashSeed));
      for (let i = 0; i < points.length; i += 1) {
        const backend = backends[owners[(start + i) % points.length]!]!;
        if (usable(backend, query) && withinLoad(backend, limit)) return backend;
      }
      return undefined;
    };
  },
};

interface Ring {
  /** Rising. */
  readonly points: Uint32Array;
  /** Index of the backend that owns the point. */
  readonly owners: Uint32Array;
}

/** Each backend has as many points as its weight, placed by its ID: they stay where they are across restarts. */
function ringOf(backends: readonly Backend[]): Ring {
  const points: { point: number; owner: number }[] = [];
  backends.forEach(({ settings }, owner) => {
    for (let i = 0; i < settings.weight; i += 1) {
      points.push({ point: hashOctets(Buffer.from(`${settings.id}-${i}`), 0), owner });
    }
  });
  points.sort((a, b) => a.point - b.point || a.owner - b.owner);
  return {
    points: Uint32Array.from(points, ({ point }) => point),
    owners: Uint32Array.from(points, ({ owner }) => owner),
  };
}

function firstAtOrAfter(points: Uint32Array, hash: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (points[middle]! < hash) low = middle + 1;
    else high = middle;
  }
  return low === points.length ? 0 : low;
}

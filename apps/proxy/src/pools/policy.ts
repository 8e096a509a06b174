/** What a load-balancing policy is, and what several of them share. */
import { LOWERED } from '@span53/dns/wire';

import type { ProxyQuery } from '../query.ts';
import type { Backend } from './backend.ts';

/** Chooses among backends that are sorted by `order`. */
export type Policy = (backends: readonly Backend[], query: ProxyQuery) => Backend | undefined;

/** The knobs of `load_balancing_policies`. */
export interface PolicySettings {
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** Bounded load of `wrandom`, `whashed` and `orderedWrandUntag`; 0: off. */
  readonly weightedFactor: number;
  /** Bounded load of `chashed`; 0: off. */
  readonly consistentFactor: number;
  /** Seed of the name hash. */
  readonly hashSeed: number;
  /** `roundrobin` gives up when all backends are down, instead of trying one of them. */
  readonly roundRobinGivesUp: boolean;
}

/** A catalogue entry. */
export interface PolicyKind {
  readonly name: string;
  readonly build: (settings: PolicySettings) => Policy;
}

/** May this query go to this backend? */
export function usable(backend: Backend, query: ProxyQuery): boolean {
  return backend.eligible && !failed(backend, query);
}

/** True when the backend already failed this query. */
export function failed(backend: Backend, query: ProxyQuery): boolean {
  return query.tried !== undefined && query.tried.includes(backend);
}

/**
 * Bounded load: the most open queries that a backend may have to be chosen, per unit of weight. Infinite when
 * switched off.
 */
export function loadLimit(backends: readonly Backend[], factor: number): number {
  if (factor <= 0) return Number.POSITIVE_INFINITY;
  let open = 0;
  let weight = 0;
  for (const backend of backends) {
    if (!backend.eligible) continue;
    open += backend.outstanding;
    weight += backend.settings.weight;
  }
  return (factor * (open + 1)) / weight;
}

/** True when the backend is within the bounded load. */
export function withinLoad(backend: Backend, limitPerWeight: number): boolean {
  return backend.outstanding <= limitPerWeight * backend.settings.weight;
}

/** The backend at `point` when each usable one takes a stretch as long as its weight; see `usableWeight`. */
export function atWeight(backends: readonly Backend[], query: ProxyQuery, point: number, limit: number) {
  let left = point;
  for (const backend of backends) {
    if (!usable(backend, query) || !withinLoad(backend, limit)) continue;
    left -= backend.settings.weight;
    if (left < 0) return backend;
  }
  return undefined;
}

/** Sum of the weights of the backends that `atWeight` counts. */
export function usableWeight(backends: readonly Backend[], query: ProxyQuery, limit: number): number {
  let sum = 0;
  for (const backend of backends) {
    if (usable(backend, query) && withinLoad(backend, limit)) sum += backend.settings.weight;
  }
  return sum;
}

/** 32-bit hash of octets with ASCII letters lowered: FNV-1a with a seed, then mixed so that low bits vary too. */
export function hashOctets(octets: Uint8Array, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) | 0;
  for (let i = 0; i < octets.length; i += 1) hash = Math.imul(hash ^ LOWERED[octets[i]!]!, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

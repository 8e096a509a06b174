/** A pool: backends, how one of them is chosen, and the cache for their answers. */
import type { ProxyQuery } from '../query.ts';
import type { AnswerCache } from './answer-cache.ts';
import type { Backend } from './backend.ts';
import type { Policy } from './policy.ts';

/** One pool of one worker. The pool named `""` is the default and always exists. */
export class Pool {
  readonly name: string;
  /** Lowest `order` first. */
  readonly backends: readonly Backend[];
  readonly policyName: string;
  readonly cache: AnswerCache | undefined;
  readonly #policy: Policy;

  constructor(settings: PoolSettings) {
    this.name = settings.name;
    this.backends = settings.backends.toSorted((a, b) => a.settings.order - b.settings.order);
    this.policyName = settings.policyName;
    this.#policy = settings.policy;
    this.cache = settings.cache;
  }

  /** The backend for this query, never one that already failed it; undefined when there is none. */
  choose(query: ProxyQuery): Backend | undefined {
    return this.#policy(this.backends, query);
  }

  /** True when a backend could take a query now; honours its QPS limit. */
  available(nowMs: number): boolean {
    for (const backend of this.backends) if (backend.eligible && backend.limit.available(nowMs)) return true;
    return false;
  }

  /** True when any backend is up, whatever its load. */
  get anyUp(): boolean {
    for (const backend of this.backends) if (backend.up) return true;
    return false;
  }

  /** Open queries of all its backends. */
  get outstanding(): number {
    let sum = 0;
    for (const backend of this.backends) sum += backend.outstanding;
    return sum;
  }
}

/** What a pool is made of. */
export interface PoolSettings {
  readonly name: string;
  readonly backends: readonly Backend[];
  readonly policyName: string;
  readonly policy: Policy;
  readonly cache: AnswerCache | undefined;
}

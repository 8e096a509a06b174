/** The query cache: names that were read from the store, for as long as they may be served without asking again. */
import type { ZoneNode } from './zone-node.ts';

interface Entry {
  /** Undefined: nothing is at or below the name. */
  readonly node: ZoneNode | undefined;
  readonly expiresMs: number;
}

/**
 * One zone's names in two generations. When the caches of all zones together hold too many, each zone's new entries
 * become its old ones and the old ones go: nearly what least-recently-used would keep, at the price of two maps.
 */
export class NodeCache {
  readonly #budget: NodeBudget;
  #young = new Map<string, Entry>();
  #old = new Map<string, Entry>();

  constructor(budget: NodeBudget) {
    this.#budget = budget;
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /** The entry of a name; its `node` is undefined when the name is known not to exist. */
  get(key: string, nowMs: number): { readonly node: ZoneNode | undefined } | undefined {
    const entry = this.#young.get(key);
    if (entry !== undefined) return entry.expiresMs > nowMs ? entry : undefined;
    const aged = this.#old.get(key);
    if (aged === undefined || aged.expiresMs <= nowMs) return undefined;
    this.#old.delete(key);
    this.#budget.took(this);
    this.#young.set(key, aged);
    return aged;
  }

  set(key: string, node: ZoneNode | undefined, expiresMs: number): void {
    this.#budget.took(this);
    this.#young.set(key, { node, expiresMs });
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }

  /** Called by the budget. */
  turn(): void {
    this.#old = this.#young;
    this.#young = new Map();
  }
}

/** How many names the caches of all zones may hold together. */
export class NodeBudget {
  readonly #half: number;
  #young = 0;
  #filled = new Set<NodeCache>();
  #aged = new Set<NodeCache>();
  /** Generations dropped because the caches were full. */
  turns = 0;

  constructor(entriesMax: number) {
    this.#half = Math.max(1, Math.floor(entriesMax / 2));
  }

  /** A cache is about to hold one more young entry. */
  took(cache: NodeCache): void {
    if (this.#young >= this.#half) this.#turn();
    this.#young += 1;
    this.#filled.add(cache);
  }

  #turn(): void {
    for (const cache of this.#aged) if (!this.#filled.has(cache)) cache.turn();
    for (const cache of this.#filled) cache.turn();
    this.#aged = this.#filled;
    this.#filled = new Set();
    this.#young = 0;
    this.turns += 1;
  }
}

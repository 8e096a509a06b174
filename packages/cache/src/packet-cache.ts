/** Keeps whole responses by what was asked. Bounded in entries and octets; a hit allocates nothing but its reply. */
import {
  copyBuffer,
  copyOctets,
  HEADER_OCTETS,
  LOWERED,
  MessageView,
  withoutOption,
  type DNSName,
} from '@span53/dns/wire';
import type { MetricsRow } from '@span53/metrics';

import { adoptQuery, ageTtls, setTtls } from './age.ts';
import { CACHE_KEY_RULES, type CacheKey } from './cache-key.ts';
import { Sieve, type SieveEntry } from './eviction.ts';
import { lifetime, LIFETIME_POLICY, type LifetimePolicy } from './lifetime.ts';
import { privateCacheMetrics, type CacheMetrics } from './stats.ts';
import { messageTtls } from './ttl-offsets.ts';

/** Limits and policy of a cache. */
export interface PacketCacheOptions {
  readonly entriesMax: number;
  /** Octets of all entries, with what each costs beside its message. */
  readonly octetsMax: number;
  /** Longer responses are not kept. Default 8192. */
  readonly messageOctetsMax?: number;
  readonly lifetime?: Partial<LifetimePolicy>;
  /** Replies carry the TTLs as they were stored. Default false. */
  readonly keepTtls?: boolean;
  /** How long an entry stays after its time, for `getStale`, in seconds. Default 0. */
  readonly staleSeconds?: number;
  /** Options that are taken out of what is stored: they belong to one client. Default: those that no key has. */
  readonly strippedOptions?: readonly number[];
  readonly metrics?: { readonly row: MetricsRow; readonly slots: CacheMetrics };
}

/** What an entry costs beside message and key: objects, a place in the table. */
const ENTRY_OCTETS = 256;

interface Entry extends SieveEntry<Entry> {
  readonly key: CacheKey;
  readonly message: Uint8Array;
  readonly ttlOffsets: Uint16Array;
  readonly storedMs: number;
  readonly expiresMs: number;
}

/** One worker's packet cache. Entries are found by hash and told apart by their whole key. */
export class PacketCache {
  readonly #entries = new Map<number, Entry>();
  readonly #sieve = new Sieve<Entry>();
  readonly #options: PacketCacheOptions;
  readonly #policy: LifetimePolicy;
  readonly #strip: readonly number[];
  readonly #staleMs: number;
  readonly #row: MetricsRow;
  readonly #slots: CacheMetrics;
  #octets = 0;

  constructor(options: PacketCacheOptions) {
    this.#options = options;
    this.#policy = { ...LIFETIME_POLICY, ...options.lifetime };
    this.#strip = options.strippedOptions ?? CACHE_KEY_RULES.skippedOptions;
    this.#staleMs = (options.staleSeconds ?? 0) * 1000;
    const { row, slots } = options.metrics ?? privateCacheMetrics();
    this.#row = row;
    this.#slots = slots;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Octets held, as `octetsMax` counts them. */
  get octets(): number {
    return this.#octets;
  }

  /**
   * The reply to `query`, in memory of its own: with its ID, RD, CD and letter case, and TTLs as old as they are.
   * Undefined when there is none, its time is over, or it is longer than `limit` octets.
   */
  get(key: CacheKey, query: MessageView, nowMs: number, limit = 65_535): Buffer | undefined {
    const entry = this.#find(key);
    if (entry === undefined) return undefined;
    const events = this.#slots.events;
    if (nowMs >= entry.expiresMs) {
      this.#row[events.expired]! += 1;
      this.#row[events.misses]! += 1;
      if (nowMs >= entry.expiresMs + this.#staleMs) this.#drop(entry);
      return undefined;
    }
    const reply = this.#reply(entry, query, limit);
    if (reply === undefined) return undefined;
    this.#row[events.hits]! += 1;
    const seconds = Math.floor((nowMs - entry.storedMs) / 1000);
    if (seconds > 0 && this.#options.keepTtls !== true) ageTtls(reply, entry.ttlOffsets, seconds);
    return reply;
  }

  /**
   * As `get`, also after the entry's time, for as long as the cache was told to keep it: all TTLs are then `ttl`
   * (RFC 8767). For when the answer cannot be had.
   */
  getStale(key: CacheKey, query: MessageView, nowMs: number, ttl: number): Buffer | undefined {
    const entry = this.#find(key);
    if (entry === undefined || nowMs >= entry.expiresMs + this.#staleMs) return undefined;
    const reply = this.#reply(entry, query, 65_535);
    if (reply === undefined) return undefined;
    this.#row[this.#slots.events.stale_hits]! += 1;
    setTtls(reply, entry.ttlOffsets, ttl);
    return reply;
  }

  /**
   * Keeps a copy of a response; false when it is not to be kept. `key` is that of the query it answers; it is copied.
   * `lifetimeMax` in seconds limits this one entry, `failureTtl` replaces the policy's.
   */
  put(
    key: CacheKey,
    response: MessageView,
    nowMs: number,
    own: { lifetimeMax?: number; failureTtl?: number } = {},
  ): boolean {
    const kept = this.#prepare(response);
    if (kept === undefined || !this.#accepts(key, kept)) return this.#refuse();
    const ttls = messageTtls(kept);
    const { failureTtl = this.#policy.failureTtl, lifetimeMax = Infinity } = own;
    const seconds = Math.min(lifetimeMax, lifetime(kept, ttls, { ...this.#policy, failureTtl }));
    if (seconds <= 0) return this.#refuse();
    const before = this.#entries.get(key.hash);
    if (before !== undefined) this.#drop(before);
    const entry: Entry = {
      key: key.keep(),
      message: copyOctets(kept.octets),
      ttlOffsets: ttls.offsets,
      storedMs: nowMs,
      expiresMs: nowMs + seconds * 1000,
      newer: undefined,
      older: undefined,
      visited: false,
    };
    this.#entries.set(key.hash, entry);
    this.#sieve.add(entry);
    this.#octets += costOf(entry);
    this.#row[this.#slots.events.inserted]! += 1;
    this.#makeRoom();
    this.#measure();
    return true;
  }

  /** Takes entries of a name out, with `subtree` also of all names below it, with `qtype` of that type only. */
  flush(name: DNSName, { subtree = false, qtype }: { subtree?: boolean; qtype?: number } = {}): number {
    let count = 0;
    for (const entry of this.#sieve.entries()) {
      const { key } = entry;
      if (qtype !== undefined && key.qtype !== qtype) continue;
      if (!covers(name.wire, key, subtree)) continue;
      this.#drop(entry);
      count += 1;
    }
    this.#row[this.#slots.events.flushed]! += count;
    return count;
  }

  clear(): number {
    const count = this.#entries.size;
    this.#entries.clear();
    this.#sieve.clear();
    this.#octets = 0;
    this.#row[this.#slots.events.flushed]! += count;
    this.#measure();
    return count;
  }

  /** Drops what is past its time and its stale time; how many. Lookups do not need it, memory does. */
  sweep(nowMs: number): number {
    let count = 0;
    for (const entry of this.#sieve.entries()) {
      if (nowMs < entry.expiresMs + this.#staleMs) continue;
      this.#drop(entry);
      count += 1;
    }
    return count;
  }

  #accepts(key: CacheKey, response: MessageView): boolean {
    const fits = response.octets.length <= (this.#options.messageOctetsMax ?? 8192);
    return fits && response.problem === undefined && asks(key, response);
  }

  #refuse(): false {
    this.#row[this.#slots.events.refused]! += 1;
    return false;
  }

  #find(key: CacheKey): Entry | undefined {
    const entry = this.#entries.get(key.hash);
    if (entry !== undefined && entry.key.equals(key)) return entry;
    if (entry !== undefined) this.#row[this.#slots.events.collisions]! += 1;
    this.#row[this.#slots.events.misses]! += 1;
    return undefined;
  }

  #reply(entry: Entry, query: MessageView, limit: number): Buffer | undefined {
    const { message } = entry;
    if (message.length > limit) {
      this.#row[this.#slots.events.too_long]! += 1;
      this.#row[this.#slots.events.misses]! += 1;
      return undefined;
    }
    entry.visited = true;
    const reply = copyBuffer(message, message.length);
    adoptQuery(reply, query);
    return reply;
  }

  /** The response without what belongs to one client; undefined when that cannot be taken out. */
  #prepare(response: MessageView): MessageView | undefined {
    let view = response;
    for (const code of this.#strip) {
      if (view.opt === undefined || view.opt.find(code) < 0) continue;
      const octets = withoutOption(view, code);
      if (octets === view.octets) return undefined;
      view = MessageView.open(octets)!;
    }
    return view;
  }

  #makeRoom(): void {
    const { entriesMax, octetsMax } = this.#options;
    while (this.#entries.size > entriesMax || this.#octets > octetsMax) {
      const victim = this.#sieve.victim();
      if (victim === undefined) return;
      this.#drop(victim);
      this.#row[this.#slots.events.evicted]! += 1;
    }
  }

  #drop(entry: Entry): void {
    this.#entries.delete(entry.key.hash);
    this.#sieve.remove(entry);
    this.#octets -= costOf(entry);
    this.#measure();
  }

  #measure(): void {
    this.#row[this.#slots.entries] = this.#entries.size;
    this.#row[this.#slots.octets] = this.#octets;
  }
}

function costOf({ key, message, ttlOffsets }: Entry): number {
  return message.length + key.length + ttlOffsets.byteLength + ENTRY_OCTETS;
}

/** True when the response's question is the key's: a response to another question must never be found under it. */
function asks(key: CacheKey, { octets, questionEnd, qtype, qclass }: MessageView): boolean {
  const { nameLength } = key;
  if (questionEnd !== HEADER_OCTETS + nameLength + 4) return false;
  for (let i = 0; i < nameLength; i += 1) if (LOWERED[octets[HEADER_OCTETS + i]!] !== key.octets[i]) return false;
  const at = nameLength;
  return key.qtype === qtype && ((key.octets[at + 2]! << 8) | key.octets[at + 3]!) === qclass;
}

/** True for the name, with `subtree` also for every name below it; steps over whole labels. */
function covers(ancestor: Uint8Array, key: CacheKey, subtree: boolean): boolean {
  const excess = key.nameLength - ancestor.length;
  if (excess < 0 || (excess > 0 && !subtree)) return false;
  let at = 0;
  while (at < excess) at += key.octets[at]! + 1;
  if (at !== excess) return false;
  for (let i = 0; i < ancestor.length; i += 1) if (LOWERED[ancestor[i]!] !== key.octets[excess + i]) return false;
  return true;
}

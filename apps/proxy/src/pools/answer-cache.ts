/** A packet cache as dnsdist's YAML describes it: what is part of the key, what is kept and how long. */
import { CacheKeyBuilder, type CacheMetrics, PacketCache } from '@span53/cache';
import { OptionCode } from '@span53/dns/edns';
import { Flag, type MessageView } from '@span53/dns/wire';
import type { MetricsRow } from '@span53/metrics';

import type { PacketCacheYaml } from '../config/traffic.ts';
import type { ProxyQuery } from '../query.ts';
import { rotateAddresses } from './rotate.ts';

/** What a worker brings to a cache. */
export interface AnswerCacheSettings {
  /** 32 random bits: nobody outside can choose names that collide. */
  readonly seed: number;
  /** Seconds past its time that an entry may be served. */
  readonly staleSeconds: number;
  /** EDNS code of TRACEPARENT. */
  readonly optionCode: number;
  readonly row: MetricsRow;
  readonly slots: CacheMetrics;
}

/** Answers by query. Bounded in entries; one per worker and `packet_caches` entry. */
export class AnswerCache {
  readonly #keys: CacheKeyBuilder;
  readonly #cache: PacketCache;
  readonly #staleTtl: number;
  readonly #shuffle: boolean;
  #turn = 0;

  constructor(yaml: PacketCacheYaml, settings: AnswerCacheSettings) {
    const always = [OptionCode.TRACEPARENT, settings.optionCode];
    const chosen = yaml.options_to_skip.filter((code) => !yaml.cookie_hashing || code !== OptionCode.COOKIE);
    const skippedOptions = [...new Set([...always, ...chosen])];
    this.#keys = new CacheKeyBuilder(settings.seed, { skippedOptions, payloadRanks: yaml.payload_ranks.toSorted() });
    this.#cache = new PacketCache({
      entriesMax: yaml.size,
      octetsMax: yaml.size * yaml.maximum_entry_size,
      messageOctetsMax: yaml.maximum_entry_size,
      lifetime: {
        ttlMin: yaml.min_ttl,
        ttlMax: yaml.max_ttl,
        negativeTtlMax: yaml.max_negative_ttl,
        failureTtl: yaml.temporary_failure_ttl,
      },
      keepTtls: yaml.dont_age,
      staleSeconds: settings.staleSeconds,
      strippedOptions: skippedOptions,
      metrics: { row: settings.row, slots: settings.slots },
    });
    this.#staleTtl = yaml.stale_ttl;
    this.#shuffle = yaml.shuffle;
  }

  /**
   * The answer to a query, with its ID, RD, CD, letter case, and aged TTLs. On a miss the key is left in the query for
   * `store`. Answers that came over UDP and over TCP are kept apart: a server may answer them differently. So are those
   * to flags that a rule changed: what a backend did not validate is not for clients without that rule.
   */
  find(query: ProxyQuery): Uint8Array | undefined {
    const stream = query.overStream;
    const key = this.#keys.build(query.view, (stream ? 1 : 0) | changedFlags(query), stream);
    if (key === undefined) return undefined;
    const answer = this.#cache.get(key, query.view, query.nowMs);
    if (answer === undefined) query.cacheKey = key.keep();
    else if (this.#shuffle) rotateAddresses(answer, (this.#turn += 1));
    return answer;
  }

  /** The answer to a query that `find` did not find, after its time, for as long as the configuration says. */
  findStale(query: ProxyQuery): Uint8Array | undefined {
    if (query.cacheKey === undefined) return undefined;
    return this.#cache.getStale(query.cacheKey, query.view, query.nowMs, this.#staleTtl);
  }

  /** Keeps a copy of the response to a query that `find` did not find; false when it is not to be kept. */
  store(query: ProxyQuery, response: MessageView, nowMs: number): boolean {
    if (query.cacheKey === undefined) return false;
    const failureTtl = query.temporaryFailureTtl;
    return this.#cache.put(query.cacheKey, response, nowMs, failureTtl < 0 ? {} : { failureTtl });
  }

  get size(): number {
    return this.#cache.size;
  }

  /** The cache itself, to flush and sweep. */
  get entries(): PacketCache {
    return this.#cache;
  }
}

/** The changes of RD and CD on the way to the backend, above the lowest bit. */
function changedFlags({ flagsSet, flagsCleared }: ProxyQuery): number {
  const bits = Flag.RD | Flag.CD;
  return ((flagsSet & bits) << 1) | ((flagsCleared & bits) << 10);
}

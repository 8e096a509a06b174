export { adoptQuery, ageTtls, setTtls } from './age.ts';
export { CACHE_KEY_RULES, CacheKey, CacheKeyBuilder, type CacheKeyRules } from './cache-key.ts';
export { Sieve, type SieveEntry } from './eviction.ts';
export { lifetime, LIFETIME_POLICY, type LifetimePolicy } from './lifetime.ts';
export { PacketCache, type PacketCacheOptions } from './packet-cache.ts';
export { SingleFlight, type FlightRole, type SingleFlightOptions } from './single-flight.ts';
export { type CacheEvent, type CacheMetrics, declareCacheMetrics } from './stats.ts';
export { messageTtls, type MessageTtls } from './ttl-offsets.ts';

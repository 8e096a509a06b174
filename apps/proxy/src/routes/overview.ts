/** `/api/v1/servers/localhost` and the pool's page: what dnsdist's dashboards read. */
import { backendName } from '../build-plane.ts';
import { chainKeys, type ChainKey, listRules } from '../rules/listing.ts';
import { uuidOf } from '../uuid.ts';
import { VERSION } from '../version.ts';
import type { RouteContext } from './index.ts';
import { statistics } from './statistics.ts';

/** dnsdist's name for a chain in the overview. */
const chainNames: Record<ChainKey, string> = {
  query_rules: 'rules',
  cache_miss_rules: 'cache-miss-rules',
  response_rules: 'response-rules',
  cache_hit_response_rules: 'cache-hit-response-rules',
  cache_inserted_response_rules: 'cache-inserted-response-rules',
  self_answered_response_rules: 'self-answered-response-rules',
};

/** The whole overview. */
export function overview(context: RouteContext): Record<string, unknown> {
  const { config } = context;
  const { yaml, listen } = config;
  return {
    daemon_type: 'dnsdist',
    version: `Span53 ${VERSION}`,
    acl: yaml.acl.toString(),
    local: listen.map(({ address }) => address.toString()).join(', '),
    servers: servers(context),
    frontends: listen.flatMap(({ address }, id) => [
      { id: 2 * id, address: address.toString(), udp: true, tcp: false, type: 'UDP' },
      { id: 2 * id + 1, address: address.toString(), udp: false, tcp: true, type: 'TCP' },
    ]),
    dohFrontends: [],
    pools: poolNames(context).map((name, id) => ({ id, ...poolStats(context, name) })),
    ...rules(context),
    statistics: statistics(context),
  };
}

/** Names of all pools, the default one first. */
export function poolNames({ config }: RouteContext): string[] {
  const { pools, backends } = config.yaml;
  return [...new Set(['', ...pools.map(({ name }) => name), ...backends.flatMap((backend) => backend.pools)])];
}

/** Backends as the overview lists them. */
export function servers({ config, slots, sum, health }: RouteContext) {
  return config.yaml.backends.map((backend, id) => {
    const { mode } = backend.health_checks;
    const server = slots.servers[id]!;
    const up = mode === 'auto' ? health[id] === 1 : mode === 'up';
    const word = up ? 'up' : 'down';
    return {
      id,
      uuid: backend.id === '' ? uuidOf(`${backendName(backend)} ${backend.address}`) : backend.id,
      name: backendName(backend),
      address: backend.address.toString(),
      state: mode === 'auto' ? word : word.toUpperCase(),
      protocol: 'Do53',
      qpsLimit: backend.queries_per_second,
      outstanding: sum(server.outstanding),
      weight: backend.weight,
      order: backend.order,
      pools: backend.pools,
      queries: sum(server.queries),
      responses: sum(server.responses),
      nonCompliantResponses: sum(server.noncompliantresponses),
      sendErrors: sum(server.senderrors),
      tcpGaveUp: sum(server.tcpgaveup),
      healthCheckFailures: sum(server.healthcheckfailures),
      healthCheckFailuresTimeout: sum(server.healthcheckfailurestimeout),
      healthCheckFailuresNetwork: sum(server.healthcheckfailuresnetwork),
      healthCheckFailuresMismatch: sum(server.healthcheckfailuresmismatch),
      healthCheckFailuresInvalid: sum(server.healthcheckfailuresinvalid),
    };
  });
}

/** A pool's numbers; a cache that several pools share counts in each. */
export function poolStats({ config, slots, sum }: RouteContext, name: string) {
  const { pools, backends, packet_caches: caches } = config.yaml;
  const cacheName = pools.find((pool) => pool.name === name)?.packet_cache ?? '';
  const index = caches.findIndex((cache) => cache.name === cacheName);
  const cache = slots.caches[index];
  const inPool = backends.filter((backend) =>
    backend.pools.length === 0 ? name === '' : backend.pools.includes(name),
  );
  return {
    name,
    serversCount: inPool.length,
    cacheSize: caches[index]?.size ?? 0,
    cacheEntries: cache === undefined ? 0 : sum(cache.entries),
    cacheHits: cache === undefined ? 0 : sum(cache.events.hits),
    cacheMisses: cache === undefined ? 0 : sum(cache.events.misses),
    cacheLookupCollisions: cache === undefined ? 0 : sum(cache.events.collisions),
  };
}

function rules({ config, slots, sum }: RouteContext): Record<string, unknown[]> {
  const listed = listRules(config.yaml);
  const result: Record<string, unknown[]> = {};
  for (const [, chain] of chainKeys) {
    result[chainNames[chain]] = config.yaml[chain].map((rule, id) => {
      const at = listed.findIndex((entry) => entry.chain === chain && entry.index === id);
      return {
        id,
        creationOrder: id,
        uuid: listed[at]!.uuid,
        name: rule.name,
        matches: sum(slots.rules[at]!),
        rule: rule.selector.type,
        action: rule.action.type,
      };
    });
  }
  return result;
}

/** From the checked configuration to what a worker serves with. Opens nothing. */
import { NetmaskSet } from '@span53/dns/inet';
import type { MetricsRow } from '@span53/metrics';

import { Answers } from './answer.ts';
import type { BackendYaml } from './config/backends.ts';
import type { ProxyYaml } from './config/schema.ts';
import type { ProxySlots } from './metrics.ts';
import type { Chains, Plane, PlaneTracing } from './plane.ts';
import { AnswerCache } from './pools/answer-cache.ts';
import { Backend, type HealthCells, type HealthMode } from './pools/backend.ts';
import { policies } from './pools/policies/index.ts';
import type { Policy } from './pools/policy.ts';
import { Pool } from './pools/pool.ts';
import type { RemoteLogger } from './remote-logger.ts';
import { Build, type BuildPlane, type BuildProblem, Names } from './rules/build.ts';
import type { Chain } from './rules/chain.ts';
import { chainKeys, type ListedRule, listRules } from './rules/listing.ts';
import { uuidOf } from './uuid.ts';

/** What a worker brings along. */
export interface PlaneEnvironment {
  readonly health: HealthCells;
  readonly row: MetricsRow;
  readonly slots: ProxySlots;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** The same in all workers: seed of name hashes when none is configured. */
  readonly hashSeed: number;
  readonly workers: number;
  readonly loggers: readonly RemoteLogger[];
  readonly lines: BuildPlane['lines'];
  readonly unixNow: BuildPlane['unixNow'];
  /** 32 random bits for the caches' keys. */
  readonly cacheSeed: number;
  readonly tracing: PlaneTracing | undefined;
  readonly optionCode: number;
  readonly serverId: string;
}

/** The plane, and everything in the configuration that does not fit together. With a problem the plane is useless. */
export function buildPlane(config: ProxyYaml, environment: PlaneEnvironment) {
  const problems: BuildProblem[] = [];
  const names = new Names();
  const claim = (name: string, ...path: (string | number)[]): void => {
    if (!names.claim(name)) problems.push({ path, message: `the name ${JSON.stringify(name)} is taken` });
  };
  environment.loggers.forEach(({ name }) => claim(name, 'remote_logging'));
  const netmaskGroups = groupsOf(config, claim);
  const backends = config.backends.map((backend, i) => backendOf(backend, i, config, environment));
  const pools = poolsOf(config, { environment, backends, problems, claim });
  const { general } = config;
  const answers = new Answers({
    udpSize: general.edns_udp_payload_size_self_generated_answers,
    addEdns: general.add_edns_to_self_generated_answers,
  });
  const loggers = new Map(environment.loggers.map((logger) => [logger.name, logger]));
  const build = new Build({ ...environment, pools, netmaskGroups, loggers, answers }, names, problems, []);
  const chains = chainsOf(config, build, environment);
  const { load_balancing_policies: balancing, retry } = config;
  const plane: Plane = {
    settings: {
      dropEmptyQueries: general.drop_empty_queries,
      servfailOnNoServer: balancing.servfail_on_no_server,
      truncateTcAnswers: general.truncate_tc_answers,
      fixupCase: general.fixup_case,
      retries: retry.count,
      retryTimeoutMs: retry.timeout_ms,
      tcpOnTruncation: retry.tcp_on_truncation,
    },
    acl: config.acl,
    chains,
    pools,
    defaultPool: pools.get('')!,
    backends,
    answers,
    tracing: environment.tracing,
    optionCode: environment.optionCode,
    row: environment.row,
    slots: environment.slots,
  };
  return { plane, problems };
}

type Claim = (name: string, ...path: (string | number)[]) => void;

/** Groups of one name merge. */
function groupsOf(config: ProxyYaml, claim: Claim): Map<string, NetmaskSet> {
  const groups = new Map<string, NetmaskSet>();
  config.netmask_groups.forEach(({ name, netmasks }, i) => {
    const group = groups.get(name);
    if (group === undefined) {
      claim(name, 'netmask_groups', i, 'name');
      groups.set(name, netmasks);
    } else groups.set(name, merged(group, netmasks));
  });
  return groups;
}

function merged(a: NetmaskSet, b: NetmaskSet): NetmaskSet {
  const texts = [a, b].flatMap((set) => (set.size === 0 ? [] : set.toString().split(', ')));
  return NetmaskSet.parse(texts) as NetmaskSet;
}

/** A backend's name: what is configured, else its address. */
export function backendName({ name, address }: BackendYaml): string {
  return name === '' ? address.toString() : name;
}

function backendOf(yaml: BackendYaml, index: number, config: ProxyYaml, { health }: PlaneEnvironment): Backend {
  const name = backendName(yaml);
  const settings = {
    id: yaml.id === '' ? uuidOf(`${name} ${yaml.address}`) : yaml.id,
    name,
    address: yaml.address,
    order: yaml.order,
    weight: yaml.weight,
    queriesPerSecond: yaml.queries_per_second,
    outstandingMax: yaml.max_outstanding_queries,
    tcpOnly: yaml.tcp_only,
    timeoutMs: 1000 * (yaml.udp_timeout === 0 ? config.tuning.udp.timeout : yaml.udp_timeout),
    tcpTimeoutMs: 1000 * yaml.tcp.receive_timeout,
    tcpRetries: yaml.tcp.retries,
    mode: yaml.health_checks.mode as HealthMode,
    traceparent: yaml.traceparent,
    pools: yaml.pools,
  };
  return new Backend(settings, index, health);
}

function cacheOf(index: number, config: ProxyYaml, environment: PlaneEnvironment): AnswerCache {
  const { row, slots, optionCode, cacheSeed } = environment;
  return new AnswerCache(config.packet_caches[index]!, {
    seed: cacheSeed,
    staleSeconds: config.cache_settings.stale_entries_ttl,
    optionCode,
    row,
    slots: slots.caches[index]!,
  });
}

interface PoolParts {
  readonly environment: PlaneEnvironment;
  readonly backends: readonly Backend[];
  readonly problems: BuildProblem[];
  readonly claim: Claim;
}

/** Listed pools, pools that only backends name, and the default pool. */
function poolsOf(config: ProxyYaml, { environment, backends, problems, claim }: PoolParts): Map<string, Pool> {
  const caches = new Map<string, AnswerCache>();
  config.packet_caches.forEach((settings, i) => {
    claim(settings.name, 'packet_caches', i, 'name');
    caches.set(settings.name, cacheOf(i, config, environment));
  });
  const balancing = config.load_balancing_policies;
  const policyOf = (name: string, ...path: (string | number)[]): Policy => {
    const kind = policies.get(name);
    if (kind === undefined) {
      problems.push({ path, message: `unable to find a load-balancing policy named ${JSON.stringify(name)}` });
      return () => undefined;
    }
    return kind.build({
      random: environment.random,
      weightedFactor: balancing.weighted_balancing_factor,
      consistentFactor: balancing.consistent_hashing_balancing_factor,
      hashSeed: balancing.hash_perturbation === 0 ? environment.hashSeed : balancing.hash_perturbation,
      roundRobinGivesUp: balancing.round_robin_servfail_on_no_server,
    });
  };
  const inPool = (name: string): Backend[] =>
    backends.filter(({ settings }) => (settings.pools.length === 0 ? name === '' : settings.pools.includes(name)));
  const pools = new Map<string, Pool>();
  const add = (name: string, policyName: string, policy: Policy, cache: AnswerCache | undefined): void => {
    pools.set(name, new Pool({ name, backends: inPool(name), policyName, policy, cache }));
  };
  config.pools.forEach(({ name, policy, packet_cache: cacheName }, i) => {
    const policyName = policy === '' ? balancing.default_policy : policy;
    const cache = cacheName === '' ? undefined : caches.get(cacheName);
    if (cacheName !== '' && cache === undefined) {
      const message = `unable to find a cache named ${JSON.stringify(cacheName)}`;
      problems.push({ path: ['pools', i, 'packet_cache'], message });
    }
    add(name, policyName, policyOf(policyName, 'pools', i, 'policy'), cache);
  });
  for (const name of new Set(['', ...backends.flatMap(({ settings }) => settings.pools)])) {
    if (pools.has(name)) continue;
    const policy = policyOf(balancing.default_policy, 'load_balancing_policies', 'default_policy');
    add(name, balancing.default_policy, policy, undefined);
  }
  return pools;
}

function chainsOf(config: ProxyYaml, build: Build, { row, slots }: PlaneEnvironment): Chains {
  config.selectors.forEach((selector, i) => build.at('selectors', i).selector(selector));
  const listed = new Map(listRules(config).map((rule, i) => [`${rule.chain} ${rule.index}`, { rule, i }]));
  const chainOf = (key: ListedRule['chain']): Chain => {
    const queries = key === 'query_rules' || key === 'cache_miss_rules';
    const rules = config[key].map((yaml, index) => {
      const { rule, i } = listed.get(`${key} ${index}`)!;
      const place = build.at(key, index);
      const action = place.at('action');
      return {
        name: yaml.name,
        id: rule.id,
        uuid: rule.uuid,
        selectorType: yaml.selector.type,
        actionType: yaml.action.type,
        selector: place.at('selector').selector(yaml.selector),
        action: queries ? action.action(yaml.action) : action.responseAction(yaml.action),
        attributes: {
          'dns.proxy.rule.name': yaml.name === '' ? rule.uuid : yaml.name,
          'dns.proxy.rule.action': yaml.action.type,
        },
        slot: slots.rules[i]!,
      };
    });
    return { rules, counts: row };
  };
  return Object.fromEntries(chainKeys.map(([chain, key]) => [chain, chainOf(key)])) as unknown as Chains;
}

/** All rules of a configuration in one order: their identities name the counters, in every thread alike. */
import type { TypedConfig } from '../catalogue.ts';
import type { ProxyYaml } from '../config/schema.ts';
import type { Chains } from '../plane.ts';
import { uuidOf } from '../uuid.ts';

/** The chains in the order in which dnsdist evaluates them, by their key in the file. */
export const chainKeys = [
  ['cacheHit', 'cache_hit_response_rules'],
  ['cacheInserted', 'cache_inserted_response_rules'],
  ['cacheMiss', 'cache_miss_rules'],
  ['query', 'query_rules'],
  ['response', 'response_rules'],
  ['selfAnswered', 'self_answered_response_rules'],
] as const satisfies readonly (readonly [keyof Chains, keyof ProxyYaml])[];

export type ChainKey = (typeof chainKeys)[number][1];

/** Where a rule stands, and what it is called outside. */
export interface ListedRule {
  readonly chain: ChainKey;
  readonly index: number;
  readonly uuid: string;
  /** Unique: the name, or the UUID where there is none or another rule has it. */
  readonly id: string;
}

/** Every rule of every chain. */
export function listRules(config: Pick<ProxyYaml, ChainKey>): ListedRule[] {
  const listed: ListedRule[] = [];
  const ids = new Set<string>();
  for (const [, chain] of chainKeys) {
    config[chain].forEach((rule, index) => {
      const uuid = rule.uuid === '' ? uuidOf(`${chain}[${index}] ${rule.name}`) : rule.uuid;
      const id = rule.name === '' || ids.has(rule.name) ? uuid : rule.name;
      ids.add(id);
      listed.push({ chain, index, uuid, id });
    });
  }
  return listed;
}

/** True when a rule may want the trace of a query: then every query is recorded from its start. */
export function usesTraces(config: Pick<ProxyYaml, ChainKey>): boolean {
  return chainKeys.some(([, chain]) => config[chain].some(({ action }) => mentionsTrace(action)));
}

/** Looks into `Continue` too; `ByName` can only name what stands in a chain. */
function mentionsTrace(action: TypedConfig): boolean {
  if (action.type === 'SetTrace') return true;
  const inner = (action as TypedConfig & { readonly action?: TypedConfig }).action;
  return inner !== undefined && mentionsTrace(inner);
}

/** The loop over rules. */
import type { Span } from '@span53/tracing';

import type { ProxyQuery } from '../query.ts';
import type { Verdict } from '../verdict.ts';
import type { Rule } from './rule.ts';

/** Rules in order, and the row in which their matches are counted. */
export interface Chain {
  readonly rules: readonly Rule[];
  readonly counts: Float64Array;
}

/** Runs the rules in order until one gives a verdict. Undefined: none did, or there are none. */
export function runChain(chain: Chain, query: ProxyQuery): Verdict | undefined {
  // Apart, because a function with `using` pays for it before its first line.
  return chain.rules.length === 0 ? undefined : runRules(chain, query);
}

function runRules({ rules, counts }: Chain, query: ProxyQuery): Verdict | undefined {
  using chain = query.trace?.span('dns.rules');
  for (const rule of rules) {
    const verdict = chain === undefined ? runRule(rule, query, counts) : runTraced(rule, query, counts, chain);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}

function runRule(rule: Rule, query: ProxyQuery, counts: Float64Array): Verdict | undefined {
  if (!rule.selector(query)) return undefined;
  counts[rule.slot]! += 1;
  return rule.action(query);
}

function runTraced(rule: Rule, query: ProxyQuery, counts: Float64Array, parent: Span): Verdict | undefined {
  using span = parent.span('dns.rule', rule.attributes);
  const matched = rule.selector(query);
  span.set('dns.proxy.rule.matched', matched);
  if (!matched) return undefined;
  counts[rule.slot]! += 1;
  return rule.action(query);
}

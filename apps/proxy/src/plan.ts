/** The path of a query, on one page: rules, cache, rules for what the cache does not have, backend. */
import { MessageView, Opcode, RCode, RCODE_MASK, RType } from '@span53/dns/wire';

import { complete } from './finish.ts';
import type { Plane } from './plane.ts';
import type { ProxyQuery } from './query.ts';
import { runChain } from './rules/chain.ts';
import type { Verdict } from './verdict.ts';

/** What is to be done with a query: send `query.answer`, nothing, or send it on to `query.backend`. */
export type Step = 'reply' | 'drop' | 'forward';

/** Decides about a query that passed the ACL and `inspect`. Nothing here waits, or knows of sockets. */
export function plan(query: ProxyQuery, plane: Plane): Step {
  const verdict = runChain(plane.chains.query, query);
  if (verdict === 'drop' || verdict === 'answer') return ruled(verdict, query, plane);

  const refusal = unsupported(query, plane);
  if (refusal !== undefined) return refusal;

  const asked = mayCache(query);
  if (asked) {
    const cached = fromCache(query, plane, false);
    if (cached !== undefined) return cached;
    const second = runChain(plane.chains.cacheMiss, query);
    if (second === 'drop' || second === 'answer') return ruled(second, query, plane);
  }

  if (choose(query)) return 'forward';
  plane.row[plane.slots.noPolicy]! += 1;
  query.failure = 'no_backend';
  return withoutBackend(query, plane);
}

/** Asks the pool's policy for a backend that has not failed this query; false when there is none. */
export function choose(query: ProxyQuery): boolean {
  using span = query.trace?.span('dns.backend.select');
  query.backend = query.pool.choose(query);
  if (span !== undefined) {
    span.set('dns.proxy.pool', query.pool.name);
    span.set('dns.proxy.policy', query.pool.policyName);
    if (query.backend === undefined) span.fail('no_backend');
    else span.set('dns.proxy.backend.name', query.backend.name);
  }
  return query.backend !== undefined;
}

/** No backend answers the query: something stale if the cache may, else SERVFAIL if configured, else silence. */
export function withoutBackend(query: ProxyQuery, plane: Plane): Step {
  const stale = fromCache(query, plane, true);
  if (stale !== undefined) {
    query.failure = undefined;
    return stale;
  }
  if (!plane.settings.servfailOnNoServer) return 'drop';
  query.answer = plane.answers.rcode(query.view, RCode.SERVFAIL);
  query.selfAnswered = true;
  return 'reply';
}

/** A rule has decided. */
function ruled(verdict: Exclude<Verdict, 'allow'>, query: ProxyQuery, plane: Plane): Step {
  const { row, slots } = plane;
  if (verdict === 'drop') {
    row[slots.ruleDrop]! += 1;
    return 'drop';
  }
  const answer = MessageView.open(query.answer!)!;
  row[slots.selfAnswered]! += 1;
  query.selfAnswered = true;
  const rcode = answer.flags & RCODE_MASK;
  if (answer.truncated) row[slots.ruleTruncated]! += 1;
  else if (rcode === RCode.NXDOMAIN) row[slots.ruleNxdomain]! += 1;
  else if (rcode === RCode.REFUSED) row[slots.ruleRefused]! += 1;
  else if (rcode === RCode.SERVFAIL) row[slots.ruleServfail]! += 1;
  return complete(query, answer, plane.chains.selfAnswered);
}

/** Transfers need many messages for one query; this proxy passes on one (RFC 5936 §2.2). */
function unsupported(query: ProxyQuery, { answers }: Plane): Step | undefined {
  const { qtype } = query.view;
  if (qtype !== RType.AXFR && qtype !== RType.IXFR) return undefined;
  query.answer = answers.rcode(query.view, RCode.NOTIMP);
  query.selfAnswered = true;
  return 'reply';
}

/** Only queries have answers worth keeping; the cache itself refuses what is signed. */
function mayCache(query: ProxyQuery): boolean {
  return query.pool.cache !== undefined && !query.skipCache && query.view.opcode === Opcode.QUERY;
}

function fromCache(query: ProxyQuery, plane: Plane, stale: boolean): Step | undefined {
  const { cache } = query.pool;
  if (cache === undefined || (stale && (!mayCache(query) || query.pool.anyUp))) return undefined;
  const { row, slots, chains } = plane;
  // No `using` here: it costs a hit as much as the look-up itself.
  const span = query.trace?.span('dns.cache.lookup');
  const octets = stale ? cache.findStale(query) : cache.find(query);
  if (span !== undefined) {
    span.set('dns.cache.name', 'packet');
    span.set('dns.cache.hit', octets !== undefined);
    if (stale && octets !== undefined) span.set('dns.cache.stale', true);
    span.end();
  }
  if (octets === undefined) {
    if (!stale) row[slots.cacheMisses]! += 1;
    return undefined;
  }
  row[slots.cacheHits]! += 1;
  const answer = MessageView.open(octets)!;
  return complete(query, answer, chains.cacheHit);
}

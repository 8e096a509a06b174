/** The path of a response, on one page: restore, rules, cache, and what is done to every answer last. */
import { encodeEde, OptionCode } from '@span53/dns/edns';
import { MessageView, RCode, RCODE_MASK, sameQuestion, withOption } from '@span53/dns/wire';

import { inspectResponse, isBareError } from './inspect.ts';
import type { Step } from './plan.ts';
import type { Plane } from './plane.ts';
import type { ProxyQuery } from './query.ts';
import { incoming, restoreCase, truncated, withQuestion } from './rewrite.ts';
import { type Chain, runChain } from './rules/chain.ts';
import { capTtls } from './ttl-edit.ts';

const TTL_MAX = 0xffff_ffff;

/** The view on a response that answers this query's question, or undefined (RFC 5452 §9.1). A bare error gets it. */
export function matching(query: ProxyQuery, octets: Uint8Array): MessageView | undefined {
  const view = inspectResponse(octets);
  if (view === undefined || view.opcode !== query.view.opcode) return undefined;
  if (isBareError(view)) return withQuestion(view, query.view);
  return sameQuestion(view, query.view) ? view : undefined;
}

/** Makes `query.answer` of a backend's response. The response's octets are ours. */
export function finish(query: ProxyQuery, response: MessageView, plane: Plane, nowMs: number): Step {
  const { settings, chains, row, slots } = plane;
  if ((response.flags & RCODE_MASK) === RCode.SERVFAIL) row[slots.servfailResponses]! += 1;

  let view = incoming(query, response, plane.optionCode);
  if (settings.truncateTcAnswers && view.truncated) view = MessageView.open(truncated(view))!;
  if (settings.fixupCase) restoreCase(query, view);

  query.packet = view;
  const verdict = runChain(chains.response, query);
  if (verdict === 'drop') return 'drop';
  if (verdict === 'answer') return last(query, MessageView.open(query.answer!)!);

  if (store(query, view, nowMs) && runChain(chains.cacheInserted, query) === 'drop') return 'drop';
  return last(query, view);
}

/** Ends the path of an answer that came from no backend: its chain, then what is done to every answer. */
export function complete(query: ProxyQuery, answer: MessageView, chain: Chain): Step {
  query.packet = answer;
  const verdict = runChain(chain, query);
  if (verdict === 'drop') return 'drop';
  return last(query, verdict === 'answer' ? MessageView.open(query.answer!)! : answer);
}

function store(query: ProxyQuery, view: MessageView, nowMs: number): boolean {
  const { cache } = query.pool;
  if (cache === undefined || query.skipCache || query.cacheKey === undefined) return false;
  using span = query.trace?.span('dns.cache.store');
  const stored = cache.store(query, view, nowMs);
  span?.set('dns.cache.name', 'packet');
  return stored;
}

/** The TTL cap of SetMaxReturnedTTL, an Extended DNS Error, and the client's size limit. */
function last(query: ProxyQuery, answer: MessageView): Step {
  let view = answer;
  if (query.returnedTtlMax < TTL_MAX) capTtls(view, query.returnedTtlMax);
  if (query.wantedError !== undefined && view.opt !== undefined) view = withError(view, query.wantedError);
  if (view.octets.length > query.responseLimit) {
    view = MessageView.open(truncated(view))!;
    query.trace?.event('dns.truncated');
  }
  query.packet = view;
  query.answer = view.octets;
  return 'reply';
}

function withError(view: MessageView, { code, text }: { readonly code: number; readonly text: string }): MessageView {
  const changed = withOption(view, { code: OptionCode.EDE, data: encodeEde(code, text), limit: 65_535 });
  return typeof changed === 'string' ? view : MessageView.open(changed)!;
}

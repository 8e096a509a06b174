/** One step of a resolution (RFC 1034 §5.3.3): an event goes in, one effect comes out. No I/O, no clock. */
import { type DNSName, type Question, RClass, RType } from '@span53/dns/wire';
import { recordKey } from '../cache/record-cache.ts';
import { closestDelegation, type Context } from './context.ts';
import { addressesOf, type Delegation } from './delegation.ts';
import type { Effect, Event, Outcome, Send } from './events.ts';
import { type Failure, isCacheable } from './failure.ts';
import { failed, lookUp } from './lookup.ts';
import { minimisedName } from './qname-minimisation.ts';
import type { Resolution } from './resolution.ts';
import { isKnownToExist, onResponse } from './response.ts';
import { chooseNameToLookUp, chooseServer, type Server } from './server-choice.ts';

/** Rounds over the servers of a zone: those that were silent are asked again, once. */
const ROUNDS = 2;

/**
 * Advances a resolution by one event. Every path ends: each `send` and each fruitless address look-up takes from the
 * budget, and aliases are counted. What is learnt goes into the caches of `context`.
 */
export function step(r: Resolution, event: Event, context: Context): Effect {
  r.nowMs = event.nowMs;
  switch (event.kind) {
    case 'start':
      return begin(r, context);
    case 'response':
      return afterResponse(r, event, context);
    case 'timeout':
    case 'network':
      return afterSilence(r, event, context);
    case 'closed':
      return r.current!.reconnected === true
        ? afterSilence(r, { ...event, kind: 'network' }, context)
        : again(r, { reconnected: true }, context);
    case 'suspicious':
      return r.current!.transport === 'tcp' ? skipServer(r, context) : again(r, { transport: 'tcp' }, context);
    case 'resolved':
      return afterLookUp(r, event.outcome, context);
  }
}

/** Looks into the caches, then for the servers to ask. Also where an alias goes on. */
function begin(r: Resolution, context: Context): Effect {
  const known = lookUp(r, context);
  if (known !== undefined) return finish(r, known);
  return r.depth > r.budget.limits.depthMax ? fail(r, 'too deep', context) : enterClosest(r, context);
}

function enterClosest(r: Resolution, context: Context): Effect {
  const delegation = closestDelegation(r, context);
  if (delegation === undefined) return fail(r, 'no usable address', context);
  r.enter(delegation);
  return nextServer(r, context);
}

function nextServer(r: Resolution, context: Context): Effect {
  const spent = r.budget.spent(r.nowMs);
  if (spent !== undefined) return fail(r, spent, context);
  const delegation = r.delegation!;
  const question = nextQuestion(r, delegation, context);
  const choice = chooseServer(delegation, {
    stats: context.stats,
    tried: r.tried,
    question,
    nowMs: r.nowMs,
    random: context.random,
    mayAsk: (address) =>
      (address.address.family === 4 ? context.settings.ipv4 : context.settings.ipv6) &&
      !context.settings.dontQuery(address.address),
  });
  for (const key of choice.throttled) r.tried.add(key);
  r.throttled += choice.throttled.length;
  r.budget.throttled += choice.throttled.length;
  if (choice.server !== undefined) return send(r, choice.server, question, context);
  return nextName(r, context) ?? nextRound(r, context) ?? askParentAgain(r, context) ?? giveUp(r, context);
}

function nextQuestion(r: Resolution, delegation: Delegation, context: Context): Question {
  const { name } = r;
  const { type } = r.question;
  const plain = { name, type, class: RClass.IN };
  if (r.fullName || delegation.mode === 'recurse') return plain;
  for (;;) {
    const short = minimisedName(name, r.known!, r.minimised, context.settings.minimisation);
    if (short.labelCount === name.labelCount) return plain;
    if (!isKnownToExist(short, r.nowMs, context)) return { name: short, type: RType.A, class: RClass.IN };
    r.known = short;
  }
}

function send(r: Resolution, server: Server, question: Question, context: Context): Effect {
  const delegation = r.delegation!;
  const minimised = question.name.labelCount < r.name.labelCount;
  if (minimised) r.minimised += 1;
  r.stepSpan ??= r.span?.span('dns.resolve.step', {
    'dns.resolver.zone': delegation.zone.toString(),
    'dns.resolver.depth': r.depth,
  });
  const { current } = r;
  const isRetry =
    r.attempts > 0 && current?.question.type === question.type && current.question.name.equals(question.name);
  return transmit(r, {
    kind: 'send',
    server,
    delegation,
    question,
    transport: 'udp',
    edns: context.stats.takesEdns(server.address, r.nowMs),
    recursionDesired: delegation.mode === 'recurse',
    minimised,
    retry: isRetry ? current!.retry + 1 : 0,
    timeoutMs: Math.min(context.settings.timeoutMs, r.budget.leftMs(r.nowMs)),
    span: r.stepSpan,
  });
}

function transmit(r: Resolution, effect: Send): Effect {
  r.attempts += 1;
  r.budget.queries += 1;
  r.sent = true;
  r.current = effect;
  return effect;
}

/** The same question to the same server in another way. */
function again(r: Resolution, change: Partial<Send>, context: Context): Effect {
  const spent = r.budget.spent(r.nowMs);
  if (spent !== undefined) return fail(r, spent, context);
  const timeoutMs = Math.min(context.settings.timeoutMs, r.budget.leftMs(r.nowMs));
  return transmit(r, { ...r.current!, ...change, retry: r.current!.retry + 1, timeoutMs });
}

function afterResponse(r: Resolution, event: Event & { kind: 'response' }, context: Context): Effect {
  const next = onResponse(r, event, context);
  switch (next.kind) {
    case 'finish':
      return finish(r, next.outcome);
    case 'failure':
      return fail(r, next.failure, context);
    case 'restart':
      return begin(r, context);
    case 'enter':
      r.enter(next.delegation);
      return nextServer(r, context);
    case 'next-server':
      return nextServer(r, context);
    case 'again':
      return again(r, next.change, context);
  }
}

function afterSilence(r: Resolution, event: Event & { kind: 'timeout' | 'network' }, context: Context): Effect {
  r.troubles[event.kind] += 1;
  if (event.unmeasured !== true) blame(r, event, context);
  if (event.kind === 'timeout') r.silent.add(r.current!.server.address.key);
  return skipServer(r, context);
}

function blame(r: Resolution, event: Event & { kind: 'timeout' | 'network' }, { stats }: Context): void {
  const { server, delegation, question, transport } = r.current!;
  // It did answer over UDP, which most questions need only.
  if (transport === 'udp') stats.timedOut(server.address, event.elapsedMs, r.nowMs);
  // One lost packet says little: only a server that was silent in both rounds is left alone.
  if (event.kind === 'timeout' && r.round === 0) return;
  const silence = event.kind === 'network' ? 'unreachable' : 'timeout';
  const reason = transport === 'udp' ? silence : 'truncated';
  stats.throttle(server.address, { zone: delegation.zone, question }, { reason, nowMs: r.nowMs });
}

function skipServer(r: Resolution, context: Context): Effect {
  r.tried.add(r.current!.server.address.key);
  return nextServer(r, context);
}

/** An NS name whose addresses are not known yet. */
function nextName(r: Resolution, context: Context): Effect | undefined {
  const { servers } = r.delegation!;
  const { stats, settings } = context;
  const server = chooseNameToLookUp(
    r.delegation!,
    ({ name }) => !r.lookedUp.has(name.key) && !stats.isNsDead(name, r.nowMs),
  );
  if (server === undefined) return undefined;
  if (r.budget.addressesSpent(servers.length)) return fail(r, 'address limit', context);
  const first = settings.ipv4 ? RType.A : RType.AAAA;
  return lookUpAddress(r, { server, type: first }, context);
}

function lookUpAddress(r: Resolution, lookup: NonNullable<Resolution['lookup']>, context: Context): Effect {
  const { server, type } = lookup;
  r.lookedUp.add(server.name.key);
  // Needed by a resolution above: the delegations lead in a circle.
  if (r.pending.has(recordKey(server.name, type))) return nextServer(r, context);
  r.lookup = lookup;
  return { kind: 'resolve', question: { name: server.name, type, class: RClass.IN } };
}

function afterLookUp(r: Resolution, outcome: Outcome, context: Context): Effect {
  const { server, type } = r.lookup!;
  r.lookup = undefined;
  const { settings, stats, toAddress } = context;
  const last = outcome.answer.at(-1)?.set;
  if (outcome.failure === undefined && last?.type === type) {
    stats.nsFound(server.name);
    server.addresses.push(...addressesOf(last, toAddress, settings.port));
  } else if (type === RType.A && settings.ipv6) {
    return lookUpAddress(r, { server, type: RType.AAAA }, context);
  } else {
    stats.nsFailed(server.name, r.nowMs);
    r.budget.emptyAddresses += 1;
  }
  return nextServer(r, context);
}

function nextRound(r: Resolution, context: Context): Effect | undefined {
  if (r.silent.size === 0 || r.round + 1 >= ROUNDS) return undefined;
  r.round += 1;
  for (const key of r.silent) r.tried.delete(key);
  r.silent.clear();
  return nextServer(r, context);
}

/** Servers from the cache that are all of no use may be outdated: the zone's parent is asked, once. */
function askParentAgain(r: Resolution, context: Context): Effect | undefined {
  const { zone, storedMs, mode } = r.delegation!;
  const isOld = storedMs !== undefined && storedMs < r.budget.startedMs;
  // Servers that are only left alone for a while are no news for the parent.
  if (r.attempts === 0 && r.throttled > 0) return undefined;
  if (mode !== 'iterate' || !isOld || zone.isRoot || r.abandoned.has(zone.key)) return undefined;
  r.abandoned.add(zone.key);
  return enterClosest(r, context);
}

function giveUp(r: Resolution, context: Context): Effect {
  const { timeout, network, malformed, refused, servfail, lame } = r.troubles;
  let failure: Failure = 'no usable address';
  if (lame > 0) failure = 'lame delegation';
  else if (malformed > 0) failure = 'malformed response';
  else if (refused > 0) failure = 'refused by authority';
  else if (servfail > 0) failure = 'servfail from authority';
  else if (timeout > 0) failure = 'no reachable authority';
  else if (network > 0) failure = 'network error';
  else if (r.throttled > 0) failure = 'all servers throttled';
  return fail(r, failure, context);
}

function fail(r: Resolution, failure: Failure, context: Context): Effect {
  if (isCacheable(failure)) {
    const { name }: { name: DNSName } = r;
    context.negatives.putFailure(name, r.question.type, failure, {
      ttl: context.settings.failureTtl,
      nowMs: r.nowMs,
    });
  }
  r.stepSpan?.fail(failure === 'no reachable authority' ? 'timeout' : 'servfail', failure);
  return finish(r, failed(r, failure));
}

function finish(r: Resolution, outcome: Outcome): Effect {
  r.closeStep();
  return { kind: 'finish', outcome };
}

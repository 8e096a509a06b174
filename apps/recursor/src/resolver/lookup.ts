/** What the caches and local zones know about the present name of a resolution. */
import { RCode, RType, DNSName } from '@span53/dns/wire';
import { Trust } from '../cache/trust.ts';
import { cnameTarget, dnameAbove, synthesise } from './alias.ts';
import type { Context } from './context.ts';
import { deniedOutcome, type Outcome } from './events.ts';
import type { Failure } from './failure.ts';
import type { Resolution } from './resolution.ts';

/** The outcome when it is known; undefined when servers have to be asked for `r.name`. Follows cached aliases. */
export function lookUp(r: Resolution, context: Context): Outcome | undefined {
  for (;;) {
    const outcome = lookUpName(r, context);
    if (outcome !== 'follow') return outcome;
  }
}

/** Takes the resolution to the target of an alias; the failure when there are too many, or the target was seen. */
export function follow(r: Resolution, target: DNSName, context: Context): Failure | undefined {
  r.aliases += 1;
  r.seen.add(r.name.key);
  if (r.seen.has(target.key)) return 'alias loop';
  if (r.aliases > context.settings.aliasesMax) return 'too many aliases';
  r.name = target;
  r.fullName = false;
  return undefined;
}

/** The outcome of a failure. */
export function failed(r: Resolution, failure: Failure, cached = false): Outcome {
  return {
    rcode: RCode.SERVFAIL,
    answer: r.answer,
    authority: [],
    failure,
    cachedFailure: cached,
    fromCache: !r.sent,
  };
}

function lookUpName(r: Resolution, context: Context): Outcome | 'follow' | undefined {
  const { name, nowMs } = r;
  const { type } = r.question;
  const local = context.local(name, type);
  if (local !== undefined) return { ...local, answer: [...r.answer, ...local.answer], fromCache: !r.sent };
  if (type === RType.ANY) return undefined;
  using span = r.span?.span('dns.cache.lookup');
  const need = { nowMs, trust: Trust.nonAuthoritative };
  const hit = context.records.get(name, type, need);
  if (hit !== undefined) {
    span?.set('dns.cache.name', 'record');
    span?.set('dns.cache.hit', true);
    span?.set('dns.cache.ttl', hit.ttl);
    r.answer.push(hit);
    return { rcode: 0, answer: r.answer, authority: [], failure: undefined, cachedFailure: false, fromCache: !r.sent };
  }
  const alias = cachedAlias(r, context);
  if (alias !== undefined) {
    span?.set('dns.cache.name', 'record');
    span?.set('dns.cache.hit', true);
    const failure = follow(r, alias, context);
    return failure === undefined ? 'follow' : failed(r, failure);
  }
  const negative = cachedDenial(r, context);
  span?.set('dns.cache.name', negative === undefined ? 'record' : 'negative');
  span?.set('dns.cache.hit', negative !== undefined);
  return negative;
}

/** The target of a cached CNAME, or of a cached DNAME above; their RRsets go into the answer. */
function cachedAlias(r: Resolution, context: Context): DNSName | undefined {
  const need = { nowMs: r.nowMs, trust: Trust.nonAuthoritative };
  const cname = r.question.type === RType.CNAME ? undefined : context.records.get(r.name, RType.CNAME, need);
  const target = cname === undefined ? undefined : cnameTarget(cname.set);
  if (target !== undefined) {
    r.answer.push(cname!);
    return target;
  }
  if (!context.records.hasDname) return undefined;
  let ttl = 0;
  const dname = dnameAbove(r.name, DNSName.root, (owner) => {
    const hit = context.records.get(owner, RType.DNAME, need);
    ttl = hit?.ttl ?? 0;
    return hit?.set;
  });
  const made = dname === undefined ? undefined : synthesise(r.name, dname);
  if (dname === undefined || made === undefined || made === 'too-long') return undefined;
  r.answer.push({ set: dname, ttl }, { set: made, ttl });
  return cnameTarget(made);
}

function cachedDenial(r: Resolution, context: Context): Outcome | undefined {
  const { negatives, settings } = context;
  const hit =
    negatives.get(r.name, r.question.type, r.nowMs) ??
    (settings.nothingBelowNxdomain
      ? negatives.deniedAbove(r.name, r.nowMs)
      : settings.rootNxTrust
        ? negatives.deniedAbove(r.name, r.nowMs, 1)
        : undefined);
  if (hit === undefined) return undefined;
  if (hit.entry.kind === 'failure') return failed(r, hit.entry.failure, true);
  return { ...deniedOutcome(hit.entry, hit.ttl, r.answer), fromCache: !r.sent };
}

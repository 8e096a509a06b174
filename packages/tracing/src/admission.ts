import type { Traceparent } from '@span53/dns/edns';
import { type IPAddress, type Netmask, NetmaskTree } from '@span53/dns/inet';
import { TokenBucket } from './token-bucket.ts';
import { isZero, type TraceContext, TraceFlags } from './trace-context.ts';

export type Trust = 'continue' | 'link' | 'deny';

/** One entry of `tracing.accept`: who may ask for a trace, and how far the sender is believed. */
export interface AcceptEntry {
  readonly sources: readonly Netmask[];
  /** Names of TSIG keys that are accepted from any address; lower case, with the trailing dot. */
  readonly tsigKeys: readonly string[];
  /** `continue` their trace, start our own and `link` it, or `deny`. */
  readonly trust: Trust;
  /** `presence`: the option alone asks for a trace, as PowerDNS, which sends flags 00, means it. `w3c`: the sampled
   *  bit decides; without it nothing is recorded and the context is passed on. */
  readonly honourSampledFlag: 'presence' | 'w3c';
  readonly maxTracesPerSecond: number;
}

export interface AdmissionSettings {
  /** The most specific source wins, a TSIG key before any. Nobody else is accepted. */
  readonly accept: readonly AcceptEntry[];
  /** All entries together. */
  readonly maxTracesPerSecond: number;
  /** Whether an option without data is answered with the trace ID; if not, it still asks for a trace. */
  readonly probe: boolean;
}

/** A request to trace that came with a query. */
export interface TraceRequest {
  readonly peer: IPAddress;
  readonly nowMs: number;
  /** The first TRACEPARENT option. */
  readonly option?: Traceparent | undefined;
  /** True when there were more. */
  readonly duplicate?: boolean;
  /** The `traceparent` header of a DoH request. */
  readonly header?: TraceContext | undefined;
  /** Name of the key of a verified TSIG. */
  readonly tsigKey?: string | undefined;
}

/** What came of a request. With `denied`, `limited`, `malformed` and `unsampled` go on as if there had been none.
 *  `probe` is a trace whose ID the response tells; `fresh` one whose ID it does not. */
export type Verdict = 'continue' | 'link' | 'probe' | 'fresh' | 'denied' | 'limited' | 'malformed' | 'unsampled';

export interface Admitted {
  readonly verdict: Verdict;
  readonly source: 'edns' | 'http';
  /** `continue`: the parent. When the trace is not recorded, this is passed on to the next server as it is. */
  readonly parent?: TraceContext;
  /** True: asking was enough, the query is recorded. False: the head sampler looks at the parent's sampled bit. */
  readonly forced?: boolean;
  /** What the new span is linked to: an untrusted parent, or the header when the option was the parent. */
  readonly link?: TraceContext;
}

export type AdmissionCount = 'accepted' | 'denied' | 'limited' | 'malformed' | 'duplicate';

/** Decides who may have a query traced. One per thread; settings are for this thread alone, so the caller divides
 *  rates by the number of workers. */
export class Admission {
  readonly #bySource = new NetmaskTree<Entry>();
  readonly #byKey = new Map<string, Entry>();
  readonly #all: TokenBucket;
  readonly #probe: boolean;
  readonly #count: (what: AdmissionCount) => void;

  constructor(settings: AdmissionSettings, count: (what: AdmissionCount) => void) {
    this.#all = new TokenBucket(settings.maxTracesPerSecond);
    this.#probe = settings.probe;
    this.#count = count;
    for (const accept of settings.accept) {
      const entry = { accept, bucket: new TokenBucket(accept.maxTracesPerSecond) };
      for (const source of accept.sources) this.#bySource.set(source, entry);
      for (const key of accept.tsigKeys) this.#byKey.set(key, entry);
    }
  }

  /** Undefined when the query asked for nothing. */
  decide(request: TraceRequest): Admitted | undefined {
    const { option, header, peer, nowMs, tsigKey, duplicate = false } = request;
    if (option === undefined && header === undefined) return undefined;
    const entry = (tsigKey === undefined ? undefined : this.#byKey.get(tsigKey)) ?? this.#sourceEntry(peer);
    // Before all else: what a stranger's option holds is of no interest, and must not fill log and counters.
    if (entry === undefined || entry.accept.trust === 'deny') {
      return this.#refuse('denied', option === undefined ? 'http' : 'edns');
    }
    if (duplicate) this.#count('duplicate');
    const malformed = option?.kind === 'malformed' || option?.kind === 'fresh';
    if (malformed) this.#count('malformed');
    const source = option === undefined || option.kind === 'malformed' ? 'http' : 'edns';
    if (source === 'http' && header === undefined) return { verdict: 'malformed', source: 'edns' };

    const admitted = source === 'edns' ? this.#option(option!, header, entry) : fromHeader(header!, entry);
    if (asksForSpans(admitted)) {
      if (!entry.bucket.ready(nowMs) || !this.#all.ready(nowMs)) return this.#refuse('limited', source);
      entry.bucket.take();
      this.#all.take();
    }
    this.#count('accepted');
    return admitted;
  }

  #sourceEntry(peer: IPAddress): Entry | undefined {
    return this.#bySource.lookup(peer.unmapped());
  }

  #refuse(verdict: 'denied' | 'limited', source: 'edns' | 'http'): Admitted {
    this.#count(verdict);
    return { verdict, source };
  }

  #option(option: Traceparent, header: TraceContext | undefined, { accept }: Entry): Admitted {
    const source = 'edns';
    if (option.kind !== 'continue') {
      const verdict = option.kind === 'probe' && this.#probe ? 'probe' : 'fresh';
      return header === undefined ? { verdict, source } : { verdict, source, link: header };
    }
    const { traceId, spanId } = option;
    const forced = accept.honourSampledFlag === 'presence';
    const flags = (option.flags & (TraceFlags.random | TraceFlags.sampled)) | (forced ? TraceFlags.sampled : 0);
    const context = { traceId, spanId, flags };
    if (accept.trust === 'link') return linked(context, source);
    const admitted = { verdict: 'continue', source, forced } as const;
    if (header === undefined) return { ...admitted, parent: context };
    if (Buffer.compare(header.traceId, traceId) !== 0) return { ...admitted, parent: context, link: header };
    // The option has no room for tracestate; the header of the same trace has it.
    const { traceState } = header;
    return { ...admitted, parent: traceState === undefined ? context : { ...context, traceState } };
  }
}

interface Entry {
  readonly accept: AcceptEntry;
  readonly bucket: TokenBucket;
}

function asksForSpans({ verdict, forced, parent }: Admitted): boolean {
  if (verdict === 'unsampled') return false;
  return verdict !== 'continue' || forced === true || (parent!.flags & TraceFlags.sampled) !== 0;
}

/** HTTP clients send the header always, so there the sampled bit decides, whatever the entry says. */
function fromHeader(header: TraceContext, { accept }: Entry): Admitted {
  if (accept.trust === 'link') return linked(header, 'http');
  return { verdict: 'continue', source: 'http', forced: false, parent: header };
}

/** A context without a span cannot be a link (OTLP wants eight octets that are not all zero): the trace is fresh. */
function linked(context: TraceContext, source: 'edns' | 'http'): Admitted {
  if ((context.flags & TraceFlags.sampled) === 0) return { verdict: 'unsampled', source };
  return isZero(context.spanId) ? { verdict: 'fresh', source } : { verdict: 'link', source, link: context };
}

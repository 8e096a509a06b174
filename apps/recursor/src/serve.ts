/** The path of a client's query: access, packet cache, what can be said at once, resolution, answer. */
import { CacheKeyBuilder, type CacheKey, PacketCache, SingleFlight } from '@span53/cache';
import { OptionCode } from '@span53/dns/edns';
import type { NetmaskSet } from '@span53/dns/inet';
import { type DNSName, MessageView, RCode, RClass, Section, rcodeName, withOption } from '@span53/dns/wire';
import { Histogram, type MetricsRow } from '@span53/metrics';
import { answerServfail, type ReportBug } from '@span53/runtime';
import { traceparentLength } from '@span53/tracing';
import type { Inbound } from '@span53/transport';
import { type AdmitSettings, answerAtOnce } from './admit.ts';
import { ClientQuery } from './client-query.ts';
import type { Driver, Resolved } from './driver.ts';
import type { RecursorMetrics } from './metrics.ts';
import type { ProtobufLog } from './protobuf-log.ts';
import { startTrace, type TraceStarter } from './query-trace.ts';
import { type AnswerRules, buildAnswer } from './resolver/answer.ts';
import { failureResponse, failureTtlMax } from './resolver/failure.ts';

/** Everything a data plane serves with. */
export interface ServeParts {
  readonly driver: Driver;
  readonly cache: PacketCache;
  readonly cacheKeys: CacheKeyBuilder;
  readonly flights: SingleFlight<ClientQuery>;
  /** Undefined: everybody may ask. */
  readonly allowFrom: NetmaskSet | undefined;
  readonly admit: AdmitSettings;
  readonly udpSize: number;
  readonly extendedErrors: boolean;
  readonly servfailTtl: number;
  /** Undefined: nothing records, and nothing is allocated for it. */
  readonly trace: TraceStarter | undefined;
  readonly protobuf: ProtobufLog | undefined;
  readonly row: MetricsRow;
  readonly metrics: RecursorMetrics;
  readonly now: () => number;
  readonly report: ReportBug;
}

/** What is told about an answer besides its octets. */
interface Facts {
  readonly packetCacheHit: boolean;
  readonly resolved: Resolved | undefined;
}
const FROM_PACKET_CACHE: Facts = { packetCacheHit: true, resolved: undefined };
const AT_ONCE: Facts = { packetCacheHit: false, resolved: undefined };

/** One worker's data plane. */
export class Serve {
  readonly #parts: ServeParts;
  readonly #answerTime: Histogram;
  readonly #udpRules: AnswerRules;
  readonly #tcpRules: AnswerRules;

  constructor(parts: ServeParts) {
    this.#parts = parts;
    const { udpSize, extendedErrors, row, metrics } = parts;
    this.#answerTime = new Histogram(row, metrics.answerTime);
    this.#udpRules = { limit: udpSize, stream: false, udpSize, extendedErrors };
    this.#tcpRules = { limit: 65_535, stream: true, udpSize, extendedErrors };
  }

  /** Takes a message from a listener. */
  handle(inbound: Inbound): void {
    const { row, metrics, allowFrom, trace, protobuf, cacheKeys } = this.#parts;
    const { counters } = metrics;
    const view = MessageView.open(inbound.message);
    if (view === undefined || view.isResponse) {
      row[counters['ignored-packets']]! += 1;
      inbound.drop();
      return;
    }
    const query = new ClientQuery(inbound, view);
    if (allowFrom !== undefined && !allowFrom.matches(inbound.peer.address)) {
      row[counters[query.stream ? 'unauthorized-tcp' : 'unauthorized-udp']]! += 1;
      inbound.close();
      return;
    }
    row[counters.questions]! += 1;
    if (query.stream) row[counters['tcp-questions']]! += 1;
    if (inbound.local.address.family === 6) row[counters['ipv6-questions']]! += 1;
    if (trace !== undefined) startTrace(query, trace);
    if (protobuf !== undefined) protobuf.query(query);
    const key = cacheKeys.build(view, 0, query.stream);
    const cached = key === undefined ? undefined : this.#fromCache(query, key);
    if (cached !== undefined) this.#finish(query, cached, FROM_PACKET_CACHE);
    else this.#lookUp(query, key);
  }

  /** Cached answers of a name are dropped, with `subtree` those below it too. */
  flush(name: DNSName, subtree: boolean): number {
    return this.#parts.cache.flush(name, { subtree });
  }

  #fromCache(query: ClientQuery, key: CacheKey): Buffer | undefined {
    const { cache, row, metrics } = this.#parts;
    const { view, inbound, stream, span: root } = query;
    const limit = stream ? 65_535 : Math.min(view.opt?.udpSize ?? 512, this.#parts.udpSize);
    // No `using` here: it costs a hit more than its whole look-up.
    const span = root?.span('dns.cache.lookup');
    const hit = cache.get(key, view, inbound.nowMs, limit);
    const { counters } = metrics;
    row[hit === undefined ? counters['packetcache-misses'] : counters['packetcache-hits']]! += 1;
    if (span !== undefined) {
      span.set('dns.cache.name', 'packet');
      span.set('dns.cache.hit', hit !== undefined);
      span.end();
    }
    return hit;
  }

  #lookUp(query: ClientQuery, key: CacheKey | undefined): void {
    const { view, inbound } = query;
    const { admit, flights, row, metrics } = this.#parts;
    const rules = this.#rulesFor(query);
    const known = answerAtOnce(view, rules, admit);
    if (known !== undefined) {
      if (view.problem !== undefined) row[metrics.counters['client-parse-errors']]! += 1;
      this.#finish(query, known, AT_ONCE);
      return;
    }
    const flight = flightKey(key, query);
    const role = flights.join(flight, query, query);
    if (role === 'full') {
      row[metrics.counters['over-capacity-drops']]! += 1;
      this.#drop(query);
      return;
    }
    if (role === 'follower') {
      row[metrics.counters['coalesced-questions']]! += 1;
      query.span?.set('dns.resolver.coalesced', true);
      const leader = flights.leaderOf(flight)?.span;
      if (leader !== undefined) query.span?.link(leader.context());
      return;
    }
    this.#resolve(query, { flight, key: key?.keep() }, inbound.nowMs);
  }

  #resolve(query: ClientQuery, at: { flight: string; key: CacheKey | undefined }, nowMs: number): void {
    const { driver, row, metrics } = this.#parts;
    const { view } = query;
    const span = query.span?.span('dns.resolve') ?? query.passed;
    const question = { name: view.qname, type: view.qtype, class: RClass.IN };
    let resolved: Resolved | Promise<Resolved>;
    try {
      resolved = driver.resolve(question, nowMs, span);
    } catch (error) {
      this.#bug(query, at.flight, error);
      return;
    }
    row[metrics.counters[resolved instanceof Promise ? 'cache-misses' : 'cache-hits']]! += 1;
    const land = (done: Resolved): void => {
      if (done.outcome.failure !== undefined) span?.fail('servfail', done.outcome.failure);
      span?.end();
      this.#land(query, at, done);
    };
    if (!(resolved instanceof Promise)) land(resolved);
    else resolved.then(land).catch((error: unknown) => this.#bug(query, at.flight, error));
  }

  /** Answers who asked first and all who joined; keeps the answer. */
  #land(query: ClientQuery, at: { flight: string; key: CacheKey | undefined }, resolved: Resolved): void {
    const { flights, row, metrics } = this.#parts;
    const { counters } = metrics;
    row[counters['throttled-outqueries']]! += resolved.budget.throttled;
    const { failure } = resolved.outcome;
    if (failure !== undefined && failureResponse[failure].text?.startsWith('limit'))
      row[counters['resource-limits']]! += 1;
    const followers = flights.land(at.flight);
    row[metrics.gauges['concurrent-queries']] = flights.size;
    const octets = this.#answer(query, resolved);
    if (at.key !== undefined && octets !== undefined) this.#keep(at.key, octets, resolved);
    for (const follower of followers) this.#answer(follower, resolved);
  }

  /** Undefined when there was a bug: one query's must not cost others their answer. */
  #answer(query: ClientQuery, resolved: Resolved): Buffer | undefined {
    try {
      const octets = buildAnswer(query.view, resolved.outcome, this.#rulesFor(query));
      this.#finish(query, octets, { packetCacheHit: false, resolved });
      return octets;
    } catch (error) {
      this.#failOne(query, error);
      return undefined;
    }
  }

  #keep(key: CacheKey, octets: Buffer, { outcome }: Resolved): void {
    const { cache, now, servfailTtl } = this.#parts;
    const response = MessageView.open(octets)!;
    const { failure } = outcome;
    const own = failure === undefined ? {} : { failureTtl: Math.min(failureTtlMax(failure), servfailTtl) };
    cache.put(key, response, now(), own);
  }

  /** Sends the answer, then tells metrics, trace and log about it. */
  #finish(query: ClientQuery, octets: Buffer, facts: Facts): void {
    const { row, metrics, now, protobuf } = this.#parts;
    const { counters } = metrics;
    const { inbound, trace } = query;
    const reply = query.probe ? this.#withTraceId(query, octets) : octets;
    inbound.reply(reply);
    const rcode = reply[3]! & 15;
    if (rcode === RCode.NOERROR) row[counters['noerror-answers']]! += 1;
    else if (rcode === RCode.NXDOMAIN) row[counters['nxdomain-answers']]! += 1;
    else if (rcode === RCode.SERVFAIL) row[counters['servfail-answers']]! += 1;
    // A hit takes no time worth reading the clock for.
    const doneMs = facts.packetCacheHit && trace === undefined && protobuf === undefined ? inbound.nowMs : now();
    this.#answerTime.observe((doneMs - inbound.nowMs) / 1000, query.span);
    if (trace === undefined && protobuf === undefined) return;
    this.#tell(query, reply, facts, doneMs);
  }

  #tell(query: ClientQuery, octets: Buffer, { packetCacheHit, resolved }: Facts, nowMs: number): void {
    const { trace } = query;
    const failure = resolved?.outcome.failure;
    const ede = failure === undefined || !this.#parts.extendedErrors ? undefined : failureResponse[failure];
    if (trace !== undefined) {
      const { root } = trace;
      const view = MessageView.open(octets)!;
      const rcode = rcodeName(view.rcode);
      root.set('dns.response_code', rcode);
      root.set('dns.response.size', octets.length);
      root.set('dns.answer.count', view.count(Section.ANSWER));
      if (view.truncated) root.set('dns.truncated', true);
      if (resolved !== undefined) root.set('dns.resolver.out_queries', resolved.budget.queries);
      if (resolved !== undefined && resolved.budget.throttled > 0) {
        root.set('dns.resolver.throttled', resolved.budget.throttled);
      }
      if (ede !== undefined) root.set('dns.ede.code', ede.ede);
      if (failure !== undefined) root.set('dns.ede.text', ede?.text ?? failure);
      if (rcode === 'SERVFAIL') root.fail('servfail', failure ?? '');
      root.end(nowMs);
    }
    this.#parts.protobuf?.response(query, {
      octets,
      packetCacheHit,
      outgoingQueries: resolved?.budget.queries,
      ede: ede === undefined ? undefined : { code: ede.ede, text: ede.text ?? '' },
      spans: trace?.sampled === true ? trace.snapshot() : undefined,
      nowMs,
    });
    trace?.finish();
  }

  /** The answer to a probe tells which trace it started (TRACEPARENT without data asks for that). */
  #withTraceId(query: ClientQuery, octets: Buffer): Buffer {
    const data = new Uint8Array(traceparentLength);
    query.span!.writeTraceparent(data, 0);
    const code = this.#parts.trace?.tracing.optionCode ?? OptionCode.TRACEPARENT;
    const limit = query.stream ? 65_535 : Math.min(query.view.opt?.udpSize ?? 512, this.#parts.udpSize);
    const told = withOption(MessageView.open(octets)!, { code, data, limit });
    return typeof told === 'string' ? octets : told;
  }

  #rulesFor(query: ClientQuery): AnswerRules {
    return query.stream ? this.#tcpRules : this.#udpRules;
  }

  /** No answer: the trace says why. */
  #drop(query: ClientQuery): void {
    query.span?.fail('_OTHER', 'over capacity');
    query.inbound.drop();
    query.trace?.finish();
  }

  #bug(query: ClientQuery, flight: string, error: unknown): void {
    for (const failed of [query, ...this.#parts.flights.land(flight)]) this.#failOne(failed, error);
  }

  #failOne({ inbound, trace }: ClientQuery, error: unknown): void {
    this.#parts.report('resolve', error);
    answerServfail(inbound);
    trace?.root.fail('_OTHER', 'bug');
    trace?.finish();
  }
}

/** Queries with the same key get the same answer; of those without a key, only one that its sender repeats. */
function flightKey(key: CacheKey | undefined, { inbound, view }: ClientQuery): string {
  // The first character is no octet, so that nobody can ask a name whose key is another query's flight.
  if (key === undefined) return `\u0100${inbound.peer.toString()} ${view.id} ${view.qtype} ${view.qnameKey}`;
  return Buffer.from(key.octets.subarray(0, key.length)).toString('latin1');
}

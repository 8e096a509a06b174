/** The path of a packet: what is no question, the packet cache, the plan, the reply. */
import { errorResponse, MessageView, Opcode, type Question, RClass, RCode, RType, withOption } from '@span53/dns/wire';
import { CacheKeyBuilder, PacketCache } from '@span53/cache';
import { encodeOptions, OptionCode } from '@span53/dns/edns';
import { signAnswer, TsigKeyring, verifyRequest } from '@span53/dns/tsig';
import { Histogram, type MetricsRow } from '@span53/metrics';
import type { QueryTracing } from '@span53/runtime';
import type { Span } from '@span53/tracing';
import type { Inbound, InboundHandler } from '@span53/transport';
import type { Answer } from './answer/answer.ts';
import { answerChaos, type Identity } from './answer/chaos.ts';
import { AnswerEncoder } from './answer/encode.ts';
import { plan, type PlanSettings } from './answer/plan.ts';
import type { AuthMetrics } from './metrics.ts';
import { describeResponse, openTrace, probeOption, type QueryTrace } from './query-trace.ts';
import type { Zones } from './zones/zone-view.ts';

/** Zones that notice changes: `generation` goes up when answers made before are void. */
export interface WatchedZones extends Zones {
  readonly generation: number;
  /** Takes the time of the query, and looks for changes when that is due. */
  look(nowMs: number): void;
}

/** How a server answers. */
export interface ServeSettings extends PlanSettings, Identity {
  /** `udp-truncation-threshold`: our UDP size, and the most octets of an answer over UDP. */
  readonly udpLimit: number;
  /** `cache-ttl` in seconds; 0: no packet cache. */
  readonly cacheTtl: number;
  readonly cacheEntriesMax: number;
  readonly cacheOctetsMax: number;
}

/** What a server is made of. */
export interface AuthServerParts {
  readonly zones: WatchedZones;
  readonly settings: ServeSettings;
  readonly tracing: QueryTracing | undefined;
  readonly row: MetricsRow;
  readonly metrics: AuthMetrics;
  /** 32 random bits for the hashes of the packet cache. */
  readonly cacheSeed: number;
  readonly nowMs: () => number;
  readonly unixSeconds: () => number;
}

/** What else than the question decides over the octets of a response. */
interface Variant {
  /** Most octets in the response. */
  readonly limit: number;
  readonly stream: boolean;
  /** The name server identifier is asked for. */
  readonly nsid: boolean;
}

/** UDP size of a client without EDNS (RFC 1035 §4.2.1). */
const PLAIN_UDP_LIMIT = 512;

/** One thread's server. `handle` is synchronous: when it returns, the answer was handed to the transport. */
export class AuthServer {
  readonly cache: PacketCache;
  readonly #keys: CacheKeyBuilder;
  readonly #parts: AuthServerParts;
  readonly #encoder = new AnswerEncoder();
  readonly #latency: Histogram;
  readonly #nsid: Uint8Array | undefined;
  #generation: number;
  /** What the plan found for the query being answered; undefined on a cache hit or an error. */
  #answer: Answer | undefined;

  constructor(parts: AuthServerParts) {
    const { settings, zones, row, metrics } = parts;
    this.#parts = parts;
    this.cache = new PacketCache({
      entriesMax: settings.cacheEntriesMax,
      octetsMax: settings.cacheOctetsMax,
      messageOctetsMax: 65_535,
      lifetime: { ttlMax: settings.cacheTtl, negativeTtlMax: settings.cacheTtl, failureTtl: settings.cacheTtl },
      keepTtls: true, // an authority's TTLs do not age
      metrics: { row, slots: metrics.packetCache },
    });
    this.#keys = new CacheKeyBuilder(parts.cacheSeed);
    this.#latency = new Histogram(row, metrics.latency);
    this.#nsid = settings.serverId === undefined ? undefined : Buffer.from(settings.serverId);
    this.#generation = zones.generation;
  }

  readonly handle: InboundHandler = (inbound) => {
    const { row, metrics, zones, tracing } = this.#parts;
    const query = MessageView.open(inbound.message);
    if (query === undefined || query.isResponse) {
      row[metrics.dropped]! += 1;
      inbound.drop();
      return;
    }
    zones.look(inbound.nowMs);
    if (zones.generation !== this.#generation) this.#changed();
    this.#answer = undefined;
    const traced = tracing === undefined ? undefined : openTrace(tracing, query, inbound);
    if (traced === undefined) this.#send(inbound, this.#respond(query, inbound, undefined), undefined);
    else this.#handleTraced(query, inbound, traced);
  };

  /** The same, with a root span that ends in every way this can end. */
  #handleTraced(query: MessageView, inbound: Inbound, { trace, probe }: QueryTrace): void {
    const { root } = trace;
    const { row, metrics, tracing } = this.#parts;
    try {
      const before = row[metrics.backendQueries]!;
      let response = this.#respond(query, inbound, root);
      describeResponse(root, MessageView.open(response)!, this.#answer);
      root.set('dns.auth.db_queries', row[metrics.backendQueries]! - before);
      if (probe) response = this.#withTraceId(response, inbound, root, tracing!.optionCode);
      this.#send(inbound, response, root);
    } catch (error) {
      root.fail('_OTHER', error instanceof Error ? error.message : String(error));
      throw error;
    } finally {
      trace.finish();
    }
  }

  /** Every step in order; what fails a step is answered there. */
  #respond(query: MessageView, inbound: Inbound, trace: Span | undefined): Buffer {
    if (query.opcode !== Opcode.QUERY) return this.#refuseOpcode(query);
    if (query.problem !== undefined || !query.hasQuestion) return this.#error(query, RCode.FORMERR);
    const { opt } = query;
    if (opt !== undefined && opt.version !== 0) return this.#error(query, RCode.BADVERS);
    if (query.tsigOffset >= 0) return this.#unknownKey(query, this.#limit(query, inbound));
    const stream = inbound.protocol !== 'udp';
    const nsid = this.#nsid !== undefined && opt !== undefined && opt.find(OptionCode.NSID) >= 0;
    const variant: Variant = { limit: this.#limit(query, inbound), stream, nsid };
    if (query.qclass !== RClass.IN) return this.#otherClass(query, variant);
    switch (query.qtype) {
      case RType.AXFR:
      case RType.IXFR:
        return this.#error(query, RCode.REFUSED);
      case RType.TKEY:
      case RType.MAILA:
      case RType.MAILB:
        return this.#error(query, RCode.NOTIMP);
      case RType.OPT:
      case RType.TSIG:
      case 0:
        return this.#error(query, RCode.FORMERR);
    }
    return this.#fromCache(query, inbound, variant, trace) ?? this.#fromZones(query, inbound, variant, trace);
  }

  #fromCache(query: MessageView, inbound: Inbound, variant: Variant, trace: Span | undefined): Buffer | undefined {
    const { row, metrics, settings } = this.#parts;
    if (settings.cacheTtl === 0) return undefined;
    // No `using` here: it costs a hit as much as the look-up itself.
    const span = trace?.span('dns.cache.lookup', PACKET_CACHE);
    const key = this.#key(query, variant);
    const hit = key === undefined ? undefined : this.cache.get(key, query, inbound.nowMs, variant.limit);
    row[hit === undefined ? metrics.cache.miss : metrics.cache.hit]! += 1;
    if (span !== undefined) {
      span.set('dns.cache.hit', hit !== undefined);
      span.end();
    }
    return hit;
  }

  #fromZones(query: MessageView, inbound: Inbound, variant: Variant, trace: Span | undefined): Buffer {
    const { zones, settings } = this.#parts;
    const { stream } = variant;
    const { anyToTcp, acrossZones } = settings;
    const question: Question = { name: query.qname, type: query.qtype, class: query.qclass };
    const answer = plan(question, { zones, stream, trace, anyToTcp, acrossZones });
    this.#answer = answer;
    const response = this.#encode(query, answer, variant);
    const key = settings.cacheTtl > 0 && answer.cacheable ? this.#key(query, variant) : undefined;
    if (key !== undefined) this.cache.put(key, MessageView.open(response)!, inbound.nowMs);
    return response;
  }

  /**
   * The options of the query do not decide the answer, but for NSID, so none is in the key: TRACEPARENT, cookies and
   * client subnets neither make a miss nor a second entry.
   */
  #key(query: MessageView, { limit, stream, nsid }: Variant) {
    const { opt } = query;
    const edns = opt === undefined ? 0 : opt.dnssecOk ? 3 : 1;
    return this.#keys.build(query, limit * 16 + edns + (stream ? 4 : 0) + (nsid ? 8 : 0), stream, true);
  }

  #otherClass(query: MessageView, variant: Variant): Buffer {
    if (query.qclass !== RClass.CH) return this.#error(query, RCode.REFUSED);
    return this.#encode(query, answerChaos(query.qname, query.qtype, this.#parts.settings), variant);
  }

  #encode(query: MessageView, answer: Answer, { limit, nsid }: Variant): Buffer {
    const { udpLimit } = this.#parts.settings;
    return this.#encoder.encode(query, answer, { limit, udpSize: udpLimit, nsid: nsid ? this.#nsid : undefined });
  }

  /** No key of ours can have signed it, as long as there are no transfers and updates (RFC 8945 §5.2.1). */
  #unknownKey(query: MessageView, limit: number): Buffer {
    const { unixSeconds } = this.#parts;
    const verdict = verifyRequest(query, NO_KEYS, { unixSeconds: unixSeconds() });
    if (verdict.state === 'malformed') return this.#error(query, RCode.FORMERR);
    const error = this.#error(query, RCode.NOTAUTH);
    const told = Buffer.from(signAnswer(error, verdict, unixSeconds()));
    return told.length > limit ? error : told;
  }

  /** NOTIFY and UPDATE are known and not for us; the rest is not implemented (RFC 8906 §3.1.4). */
  #refuseOpcode(query: MessageView): Buffer {
    const known = query.opcode === Opcode.NOTIFY || query.opcode === Opcode.UPDATE;
    return this.#error(query, known ? RCode.REFUSED : RCode.NOTIMP);
  }

  #error(query: MessageView, rcode: RCode): Buffer {
    const { udpLimit } = this.#parts.settings;
    if (this.#nsid === undefined || query.opt === undefined || query.opt.find(OptionCode.NSID) < 0) {
      return errorResponse(query, rcode, { udpSize: udpLimit });
    }
    const options = encodeOptions([{ code: OptionCode.NSID, data: this.#nsid }]);
    return errorResponse(query, rcode, { udpSize: udpLimit, options });
  }

  /** Most octets in the answer: over UDP the client's size up to ours (RFC 6891 §6.2.5, RFC 9715). */
  #limit(query: MessageView, inbound: Inbound): number {
    if (inbound.protocol !== 'udp') return inbound.limit;
    return query.opt === undefined ? PLAIN_UDP_LIMIT : Math.min(query.opt.udpSize, this.#parts.settings.udpLimit);
  }

  /** A copy that tells the trace's ID; without it when there is no room. */
  #withTraceId(response: Buffer, inbound: Inbound, root: Span, code: number): Buffer {
    const view = MessageView.open(response)!;
    const limit = this.#limit(MessageView.open(inbound.message)!, inbound);
    const told = withOption(view, { ...probeOption(root, code), limit });
    return typeof told === 'string' ? response : told;
  }

  #send(inbound: Inbound, response: Buffer, trace: Span | undefined): void {
    const { row, metrics, nowMs, unixSeconds } = this.#parts;
    inbound.reply(response);
    const { queries, answers, answerOctets } = metrics;
    const overUdp = inbound.protocol === 'udp';
    row[overUdp ? queries.udp : queries.tcp]! += 1;
    row[overUdp ? answers.udp : answers.tcp]! += 1;
    row[overUdp ? answerOctets.udp : answerOctets.tcp]! += response.length;
    this.#countRcode(response[3]! & 15);
    // What took no look at the zones took no time worth reading the clock for.
    const quick = trace === undefined && this.#answer === undefined;
    const seconds = quick ? 0 : (nowMs() - inbound.nowMs) / 1000;
    if (trace === undefined) this.#latency.observe(seconds);
    else this.#latency.observe(seconds, trace, unixSeconds());
  }

  #countRcode(rcode: number): void {
    const { row, metrics } = this.#parts;
    switch (rcode) {
      case RCode.NOERROR:
        row[metrics.noerror]! += 1;
        return;
      case RCode.NXDOMAIN:
        row[metrics.nxdomain]! += 1;
        return;
      case RCode.SERVFAIL:
        row[metrics.servfail]! += 1;
        return;
      case RCode.REFUSED:
        row[metrics.unauth]! += 1;
        return;
      case RCode.FORMERR:
        row[metrics.corrupt]! += 1;
        return;
      default:
        row[metrics.otherRcodes]! += 1;
    }
  }

  #changed(): void {
    const { row, metrics, zones } = this.#parts;
    this.#generation = zones.generation;
    this.cache.clear();
    row[metrics.databaseChanges]! += 1;
  }
}

const NO_KEYS = new TsigKeyring();

const PACKET_CACHE = { 'dns.cache.name': 'packet' } as const;

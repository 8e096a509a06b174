import { IPAddress } from '@span53/dns/inet';
import { rcodeName, rtypeName } from '@span53/dns/wire';
import { type Attributes, type AttributeValue, SpanKind, type SpanRecord, StatusCode } from '../model/span.ts';
import { decodeTraces } from './otlp-protobuf.ts';
import { type PdnsMessage, PdnsType } from './pdns-message.ts';

/** What became of a message: its own spans, a span made from its fields, or nothing but a remembered trace ID. */
export type PdnsOutcome = 'spans' | 'facts' | 'none' | 'malformed';

/** RCODE value that PowerDNS uses for "no answer came". */
const networkError = 65_536;
const protocols = ['', 'do53', 'do53', 'dot', 'doh', 'dnscrypt', 'dnscrypt', 'doq'];
const transports = ['', 'udp', 'tcp', 'tcp', 'tcp', 'udp', 'tcp', 'quic'];
const validationStates = ['', 'indeterminate', 'insecure', 'secure'];

/**
 * Turns PowerDNS messages into spans. Field 30 carries whole spans, to whose root the RCODE and addresses of the
 * message are added, because dnsdist records neither. A response without field 30 becomes one span of its own, in the
 * trace named by field 33 where there is one, else in a trace named after the message's UUID.
 */
export class PdnsFacts {
  readonly #rememberedMax: number;
  /** messageId to trace ID, both hex, of messages that carried field 33; the oldest are forgotten first. */
  readonly #traceIds = new Map<string, string>();

  /** Remembers the trace IDs of at most `rememberedMax` messages. */
  constructor(rememberedMax: number) {
    this.#rememberedMax = rememberedMax;
  }

  get remembered(): number {
    return this.#traceIds.size;
  }

  /** Gives the spans of `message` to `accept`. */
  translate(message: PdnsMessage, accept: (span: SpanRecord) => void): PdnsOutcome {
    this.#remember(message);
    if (message.openTelemetryData !== undefined) return ownSpans(message, message.openTelemetryData, accept);
    const span = this.#factSpan(message);
    if (span === undefined) return 'none';
    accept(span);
    return 'facts';
  }

  #remember({ messageId, openTelemetryTraceId }: PdnsMessage): void {
    if (!isTraceId(openTelemetryTraceId) || messageId === '') return;
    this.#traceIds.delete(messageId);
    this.#traceIds.set(messageId, openTelemetryTraceId);
    for (const oldest of this.#traceIds.keys()) {
      if (this.#traceIds.size <= this.#rememberedMax) return;
      this.#traceIds.delete(oldest);
    }
  }

  #factSpan(message: PdnsMessage): SpanRecord | undefined {
    if (message.question === undefined || message.response === undefined || message.timeSec === 0) return undefined;
    const outgoing = message.type === PdnsType.INCOMING_RESPONSE;
    if (!outgoing && message.type !== PdnsType.RESPONSE) return undefined;
    // The spans of a traced query already tell of its outgoing queries: AuthRequest, or dns.client.query.
    if (outgoing && this.#traceIds.has(message.initialRequestId)) return undefined;
    const anchor = outgoing && message.initialRequestId !== '' ? message.initialRequestId : message.messageId;
    const traceId = this.#traceIds.get(anchor) ?? anchor;
    if (!isTraceId(traceId) || !isTraceId(message.messageId)) return undefined;
    return factSpan(message, { traceId, parentId: anchor === message.messageId ? '' : spanIdOf(anchor), outgoing });
  }
}

/** A UUID's last eight octets serve as span ID: 62 of their bits are random. */
function spanIdOf(uuid: string): string {
  return uuid.slice(16);
}

function isTraceId(hex: string): boolean {
  return hex.length === 32 && !/^0+$/.test(hex) && !/^0+$/.test(spanIdOf(hex));
}

function ownSpans(message: PdnsMessage, data: Buffer, accept: (span: SpanRecord) => void): PdnsOutcome {
  const spans: SpanRecord[] = [];
  const failure = decodeTraces(data, { accept: (span) => spans.push(span), reject: () => undefined });
  if (failure !== undefined) return 'malformed';
  const ids = new Set(spans.map((span) => span.spanId));
  const root = spans.find((span) => !ids.has(span.parentId) || span.parentId === span.spanId);
  for (const span of spans) accept(span === root ? withFacts(span, message) : span);
  return 'spans';
}

/** Adds what the message says and the span does not. */
function withFacts(root: SpanRecord, message: PdnsMessage): SpanRecord {
  const known = new Set(root.attributes.map(([key]) => key));
  if (known.has('query.qname')) known.add('dns.question.name').add('dns.question.type');
  const added = messageAttributes(message, false).filter(([key]) => !known.has(key));
  const failed = message.response !== undefined && isFailure(message.response.rcode);
  return {
    ...root,
    attributes: [...root.attributes, ...added],
    status: failed && root.status === StatusCode.UNSET ? StatusCode.ERROR : root.status,
  };
}

function factSpan(
  message: PdnsMessage,
  { traceId, parentId, outgoing }: { traceId: string; parentId: string; outgoing: boolean },
): SpanRecord {
  const response = message.response!;
  const endNs = unixNs(message.timeSec, message.timeUsec);
  const startNs = response.queryTimeSec === 0 ? endNs : unixNs(response.queryTimeSec, response.queryTimeUsec);
  const service = message.serverIdentity === '' ? 'powerdns' : message.serverIdentity;
  return {
    traceId,
    spanId: spanIdOf(message.messageId),
    parentId,
    service,
    name: outgoing ? 'pdns.outgoing' : 'pdns.response',
    kind: outgoing ? SpanKind.CLIENT : SpanKind.SERVER,
    startNs,
    durationNs: Math.max(0, Number(endNs - startNs)),
    ended: true,
    status: isFailure(response.rcode) ? StatusCode.ERROR : StatusCode.UNSET,
    statusMessage: '',
    attributes: messageAttributes(message, outgoing),
    events: [],
    links: [],
    traceState: '',
    flags: 0,
    scope: 'PowerDNS protobuf message',
    resource: [['service.name', service]],
    droppedCount: 0,
  };
}

function messageAttributes(message: PdnsMessage, outgoing: boolean): Attributes {
  const { question, response } = message;
  const answered = response !== undefined && response.rcode !== networkError;
  const pairs: [string, AttributeValue | undefined][] = [
    ['dns.question.name', question?.name],
    ['dns.question.type', question && rtypeName(question.type)],
    ['dns.response_code', answered ? rcodeName(response.rcode) : undefined],
    ['error.type', response?.rcode === networkError ? 'network' : undefined],
    ['dns.answer.count', answered ? response.answers : undefined],
    ['dns.response.size', answered && message.inBytes > 0 ? message.inBytes : undefined],
    ['dns.protocol', protocols[message.socketProtocol] || undefined],
    ['network.transport', transports[message.socketProtocol] || undefined],
    [outgoing ? 'server.address' : 'client.address', addressText(outgoing ? message.to : message.from)],
    [outgoing ? 'server.port' : 'client.port', (outgoing ? message.toPort : message.fromPort) || undefined],
    ['dns.id', message.id || undefined],
    ['dns.cache.hit', message.packetCacheHit],
    ['dns.resolver.out_queries', message.outgoingQueries],
    ['dns.ede.code', message.ede],
    ['dns.ede.text', message.edeText || undefined],
    ['dns.policy.name', response?.appliedPolicy || undefined],
    ['dns.dnssec.state', response && validationState(response.validationState)],
  ];
  return pairs.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
}

function validationState(state: number): string | undefined {
  return state > 3 ? 'bogus' : validationStates[state] || undefined;
}

function addressText(octets: Buffer): string | undefined {
  if (octets.length !== 4 && octets.length !== 16) return undefined;
  return IPAddress.fromOctets(Uint8Array.from(octets)).toString();
}

function isFailure(rcode: number): boolean {
  return rcode === 2 || rcode === networkError;
}

function unixNs(seconds: number, microseconds: number): bigint {
  return BigInt(seconds) * 1_000_000_000n + BigInt(Math.min(microseconds, 999_999)) * 1000n;
}

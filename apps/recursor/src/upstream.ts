/** Sends queries to servers: fresh ports, random IDs, mixed case, one packet for identical questions. */
import type { IPAddress, NetmaskSet, SocketAddress } from '@span53/dns/inet';
import { DNSName, MessageView, RType, type NameTree, withOption } from '@span53/dns/wire';
import type { MetricsRow } from '@span53/metrics';
import { type Span, traceparentLength } from '@span53/tracing';
import { FreshPortSender, type RandomId, TcpClient, TimerWheel } from '@span53/transport';
import { Attempt } from './attempt.ts';
import { BoundedMap } from './cache/bounded-map.ts';
import type { ServerStats } from './cache/server-stats.ts';
import type { RecursorMetrics } from './metrics.ts';
import type { Arrival, Send } from './resolver/events.ts';
import { encodeQuery, mixCase } from './resolver/query-message.ts';

/** Servers with TCP connections that are remembered. */
const TCP_CLIENTS_MAX = 1000;

/** Who may be told which trace a query belongs to. */
export interface TraceTargets {
  readonly servers: NetmaskSet;
  readonly zones: NameTree<true>;
  readonly optionCode: number;
}

/** How queries are sent. */
export interface UpstreamOptions {
  readonly udpSize: number;
  readonly dnssecOk: boolean;
  readonly mixCase: boolean;
  readonly anyOverTcp: boolean;
  /** Attempts that may join an identical one; 0 for no limit. */
  readonly chainMax: number;
  readonly inFlightMax: number;
  readonly source4: IPAddress | undefined;
  readonly source6: IPAddress | undefined;
  readonly sourcePort: (() => number) | undefined;
  readonly tcpIdleMs: number;
  readonly tcpConnectionsMax: number;
  readonly traceTargets: TraceTargets;
  readonly stats: ServerStats;
  readonly randomId: RandomId;
  readonly random: () => number;
  readonly now: () => number;
  readonly row: MetricsRow;
  readonly metrics: RecursorMetrics;
}

/** What came of an attempt. */
export interface Exchanged {
  readonly arrival: Arrival;
  /** The span of the attempt that this one joined. */
  readonly leader: Span | undefined;
  readonly joined: boolean;
}

interface Flight {
  readonly span: Span | undefined;
  readonly followers: ((arrival: Arrival) => void)[];
}

/** All sockets towards servers of one worker. */
export class Upstream implements Disposable {
  readonly #options: UpstreamOptions;
  readonly #wheel = new TimerWheel();
  readonly #udp: FreshPortSender;
  readonly #tcp = new BoundedMap<TcpClient>(TCP_CLIENTS_MAX);
  readonly #flights = new Map<string, Flight>();

  constructor(options: UpstreamOptions) {
    this.#options = options;
    const { source4, source6, sourcePort, randomId, inFlightMax, now } = options;
    this.#udp = new FreshPortSender({
      wheel: this.#wheel,
      randomId,
      socketsMax: inFlightMax,
      now,
      ...(source4 !== undefined && { source4 }),
      ...(source6 !== undefined && { source6 }),
      ...(sourcePort !== undefined && { sourcePort }),
    });
  }

  /** Queries in flight. */
  get inFlight(): number {
    return this.#flights.size;
  }

  /** Sends, or joins an identical query in flight. Always resolves, at the latest at the attempt's deadline. */
  exchange(send: Send, span: Span | undefined): Promise<Exchanged> {
    const { row, metrics, chainMax } = this.#options;
    const key = flightKey(send);
    const flight = this.#flights.get(key);
    if (flight !== undefined) {
      if (chainMax === 0 || flight.followers.length < chainMax) {
        row[metrics.counters['chain-resends']]! += 1;
        return new Promise((resolve) => {
          flight.followers.push((arrival) => resolve({ arrival, leader: flight.span, joined: true }));
        });
      }
      row[metrics.counters['chain-limits']]! += 1;
    }
    return new Promise((resolve) => {
      const own: Flight = { span, followers: [] };
      if (flight === undefined) this.#flights.set(key, own);
      this.#start(send, span, (arrival) => {
        if (this.#flights.get(key) === own) this.#flights.delete(key);
        resolve({ arrival, leader: undefined, joined: false });
        for (const follower of own.followers) follower({ ...arrival, unmeasured: true });
      });
    });
  }

  /** Closes all sockets; what is in flight ends with `network`. */
  [Symbol.dispose](): void {
    this.#udp[Symbol.dispose]();
    this.#tcp.deleteWhere((_key, client) => {
      client[Symbol.dispose]();
      return true;
    });
    this.#wheel[Symbol.dispose]();
  }

  #start(send: Send, span: Span | undefined, end: (arrival: Arrival) => void): void {
    const { now, stats } = this.#options;
    const startedMs = now();
    const { server, question } = send;
    const stream = send.transport === 'tcp' || (this.#options.anyOverTcp && question.type === RType.ANY);
    const sent: Send = stream && send.transport === 'udp' ? { ...send, transport: 'tcp' } : send;
    const mixes = this.#options.mixCase && !stream && stats.keepsCase(server.address, startedMs);
    const name = mixes ? DNSName.fromWire(mixCase(question.name.wire, this.#options.random)) : question.name;
    const attempt = new Attempt(sent, name, startedMs, (arrival, quirk) => {
      this.#count(arrival, quirk);
      if (quirk === 'case') stats.lostCase(server.address, arrival.nowMs);
      end(arrival);
    });
    const message = this.#encode(sent, name, span);
    this.#countSent(sent);
    const deadlineMs = startedMs + send.timeoutMs;
    const taken = stream
      ? this.#tcpClient(server.address).send(attempt, message, deadlineMs)
      : this.#udp.send(attempt, server.address, message, deadlineMs);
    if (!taken) attempt.onFailure('busy', startedMs);
  }

  /** The query, with TRACEPARENT for those who may have it: this attempt's span is the parent. */
  #encode(send: Send, name: DNSName, span: Span | undefined): Buffer {
    const { udpSize, dnssecOk, traceTargets } = this.#options;
    const message = encodeQuery(send, { id: 0, name, udpSize, dnssecOk });
    if (span?.isPropagated !== true || !send.edns || !mayKnow(send, traceTargets)) return message;
    const data = new Uint8Array(traceparentLength);
    span.writeTraceparent(data, 0);
    const edit = { code: traceTargets.optionCode, data, limit: 512, udpSize };
    const traced = withOption(MessageView.open(message)!, edit);
    return typeof traced === 'string' ? message : traced;
  }

  #tcpClient(server: SocketAddress): TcpClient {
    const present = this.#tcp.get(server.key);
    if (present !== undefined) return present;
    const { source4, source6, randomId, tcpIdleMs, tcpConnectionsMax, now } = this.#options;
    const source = server.address.family === 4 ? source4 : source6;
    const client = new TcpClient({
      server,
      wheel: this.#wheel,
      randomId,
      idleMs: tcpIdleMs,
      connectionsMax: tcpConnectionsMax,
      now,
      ...(source !== undefined && !source.isUnspecified && { source }),
    });
    this.#tcp.set(server.key, client);
    return client;
  }

  #countSent(send: Send): void {
    const { row, metrics } = this.#options;
    const { counters } = metrics;
    row[counters['all-outqueries']]! += 1;
    if (send.transport === 'tcp') row[counters['tcp-outqueries']]! += 1;
    if (send.server.address.address.family === 6) row[counters['ipv6-outqueries']]! += 1;
    if (!send.edns) row[counters['noedns-outqueries']]! += 1;
  }

  #count(arrival: Arrival, quirk: 'case' | undefined): void {
    const { row, metrics } = this.#options;
    const { counters } = metrics;
    if (arrival.kind === 'timeout') row[counters['outgoing-timeouts']]! += 1;
    else if (arrival.kind === 'network' || arrival.kind === 'closed') row[counters.unreachables]! += 1;
    else if (quirk === 'case') row[counters['case-mismatches']]! += 1;
    else if (arrival.kind === 'suspicious') row[counters['spoof-prevents']]! += 1;
  }
}

/** Only configured servers and zones: trace IDs tell others which queries belong together. */
function mayKnow(send: Send, { servers, zones }: TraceTargets): boolean {
  return servers.matches(send.server.address.address) || zones.covers(send.delegation.zone);
}

/** Everything that decides what a server answers; not the trace. */
function flightKey({ server, question, transport, edns, recursionDesired }: Send): string {
  const flags = (transport === 'tcp' ? 1 : 0) | (edns ? 2 : 0) | (recursionDesired ? 4 : 0);
  return `${server.address.key}${String.fromCharCode(flags, question.type)}${question.name.key}`;
}

/** Listens on one TCP address (RFC 7766). */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

import { SocketAddress } from '@span53/dns/inet';

import { monotonicMs, type MonotonicClock } from './clock.ts';
import { countNothing, type CountEvent } from './counters.ts';
import type { InboundHandler, Listener, Protocol } from './inbound.ts';
import { STREAM_LIMITS, type StreamLimits } from './limits.ts';
import { StreamConnection, type StreamHost } from './stream-connection.ts';
import { TimerWheel } from './timer-wheel.ts';

/** Deadlines of connections are seconds, so a coarse wheel will do. */
const TICK_MS = 20;

/** Options of a stream listener. */
export interface TcpListenerOptions {
  readonly address: SocketAddress;
  readonly reusePort?: boolean;
  /** Connections at a time; the longest idle one makes room, else a new one is refused. Default 1000. */
  readonly connectionsMax?: number;
  /** Connections of one client address at a time; 0 for no limit. Default 0. */
  readonly connectionsPerClientMax?: number;
  /** Accept queue of the kernel. Default 511. */
  readonly backlog?: number;
  readonly limits?: Partial<StreamLimits>;
  /** How long `asyncDispose` waits for owed answers. Default 0. */
  readonly drainMs?: number;
  readonly count?: CountEvent;
  readonly now?: MonotonicClock;
}

/** Opens the socket; rejects with the system's error. */
export async function openTcpListener(options: TcpListenerOptions, handler: InboundHandler): Promise<Listener> {
  // Half open: a client may end its side once it has asked all, and still wants its answers.
  const server = createServer({ noDelay: true, allowHalfOpen: true });
  await listen(server, options);
  return new StreamListener({ server, protocol: 'tcp', accepts: 'connection' }, options, handler);
}

/** Binds a server of streams; rejects with the system's error. */
export async function listen(server: Server, options: TcpListenerOptions): Promise<void> {
  const listening = once(server, 'listening');
  server.listen({
    host: options.address.address.toString(),
    port: options.address.port,
    backlog: options.backlog ?? 511,
    reusePort: options.reusePort === true,
    exclusive: true,
    ipv6Only: true,
  });
  await listening; // an error event rejects it
}

/** What streams come from: the event that gives one differs between TCP and TLS. */
export interface StreamSource {
  readonly server: Server;
  readonly protocol: Protocol;
  readonly accepts: 'connection' | 'secureConnection';
}

/** A listening server of DNS over streams. */
export class StreamListener implements Listener, StreamHost {
  readonly protocol: Protocol;
  readonly address: SocketAddress;
  readonly limits: StreamLimits;
  readonly wheel: TimerWheel;
  readonly count: CountEvent;
  readonly now: MonotonicClock;
  readonly handler: InboundHandler;
  readonly #server: Server;
  readonly #options: TcpListenerOptions;
  /** In the order of arrival; the first idle one is the first to go. */
  readonly #connections = new Set<StreamConnection>();
  readonly #perClient = new Map<string, number>();
  #closing: Promise<void> | undefined;

  /** The server is listening. */
  constructor(source: StreamSource, options: TcpListenerOptions, handler: InboundHandler) {
    this.#server = source.server;
    this.#options = options;
    this.protocol = source.protocol;
    const { port } = source.server.address() as { port: number };
    this.address = new SocketAddress(options.address.address, port);
    this.limits = { ...STREAM_LIMITS, ...options.limits };
    this.count = options.count ?? countNothing;
    this.now = options.now ?? monotonicMs;
    this.wheel = new TimerWheel({ tickMs: TICK_MS, now: this.now });
    this.handler = handler;
    source.server.on(source.accepts, (socket: Socket) => this.#accept(socket));
    source.server.on('error', () => this.count('socket-error'));
  }

  get local(): SocketAddress {
    return this.address;
  }

  get connections(): number {
    return this.#connections.size;
  }

  closed(connection: StreamConnection): void {
    if (!this.#connections.delete(connection)) return;
    this.count('connection-closed');
    const { key } = connection.peer.address;
    const left = (this.#perClient.get(key) ?? 1) - 1;
    if (left === 0) this.#perClient.delete(key);
    else this.#perClient.set(key, left);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const connection of this.#connections) connection.finish();
    const timer = setTimeout(() => {
      for (const connection of this.#connections) connection.destroy();
    }, this.#options.drainMs ?? 0);
    await closed;
    clearTimeout(timer);
    this.wheel[Symbol.dispose]();
  }

  #accept(socket: Socket): void {
    const { remoteAddress } = socket;
    if (remoteAddress === undefined || this.#closing !== undefined) {
      socket.on('error', () => {}); // gone before we looked, or we are going
      socket.destroy();
      return;
    }
    const connection = new StreamConnection(this, socket);
    const { key } = connection.peer.address;
    const ofClient = (this.#perClient.get(key) ?? 0) + 1;
    const perClientMax = this.#options.connectionsPerClientMax ?? 0;
    if ((perClientMax > 0 && ofClient > perClientMax) || !this.#makeRoom()) {
      this.count('connection-refused');
      connection.destroy();
      return;
    }
    this.count('connection');
    this.#connections.add(connection);
    this.#perClient.set(key, ofClient);
  }

  /** False when all connections are busy. */
  #makeRoom(): boolean {
    if (this.#connections.size < (this.#options.connectionsMax ?? 1000)) return true;
    for (const connection of this.#connections) {
      if (!connection.idle) continue;
      this.closed(connection);
      connection.destroy();
      return true;
    }
    return false;
  }
}

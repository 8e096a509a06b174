/** Listens on one TCP address (RFC 7766). */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

import { SocketAddress } from '@span53/dns/inet';

import { monotonicMs, type MonotonicClock } from './clock.ts';
import { countNothing, type CountEvent } from './counters.ts';
import type { InboundHandler, Listener } from './inbound.ts';
import { StreamConnection, type StreamHost, type StreamLimits } from './stream-connection.ts';

/** Defaults of a stream's limits. */
export const STREAM_LIMITS: StreamLimits = {
  idleMs: 10_000,
  readMs: 2000,
  inFlightMax: 100,
  writeQueueOctets: 1024 * 1024,
  queriesMax: 0,
};

/** Options of a TCP listener. */
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
  const server = createServer({ pauseOnConnect: false, noDelay: true });
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
  return new TcpListener(server, options, handler);
}

class TcpListener implements Listener, StreamHost {
  readonly protocol = 'tcp';
  readonly address: SocketAddress;
  readonly limits: StreamLimits;
  readonly count: CountEvent;
  readonly now: MonotonicClock;
  readonly handler: InboundHandler;
  readonly #server: Server;
  readonly #options: TcpListenerOptions;
  /** In the order of arrival; the first idle one is the first to go. */
  readonly #connections = new Set<StreamConnection>();
  readonly #perClient = new Map<string, number>();

  constructor(server: Server, options: TcpListenerOptions, handler: InboundHandler) {
    this.#server = server;
    this.#options = options;
    const { port } = server.address() as { port: number };
    this.address = new SocketAddress(options.address.address, port);
    this.limits = { ...STREAM_LIMITS, ...options.limits };
    this.count = options.count ?? countNothing;
    this.now = options.now ?? monotonicMs;
    this.handler = handler;
    server.on('connection', (socket) => this.#accept(socket));
    server.on('error', () => this.count('socket-error'));
  }

  get local(): SocketAddress {
    return this.address;
  }

  closed(connection: StreamConnection): void {
    if (!this.#connections.delete(connection)) return;
    const key = connection.peer.address.key;
    const left = (this.#perClient.get(key) ?? 1) - 1;
    if (left === 0) this.#perClient.delete(key);
    else this.#perClient.set(key, left);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const connection of this.#connections) connection.finish();
    const timer = setTimeout(() => {
      for (const connection of this.#connections) connection.destroy();
    }, this.#options.drainMs ?? 0);
    await closed;
    clearTimeout(timer);
  }

  #accept(socket: Socket): void {
    if (socket.remoteAddress === undefined) {
      socket.destroy(); // gone before we looked
      return;
    }
    const connection = new StreamConnection(this, socket);
    const key = connection.peer.address.key;
    const ofClient = (this.#perClient.get(key) ?? 0) + 1;
    const perClientMax = this.#options.connectionsPerClientMax ?? 0;
    if ((perClientMax > 0 && ofClient > perClientMax) || !this.#makeRoom()) {
      this.count('connection-refused');
      socket.destroy();
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

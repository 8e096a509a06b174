/** Sends queries to one server over connected UDP sockets: the proxy's way to a backend. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

import type { SocketAddress } from '@span53/dns/inet';

import type { ClientQuery, QueryOwner } from './client-query.ts';
import { monotonicMs, type MonotonicClock } from './clock.ts';
import { countNothing, type CountEvent } from './counters.ts';
import { resolveNothing } from './literal-lookup.ts';
import { PendingTable, type RandomId } from './pending-table.ts';
import type { TimerWheel } from './timer-wheel.ts';

/** Options of a UDP client. */
export interface UdpClientOptions {
  readonly server: SocketAddress;
  /** Source address; undefined for the system's choice. */
  readonly source?: SocketAddress;
  /** Sockets, each with its own source port and IDs. Default 1. */
  readonly sockets?: number;
  readonly wheel: TimerWheel;
  readonly randomId: RandomId;
  /** Queries in flight on one socket. Default 32,768. */
  readonly inFlightMax?: number;
  readonly count?: CountEvent;
  readonly now?: MonotonicClock;
}

/** Opens the sockets; rejects when one cannot be opened. The kernel drops what other peers send (connected sockets). */
export async function openUdpClient(options: UdpClientOptions): Promise<UdpClient> {
  const ports: ConnectedPort[] = [];
  try {
    for (let i = 0; i < (options.sockets ?? 1); i += 1) ports.push(await openPort(options));
  } catch (error) {
    for (const port of ports) port.close();
    throw error;
  }
  return new UdpClient(ports);
}

/** An open client. */
export class UdpClient implements Disposable {
  readonly #ports: readonly ConnectedPort[];
  #next = 0;

  constructor(ports: readonly ConnectedPort[]) {
    this.#ports = ports;
  }

  /** Queries in flight. */
  get inFlight(): number {
    return this.#ports.reduce((sum, port) => sum + port.pending.size, 0);
  }

  /** Writes a fresh ID into `message` and sends it; false (and nothing else happens) when all IDs are in use. */
  send(query: ClientQuery, message: Uint8Array, deadlineMs: number): boolean {
    this.#next = (this.#next + 1) % this.#ports.length;
    return this.#ports[this.#next]!.send(query, message, deadlineMs);
  }

  /** Closes the sockets; what is in flight fails with `network`. */
  [Symbol.dispose](): void {
    for (const port of this.#ports) port.close();
  }
}

async function openPort(options: UdpClientOptions): Promise<ConnectedPort> {
  const { server, source } = options;
  const socket = createSocket({ type: server.address.family === 4 ? 'udp4' : 'udp6', lookup: resolveNothing });
  try {
    if (source !== undefined) {
      const bound = once(socket, 'listening');
      socket.bind({ address: source.address.toString(), port: source.port, exclusive: true });
      await bound;
    }
    const connected = once(socket, 'connect');
    socket.connect(server.port, server.address.toString());
    await connected;
  } catch (error) {
    socket.close();
    throw error;
  }
  return new ConnectedPort(socket, options);
}

/** One connected socket and the queries in flight on it. */
class ConnectedPort implements QueryOwner {
  readonly pending: PendingTable<ClientQuery>;
  readonly #socket: Socket;
  readonly #wheel: TimerWheel;
  readonly #count: CountEvent;
  readonly #now: MonotonicClock;
  #closed = false;

  constructor(socket: Socket, options: UdpClientOptions) {
    this.#socket = socket;
    this.#wheel = options.wheel;
    this.#count = options.count ?? countNothing;
    this.#now = options.now ?? monotonicMs;
    this.pending = new PendingTable(options.randomId, options.inFlightMax);
    socket.on('message', (message) => this.#receive(message));
    socket.on('error', (error) => this.#fail(error));
    socket.unref();
  }

  send(query: ClientQuery, message: Uint8Array, deadlineMs: number): boolean {
    const id = this.#closed ? -1 : this.pending.add(query);
    if (id < 0) {
      this.#count('ids-exhausted');
      return false;
    }
    message[0] = id >>> 8;
    message[1] = id & 0xff;
    query.wireId = id;
    query.owner = this;
    this.#wheel.add(query, deadlineMs);
    this.#socket.send(message);
    this.#count('sent');
    return true;
  }

  forget(query: ClientQuery): void {
    if (!this.pending.remove(query.wireId, query)) return;
    this.#wheel.remove(query);
    query.owner = undefined;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.close();
    this.#failAll('network');
  }

  #receive(message: Buffer): void {
    if (message.length < 12) {
      this.#count('stray-response');
      return;
    }
    const id = (message[0]! << 8) | message[1]!;
    const query = this.pending.get(id);
    if (query === undefined || !query.accepts(message)) {
      this.#count('stray-response'); // late, or not an answer to what we asked (RFC 5452 §9.1)
      return;
    }
    this.#count('received');
    this.forget(query);
    query.onResponse(message, this.#now());
  }

  /** ICMP said that nobody listens: what is in flight will not be answered, and need not wait. */
  #fail(error: Error): void {
    this.#count('socket-error');
    const { code } = error as NodeJS.ErrnoException;
    this.#failAll(code === 'ECONNREFUSED' ? 'refused' : 'network');
  }

  #failAll(failure: 'refused' | 'network'): void {
    const nowMs = this.#now();
    for (const query of this.pending.drain()) {
      this.#wheel.remove(query);
      query.owner = undefined;
      query.onFailure(failure, nowMs);
    }
  }
}

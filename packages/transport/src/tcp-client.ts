/** Sends queries to one server over TCP: pipelined on few connections that are opened when needed (RFC 7766 §6.2). */
import { connect, type Socket } from 'node:net';

import type { IPAddress, SocketAddress } from '@span53/dns/inet';

import type { ClientFailure, ClientQuery, QueryOwner } from './client-query.ts';
import { monotonicMs, type MonotonicClock } from './clock.ts';
import { countNothing, type CountEvent } from './counters.ts';
import { frame, FrameSplitter } from './frame-splitter.ts';
import { PendingTable, type RandomId } from './pending-table.ts';
import type { TimerWheel } from './timer-wheel.ts';

/** Options of a TCP client. */
export interface TcpClientOptions {
  readonly server: SocketAddress;
  readonly source?: IPAddress;
  readonly wheel: TimerWheel;
  readonly randomId: RandomId;
  /** Default 2000. */
  readonly connectTimeoutMs?: number;
  /** An unused connection is closed after so long. Default 5000. */
  readonly idleMs?: number;
  /** Connections at a time. Default 10. */
  readonly connectionsMax?: number;
  /** Queries in flight on one connection before another is opened. Default 64. */
  readonly pipelineMax?: number;
  readonly count?: CountEvent;
  readonly now?: MonotonicClock;
}

/** Keeps connections to one server. */
export class TcpClient implements Disposable {
  readonly options: TcpClientOptions;
  readonly count: CountEvent;
  readonly now: MonotonicClock;
  readonly connections = new Set<ClientConnection>();

  constructor(options: TcpClientOptions) {
    this.options = options;
    this.count = options.count ?? countNothing;
    this.now = options.now ?? monotonicMs;
  }

  get inFlight(): number {
    let sum = 0;
    for (const connection of this.connections) sum += connection.pending.size;
    return sum;
  }

  /** Sends with a fresh ID; false (and nothing else happens) when all connections are full. */
  send(query: ClientQuery, message: Uint8Array, deadlineMs: number): boolean {
    const { pipelineMax = 64, connectionsMax = 10 } = this.options;
    let chosen: ClientConnection | undefined;
    for (const connection of this.connections) {
      if (connection.usable && connection.pending.size < pipelineMax) {
        chosen = connection;
        break;
      }
    }
    if (chosen === undefined) {
      if (this.connections.size >= connectionsMax) {
        this.count('ids-exhausted');
        return false;
      }
      chosen = new ClientConnection(this);
    }
    chosen.send(query, message, deadlineMs);
    return true;
  }

  /** Closes all connections; what is in flight fails with `network`. */
  [Symbol.dispose](): void {
    for (const connection of this.connections) connection.close('network');
  }
}

class ClientConnection implements QueryOwner {
  readonly pending: PendingTable<ClientQuery>;
  readonly #client: TcpClient;
  readonly #socket: Socket;
  readonly #splitter = new FrameSplitter();
  #closed = false;

  constructor(client: TcpClient) {
    this.#client = client;
    const { server, source, connectTimeoutMs = 2000, randomId } = client.options;
    this.pending = new PendingTable(randomId);
    this.#socket = connect({
      host: server.address.toString(),
      port: server.port,
      ...(source === undefined ? {} : { localAddress: source.toString() }),
      noDelay: true,
    });
    this.#socket.setTimeout(connectTimeoutMs);
    this.#socket.on('connect', () => this.#socket.setTimeout(client.options.idleMs ?? 5000));
    this.#socket.on('timeout', () => this.#onTimeout());
    this.#socket.on('data', (chunk: Buffer) => this.#splitter.push(chunk, (message) => this.#receive(message)));
    this.#socket.on('end', () => this.close('network'));
    this.#socket.on('error', (error: NodeJS.ErrnoException) => {
      client.count('socket-error');
      this.close(error.code === 'ECONNREFUSED' ? 'refused' : 'network');
    });
    client.connections.add(this);
    client.count('connection');
  }

  /** False once the connection ends: new queries need another one. */
  get usable(): boolean {
    return !this.#closed;
  }

  send(query: ClientQuery, message: Uint8Array, deadlineMs: number): void {
    const id = this.pending.add(query);
    const framed = frame(message);
    framed.writeUInt16BE(id, 2);
    query.wireId = id;
    query.owner = this;
    this.#client.options.wheel.add(query, deadlineMs);
    this.#socket.write(framed); // queued by the socket until it is connected
    this.#client.count('sent');
  }

  forget(query: ClientQuery): void {
    if (!this.pending.remove(query.wireId, query)) return;
    this.#client.options.wheel.remove(query);
    query.owner = undefined;
  }

  close(failure: ClientFailure): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#client.connections.delete(this);
    this.#socket.destroy();
    const nowMs = this.#client.now();
    for (const query of this.pending.drain()) {
      this.#client.options.wheel.remove(query);
      query.owner = undefined;
      query.onFailure(failure, nowMs);
    }
  }

  #onTimeout(): void {
    if (this.#socket.connecting) this.close('timeout');
    else if (this.pending.size === 0) this.close('network');
  }

  #receive(message: Buffer): void {
    const { count, now } = this.#client;
    const query = message.length < 12 ? undefined : this.pending.get((message[0]! << 8) | message[1]!);
    if (query === undefined || !query.accepts(message)) {
      count('stray-response');
      return;
    }
    count('received');
    this.forget(query);
    query.onResponse(message, now());
  }
}

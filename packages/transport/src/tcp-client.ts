/** Sends queries to one server over streams: pipelined on few connections, opened when needed (RFC 7766 §6.2). */
import { connect, type Socket } from 'node:net';

import type { IPAddress, SocketAddress } from '@span53/dns/inet';

import type { ClientFailure, ClientQuery, QueryOwner } from './client-query.ts';
import { monotonicMs, type MonotonicClock } from './clock.ts';
import { countNothing, type CountEvent } from './counters.ts';
import { frame, FrameSplitter } from './frame-splitter.ts';
import { PendingTable, type RandomId } from './pending-table.ts';
import type { TimerWheel } from './timer-wheel.ts';

/** Options of a client. */
export interface TcpClientOptions {
  readonly server: SocketAddress;
  readonly source?: IPAddress;
  readonly wheel: TimerWheel;
  readonly randomId: RandomId;
  /** Default 2000. */
  readonly connectTimeoutMs?: number;
  /** An unused connection is closed after so long; one on which answers are owed when nothing came for so long. Default
   *  5000. */
  readonly idleMs?: number;
  /** Connections at a time. Default 10. */
  readonly connectionsMax?: number;
  /** Queries in flight on one connection before another is opened. Default 64. */
  readonly pipelineMax?: number;
  /** Queries on one connection, then it is left to finish; 0 for no limit. Default 0. */
  readonly queriesMax?: number;
  /** Opens the stream: a client over TLS gives its own, whose `ready` is `secureConnect`. Default: plain TCP. */
  readonly dial?: (options: TcpClientOptions) => Dialled;
  readonly count?: CountEvent;
  readonly now?: MonotonicClock;
}

/** A stream that is being opened, and the event that says it is. */
export interface Dialled {
  readonly socket: Socket;
  readonly ready: 'connect' | 'secureConnect';
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

  /** Queries in flight. */
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

function dialTcp({ server, source }: TcpClientOptions): Dialled {
  const socket = connect({
    host: server.address.toString(),
    port: server.port,
    ...(source === undefined ? {} : { localAddress: source.toString() }),
    noDelay: true,
  });
  return { socket, ready: 'connect' };
}

class ClientConnection implements QueryOwner {
  readonly pending: PendingTable<ClientQuery>;
  readonly #client: TcpClient;
  readonly #socket: Socket;
  readonly #splitter = new FrameSplitter();
  readonly #idleMs: number;
  #ready = false;
  #receivedMs = 0;
  #queries = 0;
  #closed = false;

  constructor(client: TcpClient) {
    this.#client = client;
    const { connectTimeoutMs = 2000, randomId, dial = dialTcp } = client.options;
    this.#idleMs = client.options.idleMs ?? 5000;
    this.pending = new PendingTable(randomId);
    const { socket, ready } = dial(client.options);
    this.#socket = socket;
    socket.setTimeout(connectTimeoutMs);
    socket.on(ready, () => {
      this.#ready = true;
      this.#receivedMs = client.now();
      socket.setTimeout(this.#idleMs);
    });
    socket.on('timeout', () => this.#onTimeout());
    socket.on('data', (chunk: Buffer) => this.#splitter.push(chunk, (message) => this.#receive(message)));
    socket.on('end', () => this.close('network'));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      client.count('socket-error');
      this.close(error.code === 'ECONNREFUSED' ? 'refused' : 'network');
    });
    socket.on('close', () => this.close('network'));
    client.connections.add(this);
    client.count('connection');
  }

  /** False once it has had its queries: new ones need another connection. */
  get usable(): boolean {
    const { queriesMax = 0 } = this.#client.options;
    return !this.#closed && (queriesMax === 0 || this.#queries < queriesMax);
  }

  send(query: ClientQuery, message: Uint8Array, deadlineMs: number): void {
    const id = this.pending.add(query);
    const framed = frame(message);
    framed.writeUInt16BE(id, 2);
    query.wireId = id;
    query.owner = this;
    this.#queries += 1;
    this.#client.options.wheel.add(query, deadlineMs);
    this.#socket.write(framed); // queued by the socket until it is connected
    this.#client.count('sent');
  }

  /** A query timed out or was given up. When nothing at all came for long, the others need not wait either. */
  forget(query: ClientQuery): void {
    this.#release(query);
    if (this.#ready && this.#client.now() - this.#receivedMs >= this.#idleMs) {
      this.#client.count('idle-timeout');
      this.close('network');
    }
  }

  close(failure: ClientFailure): void {
    if (this.#closed) return;
    this.#closed = true;
    const { count, connections, now, options } = this.#client;
    connections.delete(this);
    count('connection-closed');
    this.#socket.destroy();
    const nowMs = now();
    for (const query of this.pending.drain()) {
      options.wheel.remove(query);
      query.owner = undefined;
      query.onFailure(failure, nowMs);
    }
  }

  #release(query: ClientQuery): void {
    if (!this.pending.remove(query.wireId, query)) return;
    this.#client.options.wheel.remove(query);
    query.owner = undefined;
    if (this.pending.size === 0 && !this.usable) this.close('network');
  }

  /** Nothing came or went for so long. What is in flight has deadlines of its own. */
  #onTimeout(): void {
    if (!this.#ready) this.close('timeout');
    else if (this.pending.size === 0) this.close('network');
    else this.#socket.setTimeout(this.#idleMs);
  }

  #receive(message: Buffer): void {
    const { count, now, options } = this.#client;
    const query = message.length < 12 ? undefined : this.pending.get((message[0]! << 8) | message[1]!);
    if (query === undefined || !query.accepts(message)) {
      count('stray-response');
      return;
    }
    count('received');
    const nowMs = now();
    this.#receivedMs = nowMs;
    if (query.expectsMore?.(message) === true) {
      options.wheel.remove(query);
      options.wheel.add(query, nowMs + this.#idleMs);
    } else this.#release(query);
    query.onResponse(message, nowMs);
  }
}

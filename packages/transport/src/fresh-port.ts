/**
 * Sends each query from a socket of its own, so that the source port is fresh and random (RFC 5452 §9.2): the
 * recursor's way.
 */
import { createSocket, type Socket } from 'node:dgram';

import { IPAddress, type SocketAddress } from '@span53/dns/inet';

import type { ClientQuery, QueryOwner } from './client-query.ts';
import { monotonicMs, type MonotonicClock } from './clock.ts';
import { countNothing, type CountEvent } from './counters.ts';
import { resolveNothing } from './literal-lookup.ts';
import type { RandomId } from './pending-table.ts';
import type { TimerWheel } from './timer-wheel.ts';

/** Options of a sender. */
export interface FreshPortOptions {
  readonly wheel: TimerWheel;
  readonly randomId: RandomId;
  /** Sockets open at a time. Default 2048. */
  readonly socketsMax?: number;
  /** The next source port to try; the kernel's choice without it, and when several were taken. */
  readonly sourcePort?: () => number;
  readonly source4?: IPAddress;
  readonly source6?: IPAddress;
  readonly count?: CountEvent;
  readonly now?: MonotonicClock;
}

/** Opens, uses and closes one socket per query. */
export class FreshPortSender implements Disposable {
  readonly options: FreshPortOptions;
  readonly count: CountEvent;
  readonly now: MonotonicClock;
  readonly open = new Set<FreshPort>();

  constructor(options: FreshPortOptions) {
    this.options = options;
    this.count = options.count ?? countNothing;
    this.now = options.now ?? monotonicMs;
  }

  /** Queries in flight. */
  get inFlight(): number {
    return this.open.size;
  }

  /** Writes a random ID into `message` and sends it to `server`; false when too many sockets are open. */
  send(query: ClientQuery, server: SocketAddress, message: Uint8Array, deadlineMs: number): boolean {
    if (this.open.size >= (this.options.socketsMax ?? 2048)) {
      this.count('ids-exhausted');
      return false;
    }
    const id = this.options.randomId();
    message[0] = id >>> 8;
    message[1] = id & 0xff;
    query.wireId = id;
    const port = new FreshPort(this, query, server);
    query.owner = port;
    this.open.add(port);
    this.options.wheel.add(query, deadlineMs);
    port.start(message);
    return true;
  }

  /** Closes all sockets; what is in flight fails with `network`. */
  [Symbol.dispose](): void {
    for (const port of this.open) port.fail('network');
  }
}

/** Ports tried before the kernel chooses one. */
const PORT_TRIES = 4;

class FreshPort implements QueryOwner {
  readonly #sender: FreshPortSender;
  readonly #query: ClientQuery;
  readonly #server: SocketAddress;
  readonly #socket: Socket;
  #tries = 0;
  #retry: (() => void) | undefined;
  #done = false;

  constructor(sender: FreshPortSender, query: ClientQuery, server: SocketAddress) {
    this.#sender = sender;
    this.#query = query;
    this.#server = server;
    this.#socket = createSocket({ type: server.address.family === 4 ? 'udp4' : 'udp6', lookup: resolveNothing });
    this.#socket.on('error', (error: NodeJS.ErrnoException) => {
      if (this.#retry !== undefined && error.code === 'EADDRINUSE' && this.#tries <= PORT_TRIES) {
        this.#retry();
        return;
      }
      sender.count('socket-error');
      this.fail(error.code === 'ECONNREFUSED' ? 'refused' : 'network');
    });
    this.#socket.on('message', (message) => this.#receive(message));
  }

  /** Binds to a random port, connects (so that only `server` is heard) and sends. */
  start(message: Uint8Array): void {
    const { source4, source6, sourcePort } = this.#sender.options;
    const source = this.#server.address.family === 4 ? source4 : source6;
    const connect = (): void => {
      this.#retry = undefined;
      if (this.#done) return;
      this.#socket.connect(this.#server.port, this.#server.address.toString(), () => {
        if (this.#done) return;
        this.#socket.send(message);
        this.#sender.count('sent');
      });
    };
    if (source === undefined && sourcePort === undefined) {
      connect();
      return;
    }
    this.#socket.once('listening', connect);
    this.#retry = () => {
      this.#tries += 1;
      const port = sourcePort === undefined || this.#tries > PORT_TRIES ? 0 : sourcePort();
      this.#socket.bind({ port, exclusive: true, ...(source !== undefined && { address: source.toString() }) });
    };
    this.#retry();
  }

  forget(query: ClientQuery): void {
    if (this.#done) return;
    this.#done = true;
    this.#sender.options.wheel.remove(query);
    query.owner = undefined;
    this.#sender.open.delete(this);
    this.#socket.close();
  }

  fail(failure: 'refused' | 'network'): void {
    if (this.#done) return;
    this.forget(this.#query);
    this.#query.onFailure(failure, this.#sender.now());
  }

  #receive(message: Buffer): void {
    if (this.#done) return;
    const ours = message.length >= 12 && ((message[0]! << 8) | message[1]!) === this.#query.wireId;
    if (!ours || !this.#query.accepts(message)) {
      this.#sender.count('stray-response');
      if (!ours) this.#query.onStray?.(this.#sender.now());
      return;
    }
    this.#sender.count('received');
    this.forget(this.#query);
    this.#query.onResponse(message, this.#sender.now());
  }
}

/** One accepted stream of DNS messages: pipelined queries, answers in any order (RFC 7766 §6.2.1, §7). */
import type { Socket } from 'node:net';

import { IPAddress, SocketAddress } from '@span53/dns/inet';

import type { MonotonicClock } from './clock.ts';
import type { CountEvent } from './counters.ts';
import { frame, FrameSplitter } from './frame-splitter.ts';
import type { Inbound, InboundHandler, Protocol } from './inbound.ts';

const STREAM_LIMIT = 65_535;

/** Limits of one connection. */
export interface StreamLimits {
  /** Closed when nothing was read or written for so long and no answer is owed. */
  readonly idleMs: number;
  /** A query that has begun must be whole within this time: slow senders hold no connection. */
  readonly readMs: number;
  /** Messages handed out and not yet answered; reading pauses at the limit. */
  readonly inFlightMax: number;
  /** Octets waiting to be written; reading pauses at half, the connection is cut at the limit. */
  readonly writeQueueOctets: number;
  /** Queries on one connection, then it is closed; 0 for no limit. */
  readonly queriesMax: number;
}

/** What a connection needs of its listener. */
export interface StreamHost {
  readonly protocol: Protocol;
  readonly local: SocketAddress;
  readonly limits: StreamLimits;
  readonly count: CountEvent;
  readonly now: MonotonicClock;
  readonly handler: InboundHandler;
  closed(connection: StreamConnection): void;
}

/** Serves one socket until it ends, idles, misbehaves, or its listener drains. */
export class StreamConnection {
  readonly peer: SocketAddress;
  readonly host: StreamHost;
  readonly #socket: Socket;
  readonly #splitter = new FrameSplitter();
  #inFlight = 0;
  #queries = 0;
  #finishing = false;

  constructor(host: StreamHost, socket: Socket) {
    this.host = host;
    this.#socket = socket;
    this.peer = new SocketAddress(
      IPAddress.parse(socket.remoteAddress ?? '') ?? host.local.address,
      socket.remotePort ?? 0,
    );
    socket.setNoDelay(true);
    socket.setTimeout(host.limits.idleMs);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('timeout', () => this.#onTimeout());
    socket.on('drain', () => this.#resume());
    socket.on('end', () => this.finish());
    socket.on('error', () => host.count('socket-error'));
    socket.on('close', () => host.closed(this));
  }

  /** True when no answer is owed and no query is half read. */
  get idle(): boolean {
    return this.#inFlight === 0 && this.#splitter.pending === 0;
  }

  /** Takes no more queries and closes once all owed answers are out. */
  finish(): void {
    this.#finishing = true;
    this.#socket.pause();
    if (this.#inFlight === 0) this.#socket.end();
  }

  /** Closes at once. */
  destroy(): void {
    this.#socket.destroy();
  }

  /** Writes one answer. */
  send(message: Uint8Array): void {
    const { host } = this;
    if (this.#socket.destroyed || !this.#socket.writable) host.count('reply-dropped');
    else if (this.#socket.writableLength > host.limits.writeQueueOctets) {
      host.count('reply-dropped'); // it reads nothing of what it asked for
      this.#socket.destroy();
    } else {
      this.#socket.write(frame(message));
      host.count('sent');
    }
  }

  /** One message is settled: answered or dropped. */
  settle(): void {
    this.#inFlight -= 1;
    if (this.#finishing) {
      if (this.#inFlight === 0) this.#socket.end();
    } else this.#resume();
  }

  #take(chunk: Buffer): void {
    const { host } = this;
    this.#splitter.push(chunk, (message) => {
      if (this.#finishing) return;
      host.count('received');
      this.#inFlight += 1;
      this.#queries += 1;
      host.handler(new StreamInbound(this, message, host.now()));
      if (this.#queries === host.limits.queriesMax) this.finish();
    });
    // Half a query: the sender has `readMs` for the rest of it.
    this.#socket.setTimeout(this.#splitter.pending > 0 ? host.limits.readMs : host.limits.idleMs);
    const { inFlightMax, writeQueueOctets } = host.limits;
    if (this.#inFlight >= inFlightMax || this.#socket.writableLength > writeQueueOctets / 2) this.#socket.pause();
  }

  #resume(): void {
    const { inFlightMax, writeQueueOctets } = this.host.limits;
    if (this.#finishing || !this.#socket.isPaused()) return;
    if (this.#inFlight < inFlightMax && this.#socket.writableLength <= writeQueueOctets / 2) this.#socket.resume();
  }

  #onTimeout(): void {
    if (this.#inFlight > 0 && this.#splitter.pending === 0) return; // the answer is ours to give
    this.host.count(this.#splitter.pending > 0 ? 'bad-frame' : 'idle-timeout');
    this.#socket.destroy();
  }
}

class StreamInbound implements Inbound {
  readonly message: Buffer;
  readonly nowMs: number;
  readonly limit = STREAM_LIMIT;
  readonly #connection: StreamConnection;
  #settled = false;

  constructor(connection: StreamConnection, message: Buffer, nowMs: number) {
    this.#connection = connection;
    this.message = message;
    this.nowMs = nowMs;
  }

  get peer(): SocketAddress {
    return this.#connection.peer;
  }

  get local(): SocketAddress {
    return this.#connection.host.local;
  }

  get protocol(): Protocol {
    return this.#connection.host.protocol;
  }

  reply(octets: Uint8Array): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#connection.send(octets);
    this.#connection.settle();
  }

  drop(): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#connection.settle();
  }

  close(): void {
    this.drop();
    this.#connection.finish();
  }
}

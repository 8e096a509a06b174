/** One accepted stream of DNS messages: pipelined queries, answers in any order (RFC 7766 §6.2.1, §7). */
import type { Socket } from 'node:net';

import { IPAddress, SocketAddress } from '@span53/dns/inet';

import type { MonotonicClock } from './clock.ts';
import type { CountEvent } from './counters.ts';
import { frame, FrameSplitter } from './frame-splitter.ts';
import type { Inbound, InboundHandler, Protocol } from './inbound.ts';
import type { StreamLimits } from './limits.ts';
import type { TimerWheel, WheelEntry } from './timer-wheel.ts';

const STREAM_LIMIT = 65_535;

/** What a connection needs of its listener. */
export interface StreamHost {
  readonly protocol: Protocol;
  readonly local: SocketAddress;
  readonly limits: StreamLimits;
  readonly wheel: TimerWheel;
  readonly count: CountEvent;
  readonly now: MonotonicClock;
  readonly handler: InboundHandler;
  closed(connection: StreamConnection): void;
}

/** Serves one socket until it ends, idles, misbehaves, or its listener drains. */
export class StreamConnection implements WheelEntry {
  readonly peer: SocketAddress;
  readonly host: StreamHost;
  readonly #socket: Socket;
  readonly #splitter = new FrameSplitter();
  readonly #openedMs: number;
  #inFlight = 0;
  #queries = 0;
  /** No more queries are taken. */
  #finishing = false;
  /** When something last went forward: a whole query came or an answer left. */
  #progressMs: number;
  /** When the query that is half read began. */
  #partialMs = 0;
  /** Parts of an answer that wait for room. */
  #waiting: ((alive: boolean) => void)[] = [];

  deadlineMs = 0;
  wheelSlot = 0;
  wheelIndex = -1;

  constructor(host: StreamHost, socket: Socket) {
    this.host = host;
    this.#socket = socket;
    this.peer = new SocketAddress(
      IPAddress.parse(socket.remoteAddress ?? '') ?? host.local.address,
      socket.remotePort ?? 0,
    );
    this.#openedMs = host.now();
    this.#progressMs = this.#openedMs;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('drain', () => this.#onDrain());
    socket.on('end', () => this.#onEnd());
    socket.on('error', () => host.count('socket-error'));
    socket.on('close', () => this.#onClose());
    host.wheel.add(this, this.#dueMs());
  }

  /** True when no answer is owed and no query is half read. */
  get idle(): boolean {
    return this.#inFlight === 0 && this.#splitter.pending === 0;
  }

  /** Takes no more queries and closes once all owed answers are out. */
  finish(): void {
    if (this.#finishing) return;
    this.#finishing = true;
    this.#socket.resume(); // what still comes is read and thrown away: unread octets would turn the close into a reset
    if (this.#inFlight === 0) this.#socket.end();
  }

  /** Closes at once. */
  destroy(): void {
    this.#socket.destroy();
  }

  /** Writes one message; false when the peer has gone. */
  send(message: Uint8Array): boolean {
    const { host } = this;
    if (!this.#socket.writable) {
      host.count('reply-dropped');
      return false;
    }
    if (this.#socket.writableLength > host.limits.writeQueueOctets) {
      host.count('reply-dropped'); // it reads nothing of what it asked for
      this.#socket.destroy();
      return false;
    }
    this.#socket.write(frame(message));
    this.#progressMs = host.now();
    host.count('sent');
    return true;
  }

  /** Writes one of several messages and waits until the queue is short again. */
  sendPart(message: Uint8Array): Promise<boolean> {
    if (!this.send(message)) return Promise.resolve(false);
    if (!this.#congested) return Promise.resolve(true);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** One message is settled: answered or dropped. */
  settle(): void {
    this.#inFlight -= 1;
    // While answers were owed the next look may have been put off by `answerMs`.
    if (this.#inFlight === 0) this.#expect(this.#progressMs + this.host.limits.idleMs);
    if (!this.#finishing) this.#resume();
    else if (this.#inFlight === 0) this.#socket.end();
  }

  onDeadline(nowMs: number): void {
    const dueMs = this.#dueMs();
    if (nowMs < dueMs) {
      this.host.wheel.add(this, dueMs);
      return;
    }
    this.host.count(this.#splitter.pending > 0 && !this.#finishing ? 'bad-frame' : 'idle-timeout');
    this.#socket.destroy();
  }

  get #congested(): boolean {
    return this.#socket.writableLength > this.host.limits.writeQueueOctets / 2;
  }

  /** When this connection is to be closed as it stands. Looked at only when the last such time has come. */
  #dueMs(): number {
    const { idleMs, readMs, answerMs, durationMs } = this.host.limits;
    // The answer is ours to give: it has its own deadline, and this one is for when it was lost.
    const quiet = this.#progressMs + (this.#inFlight > 0 ? answerMs : idleMs);
    const partial = this.#splitter.pending > 0 && !this.#finishing ? this.#partialMs + readMs : Infinity;
    return Math.min(quiet, partial, durationMs > 0 ? this.#openedMs + durationMs : Infinity);
  }

  /** As many queries are worked on as may be; who takes no more has room for what it throws away. */
  readonly #full = (): boolean => !this.#finishing && this.#inFlight >= this.host.limits.inFlightMax;

  #take(chunk: Buffer): void {
    if (this.#finishing) return;
    const { host } = this;
    const queriesBefore = this.#queries;
    const wasPartial = this.#splitter.pending > 0;
    const nowMs = host.now();
    const take = (message: Buffer): void => {
      if (this.#finishing) return;
      host.count('received');
      this.#inFlight += 1;
      this.#queries += 1;
      this.#progressMs = nowMs;
      host.handler(new StreamInbound(this, message, nowMs));
      if (this.#queries === host.limits.queriesMax) this.finish();
    };
    const taken = this.#splitter.push(chunk, take, this.#full);
    // Half a query: the sender has `readMs` for the rest of it, however it drips.
    if (this.#splitter.pending > 0 && (!wasPartial || this.#queries > queriesBefore)) {
      this.#partialMs = nowMs;
      this.#expect(nowMs + host.limits.readMs);
    }
    if (this.#full() || (!this.#finishing && this.#congested)) this.#socket.pause();
    // Back into the socket, which is paused: it comes again with `resume`, and before the end of the stream.
    if (taken < chunk.length) this.#socket.unshift(chunk.subarray(taken));
  }

  /** Brings the next look at the deadlines forward. */
  #expect(dueMs: number): void {
    if (this.deadlineMs <= dueMs || !this.host.wheel.remove(this)) return;
    this.host.wheel.add(this, dueMs);
  }

  #resume(): void {
    if (this.#finishing || !this.#socket.isPaused() || this.#congested) return;
    if (this.#inFlight < this.host.limits.inFlightMax) this.#socket.resume();
  }

  #onDrain(): void {
    this.#progressMs = this.host.now();
    for (const resolve of this.#waiting.splice(0)) resolve(true);
    this.#resume();
  }

  /** The peer asks nothing more; it may still read (RFC 7766 §6.2.4). */
  #onEnd(): void {
    if (this.#splitter.pending > 0) this.host.count('bad-frame');
    this.finish();
  }

  #onClose(): void {
    this.host.wheel.remove(this);
    for (const resolve of this.#waiting.splice(0)) resolve(false);
    this.host.closed(this);
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

  part(octets: Uint8Array): Promise<boolean> {
    return this.#settled ? Promise.resolve(false) : this.#connection.sendPart(octets);
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

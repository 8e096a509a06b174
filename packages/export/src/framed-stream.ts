import { connect, type Socket } from 'node:net';
import type { SocketAddress } from '@span53/dns/inet';
import { ByteQueue } from './byte-queue.ts';
import type { Exporter, ExporterContext } from './exporter.ts';

export interface FramedStreamOptions {
  readonly address: SocketAddress;
  /** Octets of the length before each frame, in network byte order. */
  readonly prefix: 2 | 4;
  readonly queueBytesMax: number;
  readonly connectTimeoutMs: number;
  readonly reconnectWaitMs: number;
  /** A write that makes no progress for so long ends the connection. */
  readonly stalledWriteMs: number;
}

/** Frames are written at the latest after this, or when the queue is half full. */
const flushEveryMs = 100;

/** Frames on one TCP connection to a collector that never answers. A broken connection loses what was queued, since a
 *  frame that was partly written must not go on in another connection, and is opened again. */
export class FramedStream implements Exporter {
  readonly #options: FramedStreamOptions;
  readonly #context: ExporterContext;
  readonly #queue: ByteQueue;
  readonly #tick: NodeJS.Timeout;
  readonly #waiting: (() => void)[] = [];
  #socket: Socket | undefined;
  #connected = false;
  #warned = false;
  /** Frames given to the socket that it has not written yet. */
  #writing = 0;
  #nextConnectMs = 0;
  #progressMs = 0;
  #bytesWritten = 0;
  #closed = false;

  constructor(options: FramedStreamOptions, context: ExporterContext) {
    this.#options = options;
    this.#context = context;
    this.#queue = new ByteQueue(options.queueBytesMax);
    this.#tick = setInterval(() => this.#onTick(), flushEveryMs);
    this.#tick.unref();
    this.#connect();
  }

  /** Whether a frame would be written rather than kept. */
  get connected(): boolean {
    return this.#connected;
  }

  offer(frame: Uint8Array): boolean {
    const { count } = this.#context;
    if (frame.length > (this.#options.prefix === 2 ? 0xffff : 0xffffffff) || frame.length > this.#queue.bytesMax) {
      count('too_large');
      return false;
    }
    if (!this.#queue.push(frame)) {
      this.#write();
      if (!this.#queue.push(frame)) {
        count('queue_full');
        return false;
      }
    }
    count('queued');
    if (this.#queue.bytes * 2 > this.#queue.bytesMax) this.#write();
    return true;
  }

  async flush(deadlineMs: number): Promise<void> {
    this.#write();
    if (this.#idle || this.#closed) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    const timer = setTimeout(resolve, deadlineMs);
    await promise;
    clearTimeout(timer);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    clearInterval(this.#tick);
    const left = this.#queue.clear() + this.#writing;
    if (left > 0) this.#context.count('deadline', left);
    this.#writing = 0;
    const socket = this.#socket;
    if (left === 0 && this.#connected && socket !== undefined) {
      socket.ref();
      const ended = Promise.withResolvers<void>();
      socket.once('close', () => ended.resolve());
      socket.end(() => socket.destroy());
      await ended.promise;
    }
    socket?.destroy();
    this.#release();
  }

  get #idle(): boolean {
    return this.#queue.length === 0 && this.#writing === 0;
  }

  #release(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #onTick(): void {
    const { clock } = this.#context;
    const nowMs = clock.nowMs();
    const socket = this.#socket;
    if (socket === undefined) {
      if (nowMs >= this.#nextConnectMs) this.#connect();
      return;
    }
    if (!this.#connected) {
      if (nowMs - this.#progressMs > this.#options.connectTimeoutMs) this.#lose('connect timed out');
      return;
    }
    this.#write();
    const written = socket.bytesWritten - socket.writableLength;
    if (this.#writing === 0 || written !== this.#bytesWritten) {
      this.#bytesWritten = written;
      this.#progressMs = nowMs;
    } else if (nowMs - this.#progressMs > this.#options.stalledWriteMs) {
      this.#lose('write stalled');
    }
  }

  #connect(): void {
    const { address } = this.#options;
    const socket = connect({ host: address.address.toString(), port: address.port, noDelay: true });
    this.#socket = socket;
    this.#progressMs = this.#context.clock.nowMs();
    this.#bytesWritten = 0;
    socket.on('connect', () => {
      this.#connected = true;
      this.#warned = false;
      this.#write();
    });
    socket.on('drain', () => this.#write());
    socket.on('error', (error) => this.#lose(error.message, socket));
    socket.on('close', () => this.#lose('closed by the collector', socket));
    // The collector never writes; reading is how its end of the connection is noticed.
    socket.resume();
    socket.unref();
  }

  #write(): void {
    const socket = this.#socket;
    if (socket === undefined || !this.#connected || socket.writableNeedDrain || this.#queue.length === 0) return;
    socket.cork();
    for (let frame = this.#queue.shift(); frame !== undefined; frame = this.#queue.shift()) {
      this.#writing++;
      socket.write(prefixOf(frame.length, this.#options.prefix));
      const room = socket.write(frame, (error) => this.#written(socket, error ?? undefined));
      if (!room) break;
    }
    socket.uncork();
  }

  #written(socket: Socket, error: Error | undefined): void {
    if (socket !== this.#socket || error !== undefined) return;
    this.#writing--;
    this.#context.count('sent');
    if (this.#idle) this.#release();
  }

  /** Ends the connection and forgets what was queued. */
  #lose(why: string, socket = this.#socket): void {
    if (socket === undefined || socket !== this.#socket || this.#closed) return;
    const { count, warn, clock } = this.#context;
    // Frames wait while a collector is not there yet, but not those of a connection that broke.
    if (this.#connected) {
      const lost = this.#queue.clear() + this.#writing;
      if (lost > 0) count('connection_lost', lost);
      this.#release();
    }
    this.#writing = 0;
    this.#connected = false;
    this.#socket = undefined;
    this.#nextConnectMs = clock.nowMs() + this.#options.reconnectWaitMs;
    socket.destroy();
    if (!this.#warned) warn(`protobuf collector ${this.#options.address}: ${why}`);
    this.#warned = true;
  }
}

function prefixOf(length: number, octets: 2 | 4): Uint8Array {
  const prefix = Buffer.allocUnsafe(octets);
  prefix.writeUIntBE(length, 0, octets);
  return prefix;
}

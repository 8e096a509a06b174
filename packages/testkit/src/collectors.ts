import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { PBDNSMessage } from '@span53/proto';
import { tracesFromJson } from '@span53/tracing';
import { type PlainSpan, plainSpans } from './plain-span.ts';

/** What the OTLP sink does with a request: answer, answer after a while, never answer, or break the connection. */
export type OtlpReply =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: Uint8Array | string }
  | 'hang'
  | 'reset';

export interface OtlpRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** Decompressed. */
  readonly body: Uint8Array;
  readonly atMs: number;
}

/** Resolves when a condition on what arrived holds, rejects after a while with what was there instead. */
class Arrivals {
  readonly #waiting = new Set<() => void>();

  arrived(): void {
    for (const check of this.#waiting) check();
  }

  async until(holds: () => boolean, timeoutMs: number, describe: () => string): Promise<void> {
    if (holds()) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const check = (): void => void (holds() && resolve());
    const timer = setTimeout(() => reject(new Error(`not within ${timeoutMs} ms: ${describe()}`)), timeoutMs);
    this.#waiting.add(check);
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(check);
    }
  }
}

/** An OTLP/HTTP collector on loopback that keeps what it gets. */
export class OtlpSink implements AsyncDisposable {
  readonly requests: OtlpRequest[] = [];
  /** The n-th request, from 1, decides by `reply`; all are accepted unless told. */
  reply: (request: number) => OtlpReply = () => ({ status: 200 });
  readonly #server = createHttpServer((request, response) => void this.#take(request, response));
  readonly #arrivals = new Arrivals();
  readonly #accepted: PlainSpan[] = [];

  static async open(port = 0): Promise<OtlpSink> {
    const sink = new OtlpSink();
    sink.#server.listen(port, '127.0.0.1');
    await once(sink.#server, 'listening');
    return sink;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/v1/traces`;
  }

  /** Drops the spans that arrived so far: the next test starts with none. */
  forget(): void {
    this.#accepted.length = 0;
  }

  /** Spans of requests that were answered with 2xx. */
  get spans(): readonly PlainSpan[] {
    return this.#accepted;
  }

  /** The spans of one trace. */
  trace(traceId: string): readonly PlainSpan[] {
    return this.#accepted.filter((span) => span.traceId === traceId);
  }

  /** Waits until `holds` is true of what arrived. */
  async until(holds: (sink: this) => boolean, timeoutMs = 5000): Promise<void> {
    const describe = () => `${this.requests.length} requests, ${this.#accepted.length} spans`;
    await this.#arrivals.until(() => holds(this), timeoutMs, describe);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const atMs = performance.now();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
    this.requests.push({ path: request.url ?? '', headers: request.headers, body, atMs });
    const reply = this.reply(this.requests.length);
    if (reply === 'reset') request.socket.resetAndDestroy();
    else if (reply !== 'hang') {
      if (reply.status < 300) this.#accepted.push(...decoded(body, request.headers['content-type'] ?? ''));
      response.writeHead(reply.status, reply.headers ?? { 'content-type': 'application/x-protobuf' });
      response.end(reply.body);
    }
    this.#arrivals.arrived();
  }
}

function decoded(body: Uint8Array, contentType: string): PlainSpan[] {
  if (!contentType.includes('json')) return plainSpans(body);
  const octets = tracesFromJson(JSON.parse(Buffer.from(body).toString()));
  if (octets === undefined) throw new TypeError('not OTLP JSON');
  return plainSpans(octets);
}

/** A PowerDNS protobuf collector on loopback: frames behind a length of 2 or 4 octets. It never writes. */
export class PdnsSink implements AsyncDisposable {
  readonly messages: PBDNSMessage[] = [];
  connections = 0;
  readonly #prefix: 2 | 4;
  readonly #server = createTcpServer((socket) => this.#take(socket));
  readonly #arrivals = new Arrivals();
  readonly #sockets = new Set<Socket>();

  private constructor(prefix: 2 | 4) {
    this.#prefix = prefix;
  }

  static async open(prefix: 2 | 4 = 2, port = 0): Promise<PdnsSink> {
    const sink = new PdnsSink(prefix);
    sink.#server.listen(port, '127.0.0.1');
    await once(sink.#server, 'listening');
    return sink;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Spans of all messages that carry some. */
  get spans(): readonly PlainSpan[] {
    return this.messages.flatMap(({ openTelemetryData: data }) => (data && data.length > 0 ? plainSpans(data) : []));
  }

  async until(holds: (sink: this) => boolean, timeoutMs = 5000): Promise<void> {
    const describe = () => `${this.messages.length} messages, ${this.connections} connections`;
    await this.#arrivals.until(() => holds(this), timeoutMs, describe);
  }

  /** Breaks what is open; new connections are taken. */
  dropConnections(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** Stops reading, so that senders stall. */
  pause(): void {
    for (const socket of this.#sockets) socket.pause();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #take(socket: Socket): void {
    this.connections++;
    this.#sockets.add(socket);
    let rest = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      while (rest.length >= this.#prefix) {
        const end = this.#prefix + rest.readUIntBE(0, this.#prefix);
        if (rest.length < end) break;
        this.messages.push(PBDNSMessage.decode(rest.subarray(this.#prefix, end)));
        rest = rest.subarray(end);
      }
      this.#arrivals.arrived();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
    this.#arrivals.arrived();
  }
}

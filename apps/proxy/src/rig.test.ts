/** A whole proxy on loopback for tests: real sockets, one thread, backends that do as a test says. */
import assert from 'node:assert/strict';
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { test } from 'node:test';

import { MessageView } from '@span53/dns/wire';
import { type ConfigSource, Generation, openLogger } from '@span53/runtime';
import { respond, type SimResponse } from '@span53/testkit';
import { frame, FrameSplitter } from '@span53/transport';

import { octetsOf } from './bed.test.ts';
import type { ProxyConfig } from './config.ts';
import { proxyDefinition } from './definition.ts';

/** What a backend does with a query: octets to answer with, or nothing. */
export type BackendHost = (query: Buffer, transport: 'udp' | 'tcp', count: number) => Uint8Array | undefined;

/** Answers every query with these records. */
export function answering(response: SimResponse | ((query: MessageView) => SimResponse)): BackendHost {
  return (query) => respond(query, typeof response === 'function' ? response(MessageView.open(query)!) : response);
}

/** One address in the answer section, TTL 60. */
export const oneAddress: BackendHost = answering((query) => ({ answer: [`${query.qname} 60 A 192.0.2.1`] }));

/** A server on one loopback port, UDP and TCP, that keeps what it is asked. */
export class FakeBackend implements AsyncDisposable {
  readonly queries: { readonly octets: Buffer; readonly transport: 'udp' | 'tcp' }[] = [];
  host: BackendHost;
  readonly #udp: UdpSocket;
  readonly #tcp: Server;

  private constructor(host: BackendHost, udp: UdpSocket, tcp: Server) {
    this.host = host;
    this.#udp = udp;
    this.#tcp = tcp;
    udp.on('message', (message, { port, address }) => {
      const answer = this.#take(message, 'udp');
      if (answer !== undefined) udp.send(answer, port, address);
    });
    tcp.on('connection', (socket) => {
      const splitter = new FrameSplitter();
      socket.on('error', () => undefined);
      socket.on('data', (chunk: Buffer) =>
        splitter.push(chunk, (message) => {
          const answer = this.#take(message, 'tcp');
          if (answer !== undefined) socket.write(frame(answer));
        }),
      );
    });
  }

  static async open(host: BackendHost = oneAddress): Promise<FakeBackend> {
    for (;;) {
      const tcp = createServer();
      tcp.listen(0, '127.0.0.1');
      await once(tcp, 'listening');
      const { port } = tcp.address() as { port: number };
      const udp = createSocket('udp4');
      udp.bind(port, '127.0.0.1');
      try {
        await once(udp, 'listening');
        return new FakeBackend(host, udp, tcp);
      } catch {
        // Somebody has the port for UDP: another one.
        tcp.close();
        udp.close();
      }
    }
  }

  get port(): number {
    return this.#udp.address().port;
  }

  /** An entry of `backends`; not probed unless told. */
  entry(name = 'one', more = 'health_checks: {mode: up}'): string {
    return `{address: "127.0.0.1:${this.port}", protocol: Do53, name: ${name}, ${more}}`;
  }

  /** The queries that were no probes. */
  views(): MessageView[] {
    return this.queries.map(({ octets }) => MessageView.open(octets)!);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#udp.close();
    this.#tcp.close();
  }

  #take(octets: Buffer, transport: 'udp' | 'tcp'): Uint8Array | undefined {
    this.queries.push({ octets, transport });
    return this.host(octets, transport, this.queries.length);
  }
}

/** A running proxy and what tests ask of it. */
export class Rig implements AsyncDisposable {
  readonly generation: Generation<ProxyConfig>;
  readonly port: number;

  private constructor(generation: Generation<ProxyConfig>) {
    this.generation = generation;
    this.port = Number(generation.addresses[0]!.split(':').at(-1));
  }

  /** Opens a proxy on a free port; `yaml` has everything but `binds`. */
  static async open(yaml: string): Promise<Rig> {
    const text = `binds: [{listen_address: "127.0.0.1:0", tcp: {max_in_flight_queries: 10}}]\nworkers: 0\n${yaml}`;
    const source: ConfigSource = { file: 'proxy.yml', text, overrides: [], options: {} };
    const definition = proxyDefinition(import.meta.url);
    const loaded = definition.load(source);
    return new Rig(await Generation.open({ definition, source, loaded, log: openLogger('proxy', 'silent') }));
  }

  /** The value of a metric without labels. */
  metric(name: string): number {
    const { registry, memory } = this.generation;
    for (const family of registry.families) {
      if (family.name === name) return sum(memory, family.series[0]!.slot);
    }
    throw new Error(`no metric ${name}`);
  }

  udp(octets: Uint8Array, waitMs?: number): Promise<MessageView | undefined> {
    return askUdp(this.port, octets, waitMs);
  }

  tcp(octets: Uint8Array, waitMs?: number): Promise<MessageView | undefined> {
    return askTcp(this.port, octets, waitMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const bugs = this.metric('span53_bugs');
    await this.generation[Symbol.asyncDispose]();
    assert.equal(bugs, 0, 'exceptions were caught');
  }
}

/** Sends octets over UDP; undefined when no answer comes in time. */
export async function askUdp(port: number, octets: Uint8Array, waitMs = 1500): Promise<MessageView | undefined> {
  const socket = createSocket('udp4');
  try {
    socket.send(octets, port, '127.0.0.1');
    const [message] = (await once(socket, 'message', { signal: AbortSignal.timeout(waitMs) })) as [Buffer];
    return MessageView.open(message);
  } catch {
    return undefined;
  } finally {
    socket.close();
  }
}

/** Sends one query over TCP; undefined when the connection ends or nothing comes in time. */
export async function askTcp(port: number, octets: Uint8Array, waitMs = 1500): Promise<MessageView | undefined> {
  const socket = connect(port, '127.0.0.1');
  const splitter = new FrameSplitter();
  const { promise, resolve } = Promise.withResolvers<MessageView | undefined>();
  const timer = setTimeout(() => resolve(undefined), waitMs);
  socket.on('data', (chunk: Buffer) => splitter.push(chunk, (message) => resolve(MessageView.open(message))));
  socket.on('close', () => resolve(undefined));
  socket.on('error', () => resolve(undefined));
  socket.write(frame(octets));
  const answer = await promise;
  clearTimeout(timer);
  socket.destroy();
  return answer;
}

function sum(memory: Rig['generation']['memory'], slot: number): number {
  let total = 0;
  for (let thread = 0; thread < memory.rows; thread += 1) total += memory.row(thread)[slot]!;
  return total;
}

test('the rig serves UDP and TCP from a backend on loopback', async () => {
  await using backend = await FakeBackend.open();
  await using rig = await Rig.open(`backends: [${backend.entry()}]`);
  const query = octetsOf('www.example A');
  for (const answer of [await rig.udp(query), await rig.tcp(query)]) {
    assert.equal(answer?.id, 4711);
    assert.equal(answer?.count(1), 1);
  }
  assert.deepEqual(
    backend.queries.map(({ transport }) => transport),
    ['udp', 'tcp'],
  );
});

/** A whole recursor on loopback for tests: real sockets, one thread, authorities that do as a test says. */
import assert from 'node:assert/strict';
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { encodeOptions } from '@span53/dns/edns';
import { Flag, MessageBuilder, MessageView } from '@span53/dns/wire';
import { type ConfigSource, Generation, openLogger } from '@span53/runtime';
import { type SimHost, authority, question } from '@span53/testkit';
import { frame, FrameSplitter } from '@span53/transport';
import type { RecursorConfig } from './config/load.ts';
import { recursorDefinition } from './definition.ts';

const soa = (zone: string) => `${zone} 3600 SOA ns.${zone} admin.${zone} 1 7200 900 86400 300`;
/** root, test. and shop.test. on 127.0.0.2 to 127.0.0.4. */
export const ZONES: readonly SimHost[] = [
  authority({
    '.': `. 3600 SOA a.root.example. admin.example. 1 7200 900 86400 300
      . 3600 NS a.root.example.
      a.root.example. 3600 A 127.0.0.2
      test. 3600 NS ns.test.
      ns.test. 3600 A 127.0.0.3`,
  }),
  authority({
    'test.': `${soa('test.')}
      shop.test. 3600 NS ns.shop.test.
      ns.shop.test. 3600 A 127.0.0.4
      far.test. 3600 NS host.shop.test.`,
  }),
  authority({
    'far.test.': `${soa('far.test.')}
      www.far.test. 60 A 192.0.2.90`,
    'shop.test.': `${soa('shop.test.')}
      www.shop.test. 60 A 192.0.2.80
      host.shop.test. 60 A 127.0.0.4
      alias.shop.test. 60 CNAME www.shop.test.
      ${Array.from({ length: 60 }, (_, n) => `big.shop.test. 60 TXT ${'x'.repeat(30)}${n}`).join('\n')}`,
  }),
];

/** What a client's query is made of. */
export interface Ask {
  readonly id?: number;
  readonly flags?: number;
  readonly edns?: boolean;
  readonly udpSize?: number;
  readonly dnssecOk?: boolean;
  readonly version?: number;
  readonly options?: readonly { readonly code: number; readonly data: Uint8Array }[];
  readonly rclass?: number;
}

/** A query with RD set, and EDNS unless told. */
export function octetsOf(text: string, ask: Ask = {}): Buffer {
  const { id = 4711, flags = Flag.RD, edns = true, options = [], udpSize = 1232, rclass = 1 } = ask;
  const { name, type } = question(text);
  const builder = new MessageBuilder().start({ id, flags, limit: 65_535 });
  builder.question(name, type, rclass);
  const { dnssecOk = false, version = 0 } = ask;
  if (edns) builder.opt({ udpSize, dnssecOk, version, options: encodeOptions(options) });
  return builder.finish();
}

/** A server on one loopback address, UDP and TCP, that keeps what it is asked. */
export class FakeAuthority implements AsyncDisposable {
  readonly queries: { readonly view: MessageView; readonly transport: 'udp' | 'tcp' }[] = [];
  host: SimHost;
  /** Before the host's answer is sent; more packets may be sent to the asker. */
  before: ((query: Buffer, send: (octets: Uint8Array) => void) => void) | undefined;
  readonly #udp: UdpSocket;
  readonly #tcp: Server;

  private constructor(host: SimHost, udp: UdpSocket, tcp: Server) {
    this.host = host;
    this.#udp = udp;
    this.#tcp = tcp;
    udp.on('message', (message, { port, address }) => {
      this.before?.(message, (octets) => udp.send(octets, port, address));
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

  static async open(host: SimHost, address: string, port: number): Promise<FakeAuthority> {
    const tcp = createServer();
    tcp.listen(port, address);
    await once(tcp, 'listening');
    const udp = createSocket('udp4');
    udp.bind((tcp.address() as { port: number }).port, address);
    await once(udp, 'listening');
    return new FakeAuthority(host, udp, tcp);
  }

  get port(): number {
    return this.#udp.address().port;
  }

  /** Names asked, lower case, with the transport when it was not UDP. */
  get asked(): string[] {
    return this.queries.map(({ view, transport }) => {
      const name = view.qname.toString().toLowerCase();
      return transport === 'tcp' ? `${name} tcp` : name;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#udp.close();
    this.#tcp.close();
  }

  #take(octets: Buffer, transport: 'udp' | 'tcp'): Uint8Array | undefined {
    this.queries.push({ view: MessageView.open(octets)!, transport });
    return this.host(octets, transport);
  }
}

/** A running recursor with its authorities. */
export class Rig implements AsyncDisposable {
  readonly generation: Generation<RecursorConfig>;
  readonly root: FakeAuthority;
  readonly test: FakeAuthority;
  readonly shop: FakeAuthority;
  readonly port: number;
  readonly #scope: AsyncDisposableStack;

  private constructor(
    generation: Generation<RecursorConfig>,
    [root, test1, shop]: readonly FakeAuthority[],
    scope: AsyncDisposableStack,
  ) {
    this.generation = generation;
    this.root = root!;
    this.test = test1!;
    this.shop = shop!;
    this.#scope = scope;
    this.port = Number(generation.addresses[0]!.split(':').at(-1));
  }

  /** Opens everything on free ports. `sections` are YAML flow mappings that are added to the rig's own. */
  static async open(sections: Readonly<Record<string, string>> = {}): Promise<Rig> {
    await using scope = new AsyncDisposableStack();
    const servers: FakeAuthority[] = [];
    for (const [at, host] of ZONES.entries()) {
      servers.push(scope.use(await FakeAuthority.open(host, `127.0.0.${2 + at}`, servers[0]?.port ?? 0)));
    }
    const folder = mkdtempSync(path.join(tmpdir(), 'span53-recursor-'));
    scope.defer(() => rmSync(folder, { recursive: true }));
    writeFileSync(path.join(folder, 'hints'), '. 3600 NS a.root.example.\na.root.example. 3600 A 127.0.0.2\n');
    const given: Record<string, string> = {
      incoming: 'listen: ["127.0.0.1:0"]',
      recursor: 'hint_file: hints, threads: 0',
      outgoing: `dont_query: [], port: ${servers[0]!.port}, network_timeout: 300`,
    };
    const keys = new Set([...Object.keys(given), ...Object.keys(sections)]);
    const text = [...keys]
      .map((key) => `${key}: {${[given[key], sections[key]].filter((part) => part !== undefined).join(', ')}}`)
      .join('\n');
    const file = path.join(folder, 'recursor.yml');
    const source: ConfigSource = { file, text, overrides: [], options: {} };
    const definition = recursorDefinition(import.meta.url);
    const loaded = definition.load(source);
    const log = openLogger('recursor', 'silent');
    const generation = scope.use(await Generation.open({ definition, source, loaded, log }));
    return new Rig(generation, servers, scope.move());
  }

  /** The value of a metric without labels. */
  metric(name: string): number {
    const { registry, memory } = this.generation;
    for (const family of registry.families) {
      if (family.name !== name) continue;
      let total = 0;
      for (let row = 0; row < memory.rows; row += 1) total += memory.row(row)[family.series[0]!.slot]!;
      return total;
    }
    throw new Error(`no metric ${name}`);
  }

  /** Sends octets over UDP; undefined when no answer comes in time. */
  async udp(octets: Uint8Array, waitMs = 4000): Promise<MessageView | undefined> {
    const socket = createSocket('udp4');
    try {
      socket.send(octets, this.port, '127.0.0.1');
      const [message] = (await once(socket, 'message', { signal: AbortSignal.timeout(waitMs) })) as [Buffer];
      return MessageView.open(message);
    } catch {
      return undefined;
    } finally {
      socket.close();
    }
  }

  /** Sends one query over TCP; undefined when the connection ends or nothing comes in time. */
  async tcp(octets: Uint8Array, waitMs = 4000): Promise<MessageView | undefined> {
    const socket = connect(this.port, '127.0.0.1');
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

  async [Symbol.asyncDispose](): Promise<void> {
    const bugs = this.metric('span53_bugs');
    await this.#scope.disposeAsync();
    assert.equal(bugs, 0, 'exceptions were caught');
  }
}

test('the rig resolves from the root down, over UDP and TCP', async () => {
  await using rig = await Rig.open();
  for (const answer of [await rig.udp(octetsOf('www.shop.test. A')), await rig.tcp(octetsOf('www.shop.test. A'))]) {
    assert.equal(answer?.rcode, 0);
    assert.equal(answer.count(1), 1);
  }
  assert.deepEqual(rig.shop.asked, ['www.shop.test.']);
});

test('two rigs at a time have ports of their own', async () => {
  await using one = await Rig.open();
  await using two = await Rig.open();
  assert.notEqual(one.port, two.port);
  assert.ok(one.port > 1023 && two.port > 1023, `${one.port} ${two.port}`);
});

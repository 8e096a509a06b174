/**
 * Fuzzes the servers of the lab as processes: mutated packets over UDP and TCP, and behind the recursor and the proxy
 * a server that answers with mutations. Afterwards each lives, answers, has caught no exception and keeps its memory.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { freePlaces, startLab, type ConfigTree, type Lab, type Places } from '@span53/cli/lab';
import { MessageView, RCode } from '@span53/dns/wire';

import type { AnswerCounts } from './answer-check.ts';
import { openHostileServer, type HostileServer } from './hostile-server.ts';
import { Random } from './mutate.ts';
import { normalQuery, PacketSource } from './packets.ts';
import { fuzzTcp } from './tcp-fuzz.ts';
import { fuzzUdp, inTime } from './udp-fuzz.ts';

/** The servers that are fuzzed, by the names of their processes. */
export const FUZZED = ['auth-root', 'auth-leaf-1', 'recursor', 'proxy'] as const;
export type Fuzzed = (typeof FUZZED)[number];

/** Where a server stands, and what it is asked about. */
interface Target {
  readonly address: string;
  readonly port: number;
  readonly webUrl: string;
  readonly names: readonly string[];
  /** It passes on what others answer. */
  readonly passesOn: boolean;
  /** A name of which nothing is cached yet, and one that always is. */
  readonly freshName: (count: number) => string;
  readonly steadyName: string;
}

/** What UDP and TCP fuzzing share: one server, one stream of packets, one report. */
export interface FuzzRun {
  readonly target: Target;
  readonly random: Random;
  readonly source: PacketSource;
  readonly counts: AnswerCounts;
  readonly wrong: (what: string) => void;
  /** True when so much is wrong that more would tell nothing. */
  readonly over: () => boolean;
  readonly normalName: () => string;
}

/** What came of fuzzing one server. */
export interface ServerReport extends AnswerCounts {
  /** What did not hold, with the packet where there is one. */
  readonly failures: readonly string[];
  /** Mutated answers that the server's own queries got. */
  readonly hostileAnswers: number;
  /** Octets of resident memory after half of the packets, and at the end. */
  readonly rss: { readonly half: number; readonly end: number };
  readonly seconds: number;
}

const FAILURES_MAX = 10;
const LEAF_NAMES = ['www.shop.test', 'cdn.shop.test', 'x.apps.shop.test', 'big.shop.test', 'old.media.test'];
/**
 * Resident memory of a server, whose caches are small here, and what the second half of the packets may add to it. The
 * heap of the proxy reaches its plateau between 100,000 and 200,000 packets, 85 MB above what it was at half.
 */
const RSS_OCTETS_MAX = 512 * 1024 * 1024;
const GROWTH_OCTETS_MAX = 128 * 1024 * 1024;
const PAGE_OCTETS = 4096;
const START_MS = 60_000;
const ASK_AGAIN_MS = 200;

/** A lab of four authorities, the recursor and the proxy, with hostile servers behind the latter two. */
export class FuzzLab implements AsyncDisposable {
  readonly #lab: Lab;
  readonly #places: Places;
  readonly #hostile: readonly HostileServer[];
  readonly #scope: AsyncDisposableStack;

  private constructor(lab: Lab, places: Places, hostile: readonly HostileServer[], scope: AsyncDisposableStack) {
    this.#lab = lab;
    this.#places = places;
    this.#hostile = hostile;
    this.#scope = scope;
  }

  /** Starts all of it; queries that ask for it are traced, and the traces are thrown away. */
  static async open(seed: number): Promise<FuzzLab> {
    await using scope = new AsyncDisposableStack();
    const workdir = await mkdtemp(path.join(tmpdir(), 'span53-fuzz-'));
    scope.defer(() => rm(workdir, { recursive: true, force: true }));
    const places = await freePlaces();
    const random = new Random(seed);
    const nobody = scope.use(await openHostileServer(random, places.nobody, places.authorityPort));
    const backend = scope.use(await openHostileServer(random, places.nobody, 0));
    const lab = scope.use(
      await startLab({
        places,
        workdir,
        only: ['auth-root', 'auth-test', 'auth-leaf-1', 'auth-leaf-2', 'recursor', 'proxy'],
        otlpUrl: await openDrain(scope),
        sample: 'on-request',
        readyTimeoutMs: START_MS,
        edit: (name, config) => editConfig(name, config, `${places.nobody}:${backend.port}`),
      }),
    );
    // The hostile backend is always up, so the proxy says that it is ready before it has found the recursor.
    await firstAnswer(places.proxy);
    return new FuzzLab(lab, places, [nobody, backend], scope.move());
  }

  /** Sends so many packets to one server, three quarters of them over UDP, and looks how it is. */
  async fuzz(name: Fuzzed, packets: number, seed: number): Promise<ServerReport> {
    const startMs = performance.now();
    const failures: string[] = [];
    const target = this.#target(name);
    const random = new Random(seed);
    const counts = { sent: 0, malformed: 0, answered: 0, formerr: 0 };
    let normal = 0;
    const run: FuzzRun = {
      target,
      random,
      source: new PacketSource(random, target.names),
      counts,
      wrong: (what) => failures.length < FAILURES_MAX && failures.push(what),
      over: () => failures.length >= FAILURES_MAX,
      // A fresh name now and then: the server's own work is waited for too, and does not pile up.
      normalName: () => ((normal += 1) % 2 === 0 ? target.steadyName : target.freshName(normal)),
    };
    const hostileBefore = this.#hostileAnswers();
    const overTcp = Math.floor(packets / 8);
    const overUdp = Math.floor(packets / 2) - overTcp;
    await fuzzUdp(run, overUdp);
    await fuzzTcp(run, overTcp);
    const half = await this.#rss(name);
    await fuzzUdp(run, packets - overUdp - 2 * overTcp);
    await fuzzTcp(run, overTcp);
    const end = await this.#rss(name);
    failures.push(...(await this.#health()));
    if (end - half > GROWTH_OCTETS_MAX || end > RSS_OCTETS_MAX)
      failures.push(`${name} has ${end} octets in use, ${end - half} more than after half of the packets`);
    const hostileAnswers = this.#hostileAnswers() - hostileBefore;
    return { ...counts, failures, hostileAnswers, rss: { half, end }, seconds: (performance.now() - startMs) / 1000 };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#scope.disposeAsync();
  }

  /** What does not hold of a server that was fuzzed; of the others too, for what went through it reached them. */
  async #health(): Promise<string[]> {
    const failures: string[] = [];
    for (const each of FUZZED) {
      const ended = await Promise.race([this.#lab.processes.get(each)!.exited, undefined]);
      if (ended !== undefined) {
        failures.push(`${each} has ended with ${ended}`);
        continue;
      }
      const bugs = await readBugs(this.#target(each).webUrl);
      if (bugs !== 0) failures.push(`${each} has caught ${bugs} exceptions`);
    }
    return failures;
  }

  #hostileAnswers(): number {
    return this.#hostile.reduce((sum, { answers }) => sum + answers.udp + answers.tcp, 0);
  }

  /** Octets of resident memory; 0 where the system does not tell. */
  async #rss(name: Fuzzed): Promise<number> {
    const { pid } = this.#lab.processes.get(name)!;
    const text = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '0 0');
    return Number(text.split(' ')[1]) * PAGE_OCTETS;
  }

  #target(name: Fuzzed): Target {
    const { authorities, authorityPort, authorityWebPort, recursor, proxy } = this.#places;
    const authority = (address: string): Pick<Target, 'address' | 'port' | 'webUrl'> => {
      return { address, port: authorityPort, webUrl: `http://${address}:${authorityWebPort}` };
    };
    const leaf = { names: LEAF_NAMES, passesOn: false, freshName: freshLeafName, steadyName: 'www.shop.test' };
    // dead.test is served by a hostile authority, and at the proxy by a hostile backend.
    const resolved = { ...leaf, names: [...LEAF_NAMES, 'x.dead.test'] };
    const ofProcess = ({ address, port, webPort }: Places['proxy']): Pick<Target, 'address' | 'port' | 'webUrl'> => {
      return { address, port, webUrl: `http://${address}:${webPort}` };
    };
    switch (name) {
      case 'auth-root':
        return {
          ...authority(authorities.root),
          names: ['.', 'test', 'www.shop.test', 'a.root.test', 'nowhere'],
          passesOn: false,
          freshName: (count) => `n${count}`,
          steadyName: 'test',
        };
      case 'auth-leaf-1':
        return { ...authority(authorities.leaf1), ...leaf };
      case 'recursor':
        return { ...ofProcess(recursor), ...resolved };
      case 'proxy':
        return { ...ofProcess(proxy), ...resolved, passesOn: true };
    }
  }
}

const freshLeafName = (count: number): string => `n${count}.apps.shop.test`;

/** Small caches, so that what grows is no cache; and a hostile backend for dead.test. */
function editConfig(name: string, config: ConfigTree, hostile: string): ConfigTree {
  if (name === 'recursor') return { ...config, recordcache: { max_entries: 5000 }, packetcache: { max_entries: 5000 } };
  if (name !== 'proxy') return { ...config, 'max-cache-entries': 5000 };
  return {
    ...config,
    packet_caches: [{ name: 'cache', size: 5000 }],
    backends: [
      ...(config['backends'] as object[]),
      {
        name: 'hostile',
        address: hostile,
        protocol: 'Do53',
        pools: ['hostile'],
        udp_timeout: 1,
        tcp: { connect_timeout: 1, receive_timeout: 2 },
        health_checks: { mode: 'up' },
      },
    ],
    query_rules: [
      {
        name: 'to the hostile backend',
        selector: { type: 'QNameSuffix', suffixes: ['dead.test.'] },
        action: { type: 'Pool', pool_name: 'hostile' },
      },
    ],
  };
}

/** Asks until there is an answer that is no failure. */
async function firstAnswer({ address, port }: Places['proxy']): Promise<void> {
  const socket = createSocket('udp4');
  const answered = Promise.withResolvers<void>();
  socket.on('error', () => undefined);
  socket.on('message', (octets) => {
    if (MessageView.open(octets)?.rcode === RCode.NOERROR) answered.resolve();
  });
  const ask = setInterval(() => socket.send(normalQuery(LEAF_NAMES[0]!, 1), port, address), ASK_AGAIN_MS);
  try {
    if (!(await inTime(answered.promise, START_MS))) throw new Error('the proxy does not get ready');
  } finally {
    clearInterval(ask);
    socket.close();
  }
}

/** An OTLP receiver that takes everything and keeps nothing. Its URL. */
async function openDrain(scope: AsyncDisposableStack): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200).end());
  });
  scope.defer(() => {
    server.close();
    server.closeAllConnections();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`;
}

/** Exceptions that a server has counted. */
async function readBugs(webUrl: string): Promise<number> {
  const response = await fetch(`${webUrl}/metrics`, { signal: AbortSignal.timeout(5000) });
  const found = /^span53_bugs(?:_total)? (\d+)$/m.exec(await response.text());
  if (found === null) throw new Error(`${webUrl}/metrics has no span53_bugs`);
  return Number(found[1]);
}

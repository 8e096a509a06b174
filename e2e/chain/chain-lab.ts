/**
 * A lab for a test: the topology of `span53 up` on ports of its own, with the test's sink in place of the
 * collector.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import {
  freePlaces,
  LAB_PARTS,
  startLab,
  type ConfigTree,
  type Lab,
  type LabStart,
  type Places,
} from '@span53/cli/lab';
import { expectTrace, OtlpSink, type PlainSpan, type TraceView } from '@span53/testkit';

import { ask, type Query, type Response } from './client.ts';

/** How long a process may take to start on a machine that does much else. */
const START_MS = 60_000;
/** How long a trace may take from the answer to the sink: batching in seven processes on a busy machine. */
const TRACE_MS = 8000;

/** A lab, its sink, and how to ask it. */
export class ChainLab implements AsyncDisposable {
  readonly places: Places;
  readonly lab: Lab;
  readonly sink: OtlpSink;
  readonly #scope: AsyncDisposableStack;
  /** Traces that were looked at: spans of theirs may still come on a busy machine. */
  readonly #seen = new Set<string>();

  private constructor(places: Places, lab: Lab, sink: OtlpSink, scope: AsyncDisposableStack) {
    this.places = places;
    this.lab = lab;
    this.sink = sink;
    this.#scope = scope;
  }

  /** Starts everything but the collector, whose place the sink takes. */
  static async start(options: Partial<LabStart> = {}): Promise<ChainLab> {
    return ChainLab.#start((_places, { url }) => ({ otlpUrl: url, ...options }));
  }

  /** Starts everything; the collector forwards what it gets to the sink. */
  static async startWithCollector(): Promise<ChainLab> {
    return ChainLab.#start(({ collector: { address, otlpPort } }, { url }) => ({
      only: LAB_PARTS,
      otlpUrl: `http://${address}:${otlpPort}/v1/traces`,
      edit: (name, config) =>
        name === 'collector' ? { ...config, forward: [{ endpoint: url }] } : { ...config, tracing: patient(config) },
    }));
  }

  static async #start(options: (places: Places, sink: OtlpSink) => Partial<LabStart>): Promise<ChainLab> {
    await using scope = new AsyncDisposableStack();
    const sink = scope.use(await OtlpSink.open());
    const workdir = await mkdtemp(path.join(tmpdir(), 'span53-chain-'));
    scope.defer(() => rm(workdir, { recursive: true, force: true }));
    const places = await freePlaces();
    await openSilence(places, scope);
    const only = LAB_PARTS.filter((name) => name !== 'collector');
    const lab = scope.use(
      await startLab({ places, workdir, only, readyTimeoutMs: START_MS, ...options(places, sink) }),
    );
    const chain = new ChainLab(places, lab, sink, scope.move());
    await chain.#warm();
    return chain;
  }

  get proxy(): Query['server'] {
    return this.places.proxy;
  }

  ask(name: string, type: Query['type'] = 'A', more: Partial<Query> = {}): Promise<Response> {
    return ask({ name, type, server: this.proxy, ...more });
  }

  /** The spans of the one trace whose root is a query for `name`, once it has stopped growing; they are forgotten. */
  async trace(name: string, remoteParent?: string): Promise<TraceView> {
    const wanted = `${name}.`.replace(/\.\.$/, '.');
    const isRoot = (span: PlainSpan): boolean =>
      span.attributes['dns.question.name'] === wanted &&
      span.service === 'proxy' &&
      span.kind === 2 &&
      !this.#seen.has(span.traceId);
    const deadlineMs = performance.now() + TRACE_MS;
    let seen = 0;
    let quiet = 0;
    for (;;) {
      const { spans } = this.sink;
      const root = spans.find(isRoot);
      const ours = root === undefined ? [] : spans.filter(({ traceId }) => traceId === root.traceId);
      quiet = ours.length > 0 && ours.length === seen ? quiet + 1 : 0;
      seen = ours.length;
      if (quiet >= 8 || performance.now() > deadlineMs) {
        if (ours.length === 0) throw new Error(`no trace of ${wanted} within ${TRACE_MS} ms`);
        this.#seen.add(ours[0]!.traceId);
        this.sink.forget();
        return expectTrace(ours, remoteParent === undefined ? {} : { remoteParent });
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#scope.disposeAsync();
  }

  /** Waits until the proxy's health check has found the recursor, and the root is primed. */
  async #warm(): Promise<void> {
    for (let tries = 0; tries < 50; tries += 1) {
      const answer = await this.ask('warm-up.test', 'A', { timeoutMs: 1000 }).catch(() => undefined);
      if (answer?.packet.rcode === 'NXDOMAIN') break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    this.sink.forget();
  }
}

/** A server that hears and never answers: without it the kernel would say at once that nobody listens. */
async function openSilence({ nobody, authorityPort }: Places, scope: AsyncDisposableStack): Promise<void> {
  const socket = createSocket('udp4');
  scope.defer(() => {
    socket.close();
  });
  socket.bind(authorityPort, nobody);
  await once(socket, 'listening');
}

/** The exporter looks often, and for long, whether the collector is back; a burst is traced as a whole. */
function patient({ tracing }: ConfigTree): object {
  const { exporter, accept, ...rest } = tracing as { exporter: object; accept: readonly object[] };
  const unlimited = accept.map((entry) => Object.assign({}, entry, { max_traces_per_second: 10_000 }));
  return {
    ...rest,
    accept: unlimited,
    exporter: { ...exporter, retry_initial: '200ms', retry_max: '1s', attempts: 60 },
  };
}

import { type IPAddress, Netmask, NetmaskTree } from '@span53/dns/inet';
import {
  declareExportMetrics,
  type ExportLink,
  type ExportMetrics,
  type ExportPort,
  ExporterThread,
  ThreadPort,
} from '@span53/export';
import type { MetricsRegistry, MetricsRow } from '@span53/metrics';
import {
  Admission,
  declareTracingMetrics,
  EpochClock,
  HeadSampler,
  openTracingCounters,
  OtlpEncoder,
  Tracer,
  type TracingMetrics,
} from '@span53/tracing';
import { nowMs, timeOriginMs, unixMs } from '../clock.ts';
import { fillRandom } from '../random.ts';
import type { TelemetryPlan, TracingPlan } from './plan.ts';

/** Slots of everything that tracing and export count. */
export interface TelemetryMetrics {
  readonly tracing: TracingMetrics;
  readonly export: ExportMetrics;
}

/** Declares them: in every thread, from the same plan. */
export function declareTelemetryMetrics(registry: MetricsRegistry, plan: TelemetryPlan): TelemetryMetrics {
  const names = plan.destinations.map(({ name }) => name);
  return { tracing: declareTracingMetrics(registry), export: declareExportMetrics(registry, names) };
}

/** The main thread's part: the exporter thread and the ways into it. */
export class TelemetryMain implements AsyncDisposable {
  readonly #thread: ExporterThread | undefined;
  readonly #graceMs: number;

  private constructor(thread: ExporterThread | undefined, graceMs: number) {
    this.#thread = thread;
    this.#graceMs = graceMs;
  }

  /** Starts the exporter thread when there is a destination. Throws when one cannot be opened. */
  static async open(
    plan: TelemetryPlan,
    context: {
      readonly row: MetricsRow;
      readonly metrics: TelemetryMetrics;
      readonly warn: (text: string, details?: Readonly<Record<string, unknown>>) => void;
      /** How long closing may take to deliver what is queued. */
      readonly graceMs: number;
    },
  ): Promise<TelemetryMain> {
    const { row, metrics, warn, graceMs } = context;
    for (const text of plan.warnings) warn(text);
    const { destinations, inFlightBytesMax } = plan;
    if (destinations.length === 0) return new TelemetryMain(undefined, graceMs);
    const options = { destinations, inFlightBytesMax, row, metrics: metrics.export, warn };
    return new TelemetryMain(await ExporterThread.open(options), graceMs);
  }

  /** What one worker gets, to be passed to `openTelemetry`. Put `port` and `replacements` into the transfer list. */
  link(): ExportLink | undefined {
    return this.#thread?.link();
  }

  /** For /readyz: texts of what is wrong. */
  problems(): readonly string[] {
    return this.#thread?.running === false ? ['the exporter thread is not running'] : [];
  }

  /** Delivers what workers have finished, at most for `deadlineMs`. */
  async flush(deadlineMs: number): Promise<void> {
    await this.#thread?.flush(deadlineMs);
  }

  /** Delivers what is left and ends the thread: after the workers have ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#thread?.close(this.#graceMs);
  }
}

/** What a data plane traces with. */
export interface QueryTracing {
  readonly tracer: Tracer;
  readonly admission: Admission;
  /** EDNS option code of TRACEPARENT. */
  readonly optionCode: number;
  /** For `decodeTraceparent`. */
  readonly rules: { readonly acceptR1: boolean };
  /** Whether this server may be told our trace IDs (`tracing.downstream`). */
  readonly maySendTo: (address: IPAddress) => boolean;
  /** A client's address as spans may tell it. */
  readonly maskedClient: (address: IPAddress) => string;
}

/** One worker's telemetry. */
export interface Telemetry extends Disposable {
  /** Undefined: tracing is off, and nothing is allocated for it. */
  readonly tracing: QueryTracing | undefined;
  /** Undefined: there is no destination. */
  readonly port: ExportPort | undefined;
}

export interface TelemetryContext {
  readonly row: MetricsRow;
  readonly metrics: TelemetryMetrics;
  /** Data workers; rates of the configuration are divided by it. */
  readonly workers: number;
  /** From `TelemetryMain.link`. */
  readonly link?: ExportLink | undefined;
  /** Instead of a link: exporters in this thread (`ExporterSet`), for tests. */
  readonly port?: ExportPort | undefined;
}

/** How often the wall clock is looked at, and what counts as its being set: its grain is a millisecond. */
const clockCheckMs = 60_000;
const clockToleranceMs = 20;

/** Opens tracing in one thread. Disposing posts what is still gathered: after the last query was answered. */
export function openTelemetry(plan: TelemetryPlan, context: TelemetryContext): Telemetry {
  const { row, metrics, link } = context;
  const inFlightFull = (): void => {
    row[metrics.export.inFlightFull]!++;
  };
  const port = context.port ?? (link === undefined ? undefined : new ThreadPort(link, inFlightFull));
  if (plan.tracing === undefined) return { tracing: undefined, port, [Symbol.dispose]: () => port?.flush() };
  const clock = new EpochClock(timeOriginMs());
  const timer = setInterval(() => clock.follow(unixMs(), nowMs(), clockToleranceMs), clockCheckMs);
  timer.unref();
  return {
    tracing: openTracing(plan.tracing, { ...context, port, clock }),
    port,
    [Symbol.dispose]: () => {
      clearInterval(timer);
      port?.flush();
    },
  };
}

function openTracing(plan: TracingPlan, context: TelemetryContext & { readonly clock: EpochClock }): QueryTracing {
  const { row, metrics, workers, port, clock } = context;
  const counters = openTracingCounters(row, metrics.tracing);
  const encoder = new OtlpEncoder({ ...plan.encoder, clock });
  const { sampler, tail, limits, detail, tracesMax, traceTo } = plan;
  const tracer = new Tracer({
    head: new HeadSampler(sampler.kind, sampler.ratio),
    ...(tail !== undefined && { tail }),
    limits,
    detail,
    tracesMax,
    random: fillRandom,
    now: nowMs,
    encode: (recorder, atMs) => encoder.encode(recorder, atMs),
    sink: (octets, traceId) => port?.sendTrace(traceTo, octets, traceId),
    count: (what, by) => counters.add(what, by),
  });
  const share = 1 / workers;
  const accept = plan.accept.map((entry) => ({ ...entry, maxTracesPerSecond: entry.maxTracesPerSecond * share }));
  const admission = new Admission(
    { accept, maxTracesPerSecond: plan.maxTracesPerSecond * share, probe: plan.probe },
    (what) => counters.add(what),
  );
  const downstream = new NetmaskTree<true>();
  for (const mask of plan.downstream) downstream.set(mask, true);
  return {
    tracer,
    admission,
    optionCode: plan.optionCode,
    rules: { acceptR1: plan.acceptShort },
    maySendTo: (address) => downstream.lookup(address.unmapped()) !== undefined,
    maskedClient: masking(plan.maskV4, plan.maskV6),
  };
}

function masking(v4: number, v6: number): (address: IPAddress) => string {
  return (address) => {
    const plain = address.unmapped();
    const bits = plain.family === 4 ? v4 : v6;
    return (bits === plain.octets.length * 8 ? plain : Netmask.of(plain, bits).address).toString();
  };
}

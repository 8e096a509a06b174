import {
  EpochClock,
  HeadSampler,
  OtlpEncoder,
  type EncoderSettings,
  Tracer,
  type TracerCount,
  type TracerSettings,
} from '@span53/tracing';
import { type PlainSpan, plainSpans } from './plain-span.ts';

/** A tracer without clock, randomness and export: time stands still unless `tick` is called, IDs come from a seed, and
 *  kept traces are gathered. */
export interface TestTracer {
  readonly tracer: Tracer;
  /** Milliseconds; begins at 1000. */
  nowMs: number;
  tick(ms: number): void;
  /** Octets of every kept trace. */
  readonly kept: Uint8Array[];
  /** The spans of all kept traces. */
  readonly spans: PlainSpan[];
  readonly counts: Partial<Record<TracerCount, number>>;
}

/** Unix time of `nowMs` 0 in a test tracer, 2026-01-01. */
export const testEpochMs = 1_767_225_600_000;

export function testTracer(settings: Partial<TracerSettings> = {}, encoder: Partial<EncoderSettings> = {}): TestTracer {
  let seed = 53;
  const otlp = new OtlpEncoder({
    resource: { 'service.name': 'test' },
    scope: { name: 'test/query', version: '1.0' },
    clock: new EpochClock(testEpochMs),
    ...encoder,
  });
  const rig = {
    nowMs: 1000,
    kept: [] as Uint8Array[],
    counts: {} as Partial<Record<TracerCount, number>>,
    tick: (ms: number) => void (rig.nowMs += ms),
    get spans(): PlainSpan[] {
      return rig.kept.flatMap(plainSpans);
    },
  };
  const tracer = new Tracer({
    head: new HeadSampler('always_on'),
    limits: { spansMax: 64, attributesMax: 128, eventsMax: 128, linksMax: 128 },
    detail: 'normal',
    tracesMax: 16,
    random: (target) => {
      // A linear congruential generator (Numerical Recipes): repeatable, and nothing here is secret.
      for (let i = 0; i < target.length; i++) {
        seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
        target[i] = seed >>> 24;
      }
    },
    now: () => rig.nowMs,
    encode: (recorder, nowMs) => otlp.encode(recorder, nowMs),
    sink: (octets) => void rig.kept.push(octets),
    count: (what, by) => void (rig.counts[what] = (rig.counts[what] ?? 0) + by),
    ...settings,
  });
  return Object.assign(rig, { tracer });
}

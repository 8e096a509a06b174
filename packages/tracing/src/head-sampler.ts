import { type TraceContext, TraceFlags } from './trace-context.ts';

/** The samplers of `OTEL_TRACES_SAMPLER`. */
export const samplerKinds = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;
export type SamplerKind = (typeof samplerKinds)[number];

/** Half of the 56 random bits of a trace ID: doubles hold 53 bits exactly, so they are compared in two halves. */
const half = 2 ** 28;

/** Decides at the start whether a trace is kept. The same trace ID gets the same answer in every server, and a higher
 *  ratio keeps what a lower one keeps (OpenTelemetry threshold sampling: keep when R >= T = 2^56 (1 - ratio)). */
export class HeadSampler {
  readonly kind: SamplerKind;
  readonly ratio: number;
  readonly #parentBased: boolean;
  readonly #thresholdHigh: number;
  readonly #thresholdLow: number;

  /** `ratio` is used by the ratio samplers only, 0 to 1. */
  constructor(kind: SamplerKind, ratio = 1) {
    this.kind = kind;
    this.#parentBased = kind.startsWith('parentbased_');
    const root = kind.replace('parentbased_', '');
    this.ratio = root === 'traceidratio' ? Math.min(1, Math.max(0, ratio)) : Number(root === 'always_on');
    const threshold = Math.round((1 - this.ratio) * half * half);
    this.#thresholdHigh = Math.floor(threshold / half);
    this.#thresholdLow = threshold % half;
  }

  /** `parent` is the remote context that the trace continues, if any. */
  keeps(traceId: Uint8Array, parent?: TraceContext): boolean {
    if (parent !== undefined && this.#parentBased) return (parent.flags & TraceFlags.sampled) !== 0;
    const high = (traceId[9]! << 20) | (traceId[10]! << 12) | (traceId[11]! << 4) | (traceId[12]! >>> 4);
    if (high !== this.#thresholdHigh) return high > this.#thresholdHigh;
    const low = ((traceId[12]! & 15) << 24) | (traceId[13]! << 16) | (traceId[14]! << 8) | traceId[15]!;
    return low >= this.#thresholdLow;
  }

  /** The `th` value of the `ot` tracestate member: the threshold as hex without trailing zeros. Undefined when
   *  nothing is kept. */
  get thresholdText(): string | undefined {
    if (this.ratio <= 0) return undefined;
    const digits = hex7(this.#thresholdHigh) + hex7(this.#thresholdLow);
    return digits.replace(/0+$/, '') || '0';
  }
}

function hex7(value: number): string {
  return value.toString(16).padStart(7, '0');
}

import type { Attributes, AttributeKey, AttributeValue } from './attributes.ts';
import type { EventName, SpanName } from './names.ts';
import type { Recorder } from './recorder.ts';
import { type TraceContext, TraceFlags } from './trace-context.ts';

/** OTLP `Span.SpanKind`. */
export const SpanKind = { INTERNAL: 1, SERVER: 2, CLIENT: 3, PRODUCER: 4, CONSUMER: 5 } as const;
export type SpanKind = (typeof SpanKind)[keyof typeof SpanKind];

/** One step of a query, from when it was opened to `end()`. It is a handle: after the trace has finished, every call
 *  on it does nothing and is counted. The parent is explicit, since queries interleave: there is no current span. */
export interface Span extends Disposable {
  /** The 16 octets of the trace. A view: copy what outlives the trace. */
  readonly traceId: Uint8Array;
  /** A fresh copy of this span's 8 octets. */
  readonly spanId: Uint8Array;
  /** A copy of what makes this span the parent or the link of something elsewhere. */
  context(): TraceContext;
  /** Opens a child, INTERNAL unless told. `attributes` is kept by reference, so build it once and reuse it. */
  span(name: SpanName, attributes?: Attributes, kind?: SpanKind): Span;
  /** Sets an attribute, also one that was set before. */
  set(key: AttributeKey, value: AttributeValue): void;
  /** Something that happened at a moment, now. */
  event(name: EventName, attributes?: Attributes): void;
  /** A related span of another trace in this process: the leader of a coalesced query, the query behind a refresh. */
  link(context: TraceContext, attributes?: Attributes): void;
  /** Status ERROR with `error.type`, a word of few values: `timeout`, `network`, `servfail`. */
  fail(errorType: string, message?: string): void;
  /** Closes the span, now or at `atMs` (`performance.now()` of this thread). Only the first call counts. */
  end(atMs?: number): void;
  /** Whether who is asked next is told. Not of a trace that is recorded for the tail rules only: PowerDNS, and we by
   *  default, take the option's presence for a request. */
  readonly isPropagated: boolean;
  /** Writes 27 octets of TRACEPARENT option data with this span as the parent of what the receiver does. */
  writeTraceparent(target: Uint8Array, at: number): void;
}

/** A span kept in a recorder. */
export class RecordedSpan implements Span {
  readonly #recorder: Recorder;
  readonly #index: number;
  readonly #generation: number;

  constructor(recorder: Recorder, index: number) {
    this.#recorder = recorder;
    this.#index = index;
    this.#generation = recorder.generation;
  }

  get traceId(): Uint8Array {
    return this.#recorder.traceId;
  }

  get isPropagated(): boolean {
    return (this.#recorder.flags & TraceFlags.sampled) !== 0;
  }

  get spanId(): Uint8Array {
    const octets = new Uint8Array(8);
    this.#recorder.writeSpanId(this.#index, octets, 0);
    return octets;
  }

  context(): TraceContext {
    const { traceId, flags, traceState } = this.#recorder;
    const context = { traceId: traceId.slice(), spanId: this.spanId, flags };
    return traceState === undefined ? context : { ...context, traceState };
  }

  span(name: SpanName, attributes?: Attributes, kind: SpanKind = SpanKind.INTERNAL): Span {
    if (!this.#live) return this;
    return this.#recorder.open(name, this.#index, kind, attributes);
  }

  set(key: AttributeKey, value: AttributeValue): void {
    if (this.#live) this.#recorder.set(this.#index, key, value);
  }

  event(name: EventName, attributes?: Attributes): void {
    if (this.#live) this.#recorder.event(this.#index, name, attributes);
  }

  link(context: TraceContext, attributes?: Attributes): void {
    if (this.#live) this.#recorder.link(this.#index, context, false, attributes);
  }

  fail(errorType: string, message?: string): void {
    if (this.#live) this.#recorder.fail(this.#index, errorType, message);
  }

  end(atMs?: number): void {
    if (this.#live) this.#recorder.end(this.#index, atMs);
  }

  writeTraceparent(target: Uint8Array, at: number): void {
    const { traceId, flags } = this.#recorder;
    target[at] = 0;
    target[at + 1] = 0;
    target.set(traceId, at + 2);
    this.#recorder.writeSpanId(this.#index, target, at + 18);
    target[at + 26] = flags;
  }

  [Symbol.dispose](): void {
    this.end();
  }

  get #live(): boolean {
    if (this.#recorder.generation === this.#generation) return true;
    this.#recorder.countStale();
    return false;
  }
}

/** What a span does that keeps nothing. */
export abstract class SilentSpan {
  set(): void {}
  event(): void {}
  link(): void {}
  fail(): void {}
  end(): void {}
  [Symbol.dispose](): void {}
}

/** A span that is not kept: the trace is full, or the level of detail leaves it out. Its children hang on the nearest
 *  span that is kept, and that one is the parent for whoever receives `writeTraceparent`. */
export class UnrecordedSpan extends SilentSpan implements Span {
  readonly #kept: Span;

  constructor(kept: Span) {
    super();
    this.#kept = kept;
  }

  get traceId(): Uint8Array {
    return this.#kept.traceId;
  }

  get isPropagated(): boolean {
    return this.#kept.isPropagated;
  }

  get spanId(): Uint8Array {
    return this.#kept.spanId;
  }

  context(): TraceContext {
    return this.#kept.context();
  }

  span(name: SpanName, attributes?: Attributes, kind?: SpanKind): Span {
    return this.#kept.span(name, attributes, kind);
  }

  writeTraceparent(target: Uint8Array, at: number): void {
    this.#kept.writeTraceparent(target, at);
  }
}

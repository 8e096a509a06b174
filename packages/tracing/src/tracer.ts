import type { Admitted } from './admission.ts';
import type { Attributes } from './attributes.ts';
import type { HeadSampler } from './head-sampler.ts';
import { IdPool, type RandomSource } from './id-pool.ts';
import type { SpanName } from './names.ts';
import { type Detail, Recorder, type RecorderCount, type RecorderLimits } from './recorder.ts';
import { type Span, SpanKind } from './span.ts';
import { type TailRules, tailReason } from './tail-sampler.ts';
import { type TraceContext, TraceFlags } from './trace-context.ts';

/** How a trace begins. */
export interface TraceStart {
  /** When the query arrived: `performance.now()` of this thread. */
  readonly nowMs: number;
  /** SERVER unless told. */
  readonly kind?: SpanKind;
  /** The remote span that caused this one: its trace is continued. */
  readonly parent?: TraceContext;
  /** A span that caused this one but is no parent: untrusted, or of a query answered long ago. */
  readonly link?: TraceContext;
  /** The link is where the trace would have continued, had its sender been trusted. */
  readonly restarted?: boolean;
  /** Who asked for the trace: `dns.trace.source`. */
  readonly source?: 'edns' | 'http' | 'local' | 'probe';
  readonly attributes?: Attributes;
  /** False: record, but let the end decide (tail sampler, a late SetTrace rule). True unless told. */
  readonly sampled?: boolean;
}

/** The spans of one query. Whoever started it calls `finish` once, in every way a query can end. */
export interface Trace {
  readonly root: Span;
  /** A view: copy what outlives the trace. */
  readonly traceId: Uint8Array;
  /** Whether `finish` exports it. Rules may change it while the query runs. */
  sampled: boolean;
  /** Makes `parent` the remote parent of the root and takes its trace ID: a rule decided to continue a trace after
   *  some of its spans were opened. */
  adopt(parent: TraceContext): void;
  /** What is recorded so far as OTLP `TracesData`. Spans that are open end now. */
  snapshot(): Uint8Array;
  /** Ends the root and hands the trace, if it is kept, to `sink`: the tracer's own unless told. Later calls do
   *  nothing. */
  finish(sink?: TraceSink): void;
}

/** Gets the `TracesData` octets of a kept trace and owns them; the trace ID is a view, good during the call. Called on
 *  the query path: must not wait. */
export type TraceSink = (octets: Uint8Array, traceId: Uint8Array) => void;

export type TracerCount = RecorderCount | 'started' | 'kept' | 'dropped' | 'refused';

export interface TracerSettings {
  readonly head: HeadSampler;
  /** Present: every query is recorded and judged at its end, whatever the head sampler says. */
  readonly tail?: TailRules;
  readonly limits: RecorderLimits;
  readonly detail: Detail;
  /** Traces recorded at the same time; more are not recorded, and counted as `refused`. */
  readonly tracesMax: number;
  readonly random: RandomSource;
  /** `performance.now()` of this thread. */
  readonly now: () => number;
  /** Octets of `TracesData`; open spans end at `nowMs`. */
  readonly encode: (recorder: Recorder, nowMs: number) => Uint8Array;
  readonly sink: TraceSink;
  readonly count: (what: TracerCount, by: number) => void;
}

/** Starts traces and keeps their recorders. One per thread. */
export class Tracer {
  readonly settings: TracerSettings;
  readonly #ids: IdPool;
  readonly #candidate = new Uint8Array(16);
  readonly #free: Recorder[] = [];
  /** tracestate of traces that start here: tells others by which threshold they were chosen. */
  readonly #ownState: string | undefined;
  #recording = 0;

  constructor(settings: TracerSettings) {
    this.settings = settings;
    this.#ids = new IdPool(settings.random);
    const { head } = settings;
    this.#ownState = head.ratio < 1 && head.ratio > 0 ? `ot=th:${head.thresholdText}` : undefined;
  }

  /** Traces being recorded now. */
  get recording(): number {
    return this.#recording;
  }

  get detail(): Detail {
    return this.settings.detail;
  }

  /** The trace of a query that just arrived, or undefined when it is not recorded: then nothing was allocated.
   *  `admitted` is what came of the TRACEPARENT it carried, if it carried one. */
  open(name: SpanName, nowMs: number, admitted?: Admitted): Trace | undefined {
    const { head, tail } = this.settings;
    switch (admitted?.verdict) {
      case 'continue': {
        const { parent, forced, link, source } = admitted as Continued;
        if (!forced && !head.keeps(parent.traceId, parent)) return undefined;
        return this.start(name, link === undefined ? { nowMs, parent, source } : { nowMs, parent, source, link });
      }
      case 'link':
        return this.start(name, { nowMs, link: admitted.link!, source: admitted.source, restarted: true });
      case 'probe':
      case 'fresh':
        return this.start(name, { nowMs, source: 'probe', ...(admitted.link && { link: admitted.link }) });
      case 'denied':
      case 'limited':
      case 'malformed':
      case 'unsampled':
      case undefined: {
        this.#ids.traceId(this.#candidate);
        const sampled = head.keeps(this.#candidate);
        return sampled || tail !== undefined ? this.#begin(name, { nowMs, sampled, source: 'local' }) : undefined;
      }
    }
  }

  /** Records unconditionally: work that the server started itself, or a decision made elsewhere. Undefined when
   *  `tracesMax` are under way. */
  start(name: SpanName, start: TraceStart): Trace | undefined {
    if (start.parent === undefined) this.#ids.traceId(this.#candidate);
    return this.#begin(name, start);
  }

  /** Takes the trace ID from the parent, or from `#candidate`. */
  #begin(name: SpanName, start: TraceStart): Trace | undefined {
    const { settings } = this;
    if (this.#recording >= settings.tracesMax) {
      settings.count('refused', 1);
      return undefined;
    }
    this.#recording++;
    settings.count('started', 1);
    const recorder = this.#free.pop() ?? new Recorder(settings);
    const { parent, link, sampled = true } = start;
    recorder.reset(this.#ids.spanBase(), start.nowMs);
    recorder.traceId.set(parent?.traceId ?? this.#candidate);
    recorder.parent = parent;
    recorder.traceState = parent === undefined ? this.#ownState : parent.traceState;
    recorder.flags =
      (parent === undefined ? TraceFlags.random : parent.flags & TraceFlags.random) |
      (sampled ? TraceFlags.sampled : 0);
    const root = recorder.open(name, -1, start.kind ?? SpanKind.SERVER, start.attributes);
    if (start.source !== undefined) root.set('dns.trace.source', start.source);
    if (link !== undefined) recorder.link(0, link, start.source === 'edns' || start.source === 'http');
    if (start.restarted === true) root.set('dns.trace.restarted', true);
    return new RecordedTrace(this, recorder, root);
  }

  /** Called by a trace when it finishes. */
  close(recorder: Recorder, sampled: boolean, sink = this.settings.sink): void {
    const { tail, encode, count, now } = this.settings;
    const nowMs = now();
    const leftOpen = closeAll(recorder, nowMs);
    if (leftOpen > 0) count('spans_left_open', leftOpen);
    const kept = sampled || (tail !== undefined && tailReason(tail, recorder) !== undefined);
    count(kept ? 'kept' : 'dropped', 1);
    count('spans', recorder.count);
    try {
      if (kept) sink(encode(recorder, nowMs), recorder.traceId);
    } finally {
      recorder.generation++;
      this.#recording--;
      if (this.#free.length < recordersKeptMax) this.#free.push(recorder);
    }
  }
}

type Continued = Admitted & Required<Pick<Admitted, 'parent' | 'forced'>>;

/** Recorders kept for reuse; beyond that they go to the garbage collector. */
const recordersKeptMax = 256;

class RecordedTrace implements Trace {
  readonly root: Span;
  readonly #tracer: Tracer;
  readonly #recorder: Recorder;
  readonly #generation: number;

  constructor(tracer: Tracer, recorder: Recorder, root: Span) {
    this.#tracer = tracer;
    this.#recorder = recorder;
    this.#generation = recorder.generation;
    this.root = root;
  }

  get traceId(): Uint8Array {
    return this.#recorder.traceId;
  }

  get sampled(): boolean {
    return (this.#recorder.flags & TraceFlags.sampled) !== 0;
  }

  set sampled(value: boolean) {
    if (!this.#live) return;
    if (value) this.#recorder.flags |= TraceFlags.sampled;
    else this.#recorder.flags &= ~TraceFlags.sampled;
  }

  adopt(parent: TraceContext): void {
    if (!this.#live) return;
    const recorder = this.#recorder;
    recorder.traceId.set(parent.traceId);
    recorder.parent = parent;
    recorder.traceState = parent.traceState;
    recorder.flags = (recorder.flags & TraceFlags.sampled) | (parent.flags & TraceFlags.random);
  }

  snapshot(): Uint8Array {
    if (!this.#live) return new Uint8Array(0);
    const { encode, now } = this.#tracer.settings;
    return encode(this.#recorder, now());
  }

  finish(sink?: TraceSink): void {
    if (!this.#live) return;
    this.root.end();
    this.#tracer.close(this.#recorder, this.sampled, sink);
  }

  get #live(): boolean {
    if (this.#recorder.generation === this.#generation) return true;
    this.#recorder.countStale();
    return false;
  }
}

/** Ends every open span; gives how many there were. */
function closeAll(recorder: Recorder, nowMs: number): number {
  let open = 0;
  for (let span = 0; span < recorder.count; span++) {
    if (!Number.isNaN(recorder.endsMs[span]!)) continue;
    recorder.end(span, nowMs);
    open++;
  }
  return open;
}

import type { Attributes, AttributeKey, AttributeValue } from './attributes.ts';
import type { EventName, SpanName } from './names.ts';
import { RecordedSpan, type Span, SpanKind, UnrecordedSpan } from './span.ts';
import type { TraceContext } from './trace-context.ts';

/** What one trace may hold. What does not fit is dropped and counted, in the trace (`dropped_*_count`) and outside. */
export interface RecorderLimits {
  /** Spans of one trace: 64 in proxy and auth, 512 in the recursor. */
  readonly spansMax: number;
  /** Attributes set on one span, events of one span, links of one span. */
  readonly attributesMax: number;
  readonly eventsMax: number;
  readonly linksMax: number;
}

/** `low`: the server span and the client spans. `normal`: every step. `high`: parsing and ACL are steps too. */
export type Detail = 'low' | 'normal' | 'high';

export interface SpanEvent {
  readonly span: number;
  readonly atMs: number;
  readonly name: EventName;
  readonly attributes: Attributes | undefined;
}

export interface SpanLink {
  readonly span: number;
  readonly context: TraceContext;
  /** Whether it is a span of another process. */
  readonly remote: boolean;
  readonly attributes: Attributes | undefined;
}

/** OTLP `Status.StatusCode`. */
export const StatusCode = { UNSET: 0, OK: 1, ERROR: 2 } as const;
export type StatusCode = (typeof StatusCode)[keyof typeof StatusCode];

/** What a recorder counts outside its trace. */
export type RecorderCount = 'spans' | 'spans_dropped' | 'stale_calls' | 'spans_left_open';

export interface RecorderSettings {
  readonly limits: RecorderLimits;
  readonly detail: Detail;
  /** `performance.now()` of this thread. */
  readonly now: () => number;
  readonly count: (what: RecorderCount, by: number) => void;
}

/** The spans of one query as parallel lists, index 0 being the root. Reused: `reset` only turns counters back, so a
 *  recorded query allocates its handles and little else. */
export class Recorder {
  readonly traceId = new Uint8Array(16);
  flags = 0;
  traceState: string | undefined;
  /** The remote parent of the root. */
  parent: TraceContext | undefined;
  /** Goes up with every reset; a handle of an earlier generation is stale. */
  generation = 0;
  count = 0;
  spansDropped = 0;
  readonly names: SpanName[] = [];
  readonly kinds: SpanKind[] = [];
  readonly parents: number[] = [];
  readonly startsMs: number[] = [];
  /** NaN while the span is open. */
  readonly endsMs: number[] = [];
  readonly statuses: StatusCode[] = [];
  readonly messages: (string | undefined)[] = [];
  /** Attributes given at the start, by reference; those set later are entries and win. */
  readonly given: (Attributes | undefined)[] = [];
  /** First and last entry of each span, -1 for none; entries form a list through `nextEntry`. */
  readonly firstEntry: number[] = [];
  readonly lastEntry: number[] = [];
  readonly entryCounts: number[] = [];
  readonly attributesDropped: number[] = [];
  readonly entryKeys: AttributeKey[] = [];
  readonly entryValues: AttributeValue[] = [];
  readonly nextEntry: number[] = [];
  entries = 0;
  /** Counts go on above the limit, so that the encoder can tell how many were dropped. */
  readonly events: SpanEvent[] = [];
  readonly links: SpanLink[] = [];
  readonly eventCounts: number[] = [];
  readonly linkCounts: number[] = [];
  readonly #settings: RecorderSettings;
  #handles: RecordedSpan[] = [];
  #rootMs = 0;
  #baseHigh = 0;
  #baseLow = 0;

  constructor(settings: RecorderSettings) {
    this.#settings = settings;
  }

  /** Empties the recorder for the next trace; all handles given out become stale. */
  reset(base: { high: number; low: number }, startMs: number): void {
    this.#rootMs = startMs;
    this.generation++;
    this.count = 0;
    this.spansDropped = 0;
    this.entries = 0;
    this.events.length = 0;
    this.links.length = 0;
    this.#handles = [];
    this.parent = undefined;
    this.traceState = undefined;
    this.#baseHigh = base.high;
    this.#baseLow = base.low;
  }

  /** Opens a span below `parent`, now, or the root (-1), at the trace's start. A full trace, or one of low detail,
   *  gives an unrecorded span that stands for its parent. */
  open(name: SpanName, parent: number, kind: SpanKind, attributes?: Attributes): Span {
    const { limits, detail, now, count } = this.#settings;
    if (parent >= 0 && detail === 'low' && kind === SpanKind.INTERNAL) {
      return new UnrecordedSpan(this.#handles[parent]!);
    }
    if (this.count >= limits.spansMax) {
      this.spansDropped++;
      count('spans_dropped', 1);
      return new UnrecordedSpan(this.#handles[parent]!);
    }
    const index = this.count++;
    this.names[index] = name;
    this.kinds[index] = kind;
    this.parents[index] = parent;
    this.startsMs[index] = parent < 0 ? this.#rootMs : now();
    this.endsMs[index] = Number.NaN;
    this.statuses[index] = StatusCode.UNSET;
    this.messages[index] = undefined;
    this.given[index] = attributes;
    this.firstEntry[index] = -1;
    this.lastEntry[index] = -1;
    this.entryCounts[index] = 0;
    this.attributesDropped[index] = 0;
    this.eventCounts[index] = 0;
    this.linkCounts[index] = 0;
    const handle = new RecordedSpan(this, index);
    this.#handles[index] = handle;
    return handle;
  }

  set(span: number, key: AttributeKey, value: AttributeValue): void {
    for (let at = this.firstEntry[span]!; at >= 0; at = this.nextEntry[at]!) {
      if (this.entryKeys[at] === key) {
        this.entryValues[at] = value;
        return;
      }
    }
    if (this.entryCounts[span]! >= this.#settings.limits.attributesMax) {
      this.attributesDropped[span]!++;
      return;
    }
    const entry = this.entries++;
    this.entryKeys[entry] = key;
    this.entryValues[entry] = value;
    this.nextEntry[entry] = -1;
    const last = this.lastEntry[span]!;
    if (last < 0) this.firstEntry[span] = entry;
    else this.nextEntry[last] = entry;
    this.lastEntry[span] = entry;
    this.entryCounts[span]!++;
  }

  /** The value of an attribute, or undefined. For the tail sampler and tests; the encoder walks the lists. */
  get(span: number, key: AttributeKey): AttributeValue | undefined {
    for (let at = this.firstEntry[span]!; at >= 0; at = this.nextEntry[at]!) {
      if (this.entryKeys[at] === key) return this.entryValues[at];
    }
    return this.given[span]?.[key];
  }

  event(span: number, name: EventName, attributes: Attributes | undefined): void {
    if (this.eventCounts[span]!++ >= this.#settings.limits.eventsMax) return;
    this.events.push({ span, atMs: this.#settings.now(), name, attributes });
  }

  link(span: number, context: TraceContext, remote: boolean, attributes?: Attributes): void {
    if (this.linkCounts[span]!++ >= this.#settings.limits.linksMax) return;
    const copy = { ...context, traceId: context.traceId.slice(), spanId: context.spanId.slice() };
    this.links.push({ span, context: copy, remote, attributes });
  }

  fail(span: number, errorType: string, message: string | undefined): void {
    this.statuses[span] = StatusCode.ERROR;
    this.messages[span] = message;
    this.set(span, 'error.type', errorType);
  }

  end(span: number, atMs: number | undefined): void {
    if (!Number.isNaN(this.endsMs[span]!)) return;
    this.endsMs[span] = Math.max(atMs ?? this.#settings.now(), this.startsMs[span]!);
  }

  /** Span IDs are a random base plus the index: unique in the trace, without asking the CSPRNG per span. */
  writeSpanId(span: number, target: Uint8Array, at: number): void {
    const low = this.#baseLow + span;
    target[at] = this.#baseHigh >>> 24;
    target[at + 1] = this.#baseHigh >>> 16;
    target[at + 2] = this.#baseHigh >>> 8;
    target[at + 3] = this.#baseHigh;
    target[at + 4] = low >>> 24;
    target[at + 5] = low >>> 16;
    target[at + 6] = low >>> 8;
    target[at + 7] = low;
  }

  countStale(): void {
    this.#settings.count('stale_calls', 1);
  }
}

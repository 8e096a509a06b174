import { ProtoWriter } from '@span53/proto';
import type { AttributeKey, Attributes, AttributeValue } from './attributes.ts';
import type { EpochClock } from './epoch-clock.ts';
import type { Aliases } from './legacy-attributes.ts';
import { type Recorder, StatusCode } from './recorder.ts';
import type { TraceContext } from './trace-context.ts';

/** OTLP span and link flags beside the W3C octet: whether the parent is remote is known; it is. */
const REMOTE_KNOWN = 0x100;
const REMOTE = 0x200;

export interface EncoderSettings {
  /** `service.name` and what else describes this process. */
  readonly resource: Readonly<Record<string, AttributeValue>>;
  readonly scope: {
    readonly name: string;
    readonly version: string;
    readonly attributes?: Readonly<Record<string, AttributeValue>>;
  };
  readonly clock: EpochClock;
  /** PowerDNS' attribute names beside ours. */
  readonly aliases?: Aliases;
  /** Attributes that never leave the process (personal data). */
  readonly drop?: ReadonlySet<AttributeKey>;
  /** Longer texts are cut. */
  readonly valueLengthMax?: number;
}

/** Writes a recorder's spans as OTLP `TracesData`, which is also an `ExportTraceServiceRequest`, and which merges with
 *  others by concatenation. Resource and scope are encoded once. */
export class OtlpEncoder {
  readonly #writer = new ProtoWriter(16_384);
  readonly #clock: EpochClock;
  readonly #resource: Uint8Array;
  readonly #scope: Uint8Array;
  readonly #aliases: Aliases | undefined;
  readonly #drop: ReadonlySet<string> | undefined;
  readonly #lengthMax: number;
  readonly #id = new Uint8Array(8);

  constructor(settings: EncoderSettings) {
    const { resource, scope, clock, aliases, drop, valueLengthMax } = settings;
    this.#clock = clock;
    this.#aliases = aliases;
    this.#drop = drop === undefined || drop.size === 0 ? undefined : drop;
    this.#lengthMax = valueLengthMax ?? Number.MAX_SAFE_INTEGER;
    this.#resource = this.#message(1, () => this.#plain(1, resource));
    this.#scope = this.#message(1, (w) => {
      w.string(1, scope.name);
      if (scope.version !== '') w.string(2, scope.version);
      this.#plain(3, scope.attributes ?? {});
    });
  }

  /** The octets have a buffer of their own, which can be transferred. Open spans end at `nowMs`. */
  encode(recorder: Recorder, nowMs: number): Uint8Array<ArrayBuffer> {
    const w = this.#writer;
    w.reset();
    const resourceSpans = w.open(1);
    w.raw(this.#resource);
    const scopeSpans = w.open(2);
    w.raw(this.#scope);
    for (let span = 0; span < recorder.count; span++) this.#span(recorder, span, nowMs);
    w.close(scopeSpans);
    w.close(resourceSpans);
    return w.finish();
  }

  #span(recorder: Recorder, span: number, nowMs: number): void {
    const w = this.#writer;
    const end = recorder.endsMs[span]!;
    const start = w.open(2);
    w.bytes(1, recorder.traceId);
    recorder.writeSpanId(span, this.#id, 0);
    w.bytes(2, this.#id);
    if (recorder.traceState !== undefined) w.string(3, recorder.traceState);
    const flags = this.#parent(recorder, span);
    w.string(5, recorder.names[span]!);
    w.uint(6, recorder.kinds[span]!);
    this.#time(7, recorder.startsMs[span]!);
    this.#time(8, Number.isNaN(end) ? Math.max(nowMs, recorder.startsMs[span]!) : end);
    this.#given(9, recorder, span);
    this.#entries(recorder, span);
    if (recorder.attributesDropped[span]! > 0) w.uint(10, recorder.attributesDropped[span]!);
    if (recorder.eventCounts[span]! > 0) this.#events(recorder, span);
    if (recorder.linkCounts[span]! > 0) this.#links(recorder, span);
    if (recorder.statuses[span] !== StatusCode.UNSET) this.#status(recorder, span);
    w.fixed32(16, flags);
    w.close(start);
  }

  /** Writes the parent, absent in a root, and gives the span's flags. */
  #parent(recorder: Recorder, span: number): number {
    const flags = recorder.flags | REMOTE_KNOWN;
    const parent = recorder.parents[span]!;
    if (parent >= 0) {
      recorder.writeSpanId(parent, this.#id, 0);
      this.#writer.bytes(4, this.#id);
      return flags;
    }
    const remote = recorder.parent?.spanId;
    if (remote === undefined || remote.every((octet) => octet === 0)) return flags;
    this.#writer.bytes(4, remote);
    return flags | REMOTE;
  }

  /** Attributes given at the start, without those that were set again. */
  #given(field: number, recorder: Recorder, span: number): void {
    const given = recorder.given[span];
    if (given === undefined) return;
    for (const key in given) {
      const value = given[key as AttributeKey];
      if (value !== undefined && !isSet(recorder, span, key)) this.#attribute(field, key, value);
    }
  }

  #entries(recorder: Recorder, span: number): void {
    for (let at = recorder.firstEntry[span]!; at >= 0; at = recorder.nextEntry[at]!) {
      this.#attribute(9, recorder.entryKeys[at]!, recorder.entryValues[at]!);
    }
  }

  #events({ events, eventCounts }: Recorder, span: number): void {
    const w = this.#writer;
    let written = 0;
    for (const event of events) {
      if (event.span !== span) continue;
      written++;
      const start = w.open(11);
      this.#time(1, event.atMs);
      w.string(2, event.name);
      this.#attributes(3, event.attributes);
      w.close(start);
    }
    if (eventCounts[span]! > written) w.uint(12, eventCounts[span]! - written);
  }

  #links({ links, linkCounts }: Recorder, span: number): void {
    const w = this.#writer;
    let written = 0;
    for (const link of links) {
      if (link.span !== span) continue;
      written++;
      const start = w.open(13);
      this.#linked(link.context);
      this.#attributes(4, link.attributes);
      w.fixed32(6, link.context.flags | REMOTE_KNOWN | (link.remote ? REMOTE : 0));
      w.close(start);
    }
    if (linkCounts[span]! > written) w.uint(14, linkCounts[span]! - written);
  }

  #linked({ traceId, spanId, traceState }: TraceContext): void {
    this.#writer.bytes(1, traceId);
    this.#writer.bytes(2, spanId);
    if (traceState !== undefined) this.#writer.string(3, traceState);
  }

  #status(recorder: Recorder, span: number): void {
    const start = this.#writer.open(15);
    const message = recorder.messages[span];
    if (message !== undefined) this.#writer.string(2, this.#cut(message));
    this.#writer.uint(3, recorder.statuses[span]!);
    this.#writer.close(start);
  }

  #attributes(field: number, attributes: Attributes | undefined): void {
    if (attributes === undefined) return;
    for (const key in attributes) {
      const value = attributes[key as AttributeKey];
      if (value !== undefined) this.#attribute(field, key, value);
    }
  }

  #attribute(field: number, key: string, value: AttributeValue): void {
    if (this.#drop?.has(key) === true) return;
    this.#keyValue(field, key, value);
    const alias = this.#aliases?.get(key as AttributeKey);
    if (alias === undefined) return;
    const same = alias.value === undefined ? value : alias.value(value);
    if (same !== undefined) this.#keyValue(field, alias.key, same);
  }

  #plain(field: number, attributes: Readonly<Record<string, AttributeValue>>): void {
    for (const [key, value] of Object.entries(attributes)) this.#keyValue(field, key, value);
  }

  #keyValue(field: number, key: string, value: AttributeValue): void {
    const w = this.#writer;
    const start = w.open(field);
    w.string(1, key);
    const any = w.open(2);
    this.#value(value);
    w.close(any);
    w.close(start);
  }

  /** The members of `AnyValue`: written also when they are 0, false or empty, since it is a oneof. */
  #value(value: AttributeValue): void {
    const w = this.#writer;
    if (typeof value === 'string') w.string(1, this.#cut(value));
    else if (typeof value === 'boolean') w.bool(2, value);
    else if (typeof value !== 'number') {
      const array = w.open(5);
      for (const element of value) {
        const start = w.open(1);
        this.#value(element);
        w.close(start);
      }
      w.close(array);
    } else if (Number.isSafeInteger(value)) w.int(3, value);
    else w.double(4, value);
  }

  #cut(text: string): string {
    return text.length > this.#lengthMax ? text.slice(0, this.#lengthMax) : text;
  }

  #time(field: number, ms: number): void {
    this.#clock.convert(ms);
    this.#writer.fixed64(field, this.#clock.low, this.#clock.high);
  }

  #message(field: number, write: (w: ProtoWriter) => void): Uint8Array {
    const start = this.#writer.open(field);
    write(this.#writer);
    this.#writer.close(start);
    return this.#writer.finish();
  }
}

function isSet(recorder: Recorder, span: number, key: string): boolean {
  for (let at = recorder.firstEntry[span]!; at >= 0; at = recorder.nextEntry[at]!) {
    if (recorder.entryKeys[at] === key) return true;
  }
  return false;
}

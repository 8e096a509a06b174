import assert from 'node:assert/strict';
import type { PlainAttributes, PlainSpan } from './plain-span.ts';

const INTERNAL = 1;
const SERVER = 2;
const CLIENT = 3;
const ERROR = 2;

export interface TraceExpectations {
  /** ID of the caller's span, when the query carried a TRACEPARENT: the root's parent, which is not in the trace. */
  readonly remoteParent?: string;
  /** How much earlier than its parent a span of another host may begin. */
  readonly clockSkewMs?: number;
}

/** One query's trace, checked: asserts what holds for every trace of ours, and gives a view to ask more of. One trace
 *  ID, one root, no span ID twice, every parent present; a span of another process is a SERVER below a CLIENT, and a
 *  CLIENT has at most one SERVER below it; times are nested; ERROR comes with `error.type`. */
export function expectTrace(spans: readonly PlainSpan[], expectations: TraceExpectations = {}): TraceView {
  assert.ok(spans.length > 0, 'no spans');
  const { remoteParent = '', clockSkewMs = 0 } = expectations;
  const view = new TraceView(spans, remoteParent);
  const describe = (span: PlainSpan) => `${span.name} [${span.service}] ${span.spanId}\n${view.tree()}`;

  assert.deepEqual(new Set(spans.map(({ traceId }) => traceId)).size, 1, `more than one trace\n${view.tree()}`);
  assert.equal(new Set(spans.map(({ spanId }) => spanId)).size, spans.length, `a span ID twice\n${view.tree()}`);
  const roots = spans.filter(({ parentSpanId }) => parentSpanId === remoteParent);
  assert.equal(roots.length, 1, `${roots.length} roots\n${view.tree()}`);
  for (const span of spans) {
    assert.ok(span.endNs >= span.startNs, `ends before it begins: ${describe(span)}`);
    const failed = span.status.code === ERROR;
    assert.ok(!failed || 'error.type' in span.attributes, `ERROR without error.type: ${describe(span)}`);
    if (span === view.root) continue;
    const parent = view.byId(span.parentSpanId);
    assert.ok(parent !== undefined, `no parent ${span.parentSpanId}: ${describe(span)}`);
    checkKinds(span, parent, describe);
    const skewNs = BigInt(clockSkewMs * 1e6);
    assert.ok(span.startNs + skewNs >= parent.startNs, `begins before its parent: ${describe(span)}`);
  }
  for (const span of spans.filter(({ kind }) => kind === CLIENT)) {
    const servers = view.children(span).filter(({ kind }) => kind === SERVER);
    assert.ok(servers.length <= 1, `one attempt, ${servers.length} servers: ${describe(span)}`);
  }
  return view;
}

/** Kinds alternate across processes: CLIENT, then SERVER; inside a process there is one SERVER, at the top. */
function checkKinds(span: PlainSpan, parent: PlainSpan, describe: (span: PlainSpan) => string): void {
  if (instanceOf(span) !== instanceOf(parent)) {
    assert.equal(span.kind, SERVER, `not a SERVER, but its parent is in another process: ${describe(span)}`);
    assert.equal(parent.kind, CLIENT, `the parent in another process is no CLIENT: ${describe(span)}`);
  } else {
    assert.ok(span.kind === INTERNAL || span.kind === CLIENT, `a SERVER inside a process: ${describe(span)}`);
  }
}

function instanceOf({ resource, service }: PlainSpan): string {
  return `${service}/${String(resource['service.instance.id'] ?? '')}`;
}

/** A trace that passed `expectTrace`. */
export class TraceView {
  readonly spans: readonly PlainSpan[];
  readonly root: PlainSpan;
  readonly #byId: ReadonlyMap<string, PlainSpan>;
  readonly #children = new Map<string, PlainSpan[]>();

  constructor(spans: readonly PlainSpan[], remoteParent = '') {
    this.spans = spans.toSorted((a, b) => (a.startNs < b.startNs ? -1 : Number(a.startNs > b.startNs)));
    this.root = this.spans.find(({ parentSpanId }) => parentSpanId === remoteParent) ?? this.spans[0]!;
    this.#byId = new Map(spans.map((span) => [span.spanId, span]));
    for (const span of this.spans) {
      const siblings = this.#children.get(span.parentSpanId);
      if (siblings === undefined) this.#children.set(span.parentSpanId, [span]);
      else siblings.push(span);
    }
  }

  get traceId(): string {
    return this.root.traceId;
  }

  byId(spanId: string): PlainSpan | undefined {
    return this.#byId.get(spanId);
  }

  /** In order of their beginning. */
  children({ spanId }: PlainSpan): readonly PlainSpan[] {
    return this.#children.get(spanId) ?? [];
  }

  /** Spans with this name, of one service if told. */
  named(name: string, service?: string): readonly PlainSpan[] {
    return this.spans.filter((span) => span.name === name && (service === undefined || span.service === service));
  }

  /** Asserts that the query reached this service, and gives the SERVER span to expect more of. */
  hop(service: string): HopExpectation {
    const servers = this.spans.filter((span) => span.kind === SERVER && span.service === service);
    assert.ok(servers.length > 0, `no SERVER span of ${service}\n${this.tree()}`);
    return new HopExpectation(servers, this);
  }

  /** The trace as text, a line per span: name, service, duration, and what went wrong. */
  tree(): string {
    const lines: string[] = [];
    const seen = new Set<PlainSpan>();
    const draw = (span: PlainSpan, lead: string, branch: string): void => {
      lines.push(`${lead}${branch}${lineOf(span)}`);
      if (seen.has(span)) return;
      seen.add(span);
      const children = this.children(span);
      const below = branch === '' ? lead : `${lead}${branch === '└─ ' ? '   ' : '│  '}`;
      children.forEach((child, i) => draw(child, below, i === children.length - 1 ? '└─ ' : '├─ '));
    };
    draw(this.root, '', '');
    for (const span of this.spans) if (!seen.has(span) && !this.#byId.has(span.parentSpanId)) draw(span, '', '? ');
    return lines.join('\n');
  }
}

function lineOf(span: PlainSpan): string {
  const ms = (Number(span.endNs - span.startNs) / 1e6).toFixed(3);
  const { attributes, status } = span;
  const what = ['dns.question.name', 'dns.question.type', 'dns.response_code', 'server.address'].flatMap((key) =>
    key in attributes ? [String(attributes[key])] : [],
  );
  const error = status.code === ERROR ? [`ERROR ${String(attributes['error.type'] ?? '')}`.trim()] : [];
  return [`${span.name} [${span.service}] ${ms} ms`, ...what, ...error].join(' ');
}

/** Expectations on the SERVER spans of one service. Each gives itself back. */
export class HopExpectation {
  readonly spans: readonly PlainSpan[];
  readonly #view: TraceView;

  constructor(spans: readonly PlainSpan[], view: TraceView) {
    this.spans = spans;
    this.#view = view;
  }

  /** So many queries reached the service. */
  times(count: number): this {
    assert.equal(this.spans.length, count, this.#view.tree());
    return this;
  }

  /** None took longer. */
  underMs(ms: number): this {
    for (const { startNs, endNs } of this.spans) {
      const took = Number(endNs - startNs) / 1e6;
      assert.ok(took < ms, `took ${took} ms, not under ${ms}\n${this.#view.tree()}`);
    }
    return this;
  }

  /** At least one has all these attributes. */
  with(attributes: PlainAttributes): this {
    const entries = Object.entries(attributes);
    const found = this.spans.some((span) =>
      entries.every(([key, value]) => JSON.stringify(span.attributes[key]) === JSON.stringify(value)),
    );
    assert.ok(found, `none with ${JSON.stringify(attributes)}\n${this.#view.tree()}`);
    return this;
  }
}

/** Reads traces from the collector's query API. */
import type { TreeSpan } from './tree.ts';

/** A trace in the list of traces. */
export interface TraceSummary {
  readonly traceId: string;
  readonly startMs: number;
  readonly durationNs: number;
  readonly service: string;
  readonly question: string | null;
  readonly type: string | null;
  readonly rcode: string | null;
  readonly spanCount: number;
  readonly errorCount: number;
}

/** One trace: the story in a line, and its spans. */
export interface FoundTrace {
  readonly story: string;
  readonly spans: readonly TreeSpan[];
}

interface NodeJson {
  readonly spanId: string;
  readonly parentId: string;
  readonly offsetNs: number;
  readonly durationNs: number;
  readonly service: string;
  readonly name: string;
  readonly kind: number;
  readonly status: number;
  /** Keys and values in the order they were set. */
  readonly attributes: readonly (readonly [key: string, value: unknown])[];
}

const KINDS = ['', 'internal', 'server', 'client', 'producer', 'consumer'];
const REQUEST_MS = 3000;

/** The collector cannot be reached, or does not answer as one. */
export class CollectorError extends Error {
  override readonly name = 'CollectorError';
  /** It understood us and says that the question is wrong. */
  readonly badRequest: boolean;

  constructor(message: string, badRequest = false) {
    super(message);
    this.badRequest = badRequest;
  }
}

/** Fetches one trace; undefined when the collector does not have it. */
export async function fetchTrace(collector: string, traceId: string): Promise<FoundTrace | undefined> {
  const response = await get(`${collector}/api/v1/traces/${encodeURIComponent(traceId)}`);
  if (response.status === 404) return undefined;
  const { story, nodes } = (await json(response)) as { story: string; nodes: readonly NodeJson[] };
  return { story, spans: nodes.map(toTreeSpan) };
}

/** The newest traces that a filter text matches, newest first. */
export async function findTraces(collector: string, filter: string, limit: number): Promise<readonly TraceSummary[]> {
  const query = new URLSearchParams({ q: filter, limit: String(limit) });
  const response = await get(`${collector}/api/v1/traces?${query}`);
  return ((await json(response)) as { traces: readonly TraceSummary[] }).traces;
}

/** Waits until the trace has stopped growing: its spans come from several processes, each in its own time. */
export async function waitForTrace(
  collector: string,
  traceId: string,
  waitMs: number,
): Promise<FoundTrace | undefined> {
  const deadlineMs = performance.now() + waitMs;
  let found: FoundTrace | undefined;
  let unchanged = 0;
  while (performance.now() < deadlineMs && unchanged < 4) {
    const next = await fetchTrace(collector, traceId);
    const grew = (next?.spans.length ?? 0) > (found?.spans.length ?? 0);
    unchanged = next !== undefined && !grew && isWhole(next) ? unchanged + 1 : 0;
    found = next ?? found;
    await new Promise((resolve) => setTimeout(resolve, 75));
  }
  return found;
}

/** True when every parent is there and more than the asker has told its part. */
function isWhole({ spans }: FoundTrace): boolean {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const services = new Set(spans.map(({ service }) => service));
  return services.size > 1 && spans.every(({ parentSpanId }) => parentSpanId === undefined || ids.has(parentSpanId));
}

function toTreeSpan(node: NodeJson): TreeSpan {
  return {
    spanId: node.spanId,
    parentSpanId: node.parentId === '' ? undefined : node.parentId,
    service: node.service,
    name: node.name,
    kind: KINDS[node.kind] ?? '',
    startUs: node.offsetNs / 1000,
    durationUs: node.durationNs / 1000,
    error: node.status === 2,
    attributes: Object.fromEntries(node.attributes),
  };
}

async function get(url: string): Promise<Response> {
  try {
    return await fetch(url, { signal: AbortSignal.timeout(REQUEST_MS) });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
    throw new CollectorError(`no collector answers at ${new URL(url).origin}${cause}`);
  }
}

/** C0 and C1 controls, and what changes the direction of text. */
const UNPRINTABLE = /[\p{Cc}\p{Bidi_Control}]/gu;

/** Whoever sends spans chooses the texts in them; a terminal would obey their escape sequences. */
function visible(text: string): string {
  return text.replace(UNPRINTABLE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

async function json(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    const value: unknown = JSON.parse(text, (_key, part: unknown) => (typeof part === 'string' ? visible(part) : part));
    if (response.ok) return value;
    const { error } = value as { error?: unknown };
    const why = typeof error === 'string' ? error : `the collector answered ${response.status}`;
    throw new CollectorError(why, response.status === 400);
  } catch (error) {
    if (error instanceof CollectorError) throw error;
    throw new CollectorError(`${new URL(response.url).origin} is not a Span53 collector`);
  }
}

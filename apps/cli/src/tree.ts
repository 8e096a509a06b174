/** A trace as text: one line a span, indented by parent, with a bar on the time line. */
import { styleText } from 'node:util';

/** One span as the collector's API returns it, times in microseconds since the trace began. */
export interface TreeSpan {
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly service: string;
  readonly name: string;
  readonly kind: string;
  readonly startUs: number;
  readonly durationUs: number;
  readonly error: boolean;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** How wide the drawing may be, and whether colours may be used. */
export interface TreeOptions {
  readonly width: number;
  readonly color: boolean;
}

const BAR_COLUMNS = 24;
const COLORS = ['cyan', 'magenta', 'green', 'yellow', 'blue'] as const;

/** Draws the spans as a tree; spans whose parent is missing stand at the top level and say so. */
export function formatTree(spans: readonly TreeSpan[], options: TreeOptions): string {
  const ids = new Set(spans.map((span) => span.spanId));
  const children = new Map<string | undefined, TreeSpan[]>();
  for (const span of spans) {
    const parent = span.parentSpanId !== undefined && ids.has(span.parentSpanId) ? span.parentSpanId : undefined;
    const siblings = children.get(parent) ?? [];
    siblings.push(span);
    children.set(parent, siblings);
  }
  for (const siblings of children.values())
    siblings.sort((a, b) => a.startUs - b.startUs || b.durationUs - a.durationUs);
  const services = [...new Set(spans.map((span) => span.service))];
  const draw: Drawing = { spans, options, services, children, seen: new Set(), lines: [] };
  for (const root of children.get(undefined) ?? []) {
    if (root.parentSpanId !== undefined) draw.lines.push(`(parent ${root.parentSpanId} is missing)`);
    drawSpan(draw, root, '', '');
  }
  return draw.lines.join('\n');
}

interface Drawing {
  readonly spans: readonly TreeSpan[];
  readonly options: TreeOptions;
  readonly services: readonly string[];
  readonly children: ReadonlyMap<string | undefined, TreeSpan[]>;
  /** Spans drawn already: a cycle in hostile data must not draw for ever. */
  readonly seen: Set<string>;
  readonly lines: string[];
}

function drawSpan(draw: Drawing, span: TreeSpan, lead: string, below: string): void {
  if (draw.seen.has(span.spanId)) return;
  draw.seen.add(span.spanId);
  draw.lines.push(formatLine(draw, span, lead));
  const below2 = draw.children.get(span.spanId) ?? [];
  below2.forEach((child, index) => {
    const last = index === below2.length - 1;
    drawSpan(draw, child, `${below}${last ? '└─ ' : '├─ '}`, `${below}${last ? '   ' : '│  '}`);
  });
}

function formatLine({ spans, options, services }: Drawing, span: TreeSpan, lead: string): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string): string =>
    options.color ? styleText(style, text, { validateStream: false }) : text;
  const label = `${span.service} ${span.name}`;
  const facts = spanFacts(span);
  const room = Math.max(20, options.width - BAR_COLUMNS - 12);
  const text = clip(`${lead}${label}${facts === '' ? '' : `  ${facts}`}`, room);
  const color = COLORS[services.indexOf(span.service) % COLORS.length]!;
  const plain = text.padEnd(room);
  const shown = `${plain.slice(0, lead.length)}${paint(span.error ? 'red' : color, plain.slice(lead.length))}`;
  return `${shown} ${formatUs(span.durationUs).padStart(9)} ${bar(spans, span)}`;
}

/** The few attributes that tell a DNS engineer what happened. */
function spanFacts(span: TreeSpan): string {
  const of = (key: string): string | undefined => {
    const value = span.attributes[key];
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : undefined;
  };
  const facts: (string | undefined)[] = [];
  const question = of('dns.question.name');
  if (question !== undefined) facts.push(`${question} ${of('dns.question.type') ?? ''}`.trim());
  const zone = of('dns.resolver.zone') ?? of('dns.zone.name');
  if (zone !== undefined) facts.push(`zone ${zone}`);
  const server = of('server.address');
  if (server !== undefined) facts.push(`@${server}`);
  const hit = of('dns.cache.hit');
  if (hit !== undefined) facts.push(`${of('dns.cache.name') ?? 'cache'} ${hit === 'true' ? 'hit' : 'miss'}`);
  facts.push(of('dns.auth.result'), of('db.query.summary'), of('dns.response_code'), of('error.type'));
  return facts
    .filter((fact) => fact !== undefined)
    .join(', ')
    .replaceAll(/[^\u0020-\u007e]/g, '?');
}

function bar(spans: readonly TreeSpan[], span: TreeSpan): string {
  const start = Math.min(...spans.map((each) => each.startUs));
  const total = Math.max(1, Math.max(...spans.map((each) => each.startUs + each.durationUs)) - start);
  const from = Math.min(BAR_COLUMNS - 1, Math.floor(((span.startUs - start) / total) * BAR_COLUMNS));
  const length = Math.max(1, Math.round((span.durationUs / total) * BAR_COLUMNS));
  return `${' '.repeat(from)}${'━'.repeat(Math.min(length, BAR_COLUMNS - from))}`;
}

function clip(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, columns - 1)}…`;
}

/** Microseconds with three digits that matter. */
export function formatUs(us: number): string {
  if (us < 1000) return `${us.toFixed(us < 10 ? 1 : 0)} µs`;
  if (us < 1_000_000) return `${(us / 1000).toFixed(us < 10_000 ? 2 : 1)} ms`;
  return `${(us / 1_000_000).toFixed(2)} s`;
}

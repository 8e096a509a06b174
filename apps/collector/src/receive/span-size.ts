import type { Attributes, AttributeValue, SpanRecord } from '../model/span.ts';
import { spanLimits } from './limits.ts';

/**
 * A span whose attributes, events and links together stay within `spanLimits.spanSize`: what comes first is kept, the
 * rest is left out and counted. A span that fits is returned as it is.
 */
export function fitSpan(span: SpanRecord): SpanRecord {
  let left = spanLimits.spanSize;
  const keep = <T>(items: readonly T[], sizeOf: (item: T) => number): readonly T[] => {
    const kept = items.findIndex((item) => (left -= sizeOf(item)) < 0);
    return kept < 0 ? items : items.slice(0, kept);
  };
  const attributes = keep(span.attributes, pairSize);
  const events = keep(span.events, (event) => event.name.length + attributesSize(event.attributes) + 30);
  const links = keep(span.links, (link) => attributesSize(link.attributes) + 80);
  if (left >= 0) return span;
  const before = span.attributes.length + span.events.length + span.links.length;
  const after = attributes.length + events.length + links.length;
  return { ...span, attributes, events, links, droppedCount: span.droppedCount + before - after };
}

function attributesSize(attributes: Attributes): number {
  return attributes.reduce((sum, pair) => sum + pairSize(pair), 0);
}

function pairSize([key, value]: Attributes[number]): number {
  return key.length + valueSize(value) + 8;
}

function valueSize(value: AttributeValue): number {
  if (typeof value === 'string') return value.length;
  return Array.isArray(value) ? value.reduce<number>((sum, item) => sum + valueSize(item) + 1, 2) : 8;
}

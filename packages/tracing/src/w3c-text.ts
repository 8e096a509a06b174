import { hexOf, isZero, type TraceContext } from './trace-context.ts';

const shape = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** Reads the headers `traceparent` and `tracestate` (W3C Trace Context Level 2). Undefined for anything invalid: then
 *  a new trace begins, and the tracestate is discarded. Later versions may have more behind the four fields. */
export function parseTraceparent(header: string, traceState?: string): TraceContext | undefined {
  const [, version, trace, parent, flagText, rest] = shape.exec(header.trim()) ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && rest !== undefined)) return undefined;
  const traceId = new Uint8Array(Buffer.from(trace!, 'hex'));
  const spanId = new Uint8Array(Buffer.from(parent!, 'hex'));
  if (isZero(traceId) || isZero(spanId)) return undefined;
  const context = { traceId, spanId, flags: Number.parseInt(flagText!, 16) };
  const state = traceState === undefined ? undefined : cleanTraceState(traceState);
  return state === undefined ? context : { ...context, traceState: state };
}

/** `00-<trace>-<span>-<flags>`: the header, and how logs and tools write the EDNS option. */
export function formatTraceparent({ traceId, spanId, flags }: TraceContext): string {
  return `00-${hexOf(traceId)}-${hexOf(spanId)}-${(flags & 3).toString(16).padStart(2, '0')}`;
}

const membersMax = 32;
const lengthMax = 512;
const longMember = 128;
const member = /^[a-z0-9][a-z0-9_\-*/@]{0,255}=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/;

/** A tracestate to pass on: members trimmed, empty ones left out. Undefined when it is empty or breaks the grammar
 *  (§3.3.1), since a list that is half understood must not be passed on. Above 512 characters whole members go: those
 *  over 128 first, then from the right (§3.3.1.5). */
export function cleanTraceState(text: string): string | undefined {
  const members = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const keys = new Set(members.map((part) => part.slice(0, part.indexOf('='))));
  const valid = members.every((part) => member.test(part)) && keys.size === members.length;
  if (!valid || members.length === 0 || members.length > membersMax) return undefined;
  let kept = members;
  if (size(kept) > lengthMax) kept = kept.filter((part) => part.length <= longMember);
  while (size(kept) > lengthMax) kept = kept.slice(0, -1);
  return kept.length === 0 ? undefined : kept.join(',');
}

function size(members: readonly string[]): number {
  return members.join(',').length;
}

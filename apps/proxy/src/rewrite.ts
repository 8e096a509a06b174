/** What goes to a backend and what comes back: IDs, flags, TRACEPARENT, the OPT record that was only ours. */
import {
  Flag,
  HEADER_OCTETS,
  MessageView,
  putU16,
  putU32,
  restoreQname,
  setFlags,
  setId,
  withOption,
  withoutOpt,
  withoutOption,
} from '@span53/dns/wire';
import { type TraceContext, traceparentLength, writeContext } from '@span53/tracing';

import type { Plane, PlaneTracing } from './plane.ts';
import type { Backend } from './pools/backend.ts';
import type { ProxyQuery } from './query.ts';

/** Room for a query over UDP: more could need fragments (RFC 9715). */
const UDP_QUERY_MAX = 1232;
const STREAM_MAX = 65_535;

const traceparent = new Uint8Array(traceparentLength);

/**
 * The query as it goes to a backend, in memory of its own: with the flags that rules chose and, where the backend may
 * have it, our span as TRACEPARENT. That is written as late as this, so that each attempt names its own span.
 */
export function outgoing(query: ProxyQuery, backend: Backend, plane: TracingPart): Buffer {
  const source = passesOption(query) ? withReceivedOption(query) : query.view;
  const octets = withContext(query, source, backend, plane) ?? Buffer.from(source.octets);
  if ((query.flagsSet | query.flagsCleared) !== 0 && !source.isSigned) {
    setFlags(octets, query.flagsSet, query.flagsCleared);
  }
  return octets;
}

/** What of a plane this needs. */
type TracingPart = Pick<Plane, 'tracing' | 'optionCode'>;

/** A rule reads the client's option and neither strips nor replaces it: then the backend gets it as it came. */
function passesOption({ tracing }: ProxyQuery): boolean {
  return tracing !== undefined && tracing.useIncoming && !tracing.strip && !tracing.sendDownstream;
}

/** The query with the option that it came with: what other rules did to it stays. */
function withReceivedOption({ received, view, tracing }: ProxyQuery): MessageView {
  const code = tracing!.optionCode;
  const data = received.opt?.option(code);
  if (data === undefined) return view;
  const changed = withOption(view, { code, data, limit: STREAM_MAX });
  return typeof changed === 'string' ? view : MessageView.open(changed)!;
}

/** A copy with TRACEPARENT, or undefined when the backend gets none. */
function withContext(
  query: ProxyQuery,
  source: MessageView,
  backend: Backend,
  { tracing, optionCode }: TracingPart,
): Buffer | undefined {
  if (tracing === undefined || !sendsContext(query, backend, tracing)) return undefined;
  const { attempt, passedContext } = query;
  if (attempt !== undefined) attempt.writeTraceparent(traceparent, 0);
  else if (passedContext !== undefined) writeContext(passedContext, traceparent, 0);
  else return undefined;
  const changed = withOption(source, {
    code: query.tracing?.optionCode ?? optionCode,
    data: traceparent,
    limit: query.overTcp ? STREAM_MAX : UDP_QUERY_MAX,
    udpSize: 512,
  });
  if (typeof changed !== 'string') {
    if (source.opt === undefined) query.addedOpt = true;
    return changed;
  }
  if (changed === 'signed') attempt?.event('dns.traceparent.skipped_tsig');
  return undefined;
}

function sendsContext(query: ProxyQuery, backend: Backend, tracing: PlaneTracing): boolean {
  const { traceparent: setting, address } = backend.settings;
  if (setting === 'off') return false;
  const recorded = query.recording?.sampled === true || query.passedContext !== undefined;
  if (!recorded) return false;
  return query.tracing?.sendDownstream === true || setting === 'on' || tracing.maySendTo(address.address);
}

/**
 * The backend's response as the client may have it: the client's ID, RD and CD, no TRACEPARENT, and no OPT record when
 * the client sent none. Changes the response in place where sizes stay.
 */
export function incoming(query: ProxyQuery, response: MessageView, optionCode: number): MessageView {
  let view = response;
  if (query.addedOpt && query.received.opt === undefined) view = changedTo(view, withoutOpt(view));
  else view = changedTo(view, withoutOption(view, query.tracing?.optionCode ?? optionCode));
  setId(view.octets, query.received.id);
  if ((query.flagsSet | query.flagsCleared) !== 0) {
    setFlags(view.octets, query.received.flags & (Flag.RD | Flag.CD), Flag.RD | Flag.CD);
  }
  return view;
}

function changedTo(view: MessageView, octets: Uint8Array): MessageView {
  return octets === view.octets ? view : MessageView.open(octets)!;
}

/** Writes the client's letter case into the response's question. */
export function restoreCase(query: ProxyQuery, response: MessageView): void {
  const { received } = query;
  restoreQname(response.octets, received.octets, received.questionEnd - 4 - HEADER_OCTETS);
}

/** The response without records but OPT, and with TC=1: "too long for UDP" (RFC 2181 §9, RFC 6891 §7). */
export function truncated(response: MessageView): Buffer {
  const { octets, questionEnd, opt } = response;
  const end = Math.max(questionEnd, HEADER_OCTETS);
  const optOctets = opt === undefined ? 0 : opt.end - opt.offset;
  const result = Buffer.allocUnsafe(end + optOctets);
  result.set(octets.subarray(0, end));
  if (opt !== undefined) result.set(octets.subarray(opt.offset, opt.end), end);
  putU32(result, 6, 0);
  putU16(result, 10, opt === undefined ? 0 : 1);
  setFlags(result, Flag.TC);
  return result;
}

/** A response that has no question with that of the query. There must be no names in it: pointers would be wrong. */
export function withQuestion(response: MessageView, query: MessageView): MessageView {
  const question = query.octets.subarray(HEADER_OCTETS, query.questionEnd);
  const result = Buffer.allocUnsafe(response.octets.length + question.length);
  result.set(response.octets.subarray(0, HEADER_OCTETS));
  result.set(question, HEADER_OCTETS);
  result.set(response.octets.subarray(HEADER_OCTETS), HEADER_OCTETS + question.length);
  putU16(result, 4, 1);
  return MessageView.open(result)!;
}

/** Tells a prober its trace: TRACEPARENT in the response, where there is room and an OPT record may stand. */
export function withProbeAnswer(query: ProxyQuery, octets: Uint8Array, code: number): Uint8Array {
  const view = MessageView.open(octets);
  if (view === undefined || query.trace === undefined || query.received.opt === undefined) return octets;
  const context: TraceContext = { ...query.trace.context(), flags: 0x03 };
  writeContext(context, traceparent, 0);
  const changed = withOption(view, { code, data: traceparent, limit: query.responseLimit });
  return typeof changed === 'string' ? octets : changed;
}

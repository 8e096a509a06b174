/** The first look at a packet: is it a query that we go on with? */
import { Flag, MessageView, type MessageProblem, RCode, RCODE_MASK, Section } from '@span53/dns/wire';

/** A packet that is worth rules, or what to do instead: nothing, or an RCODE. */
export type Inspected =
  | { readonly kind: 'query'; readonly view: MessageView; readonly trailing: boolean }
  | { readonly kind: 'drop' }
  | { readonly kind: 'empty'; readonly view: MessageView }
  | { readonly kind: 'answer'; readonly view: MessageView; readonly rcode: number };

const DROP: Inspected = { kind: 'drop' };

/**
 * A packet without whole header, with QR=1 or with TC=1 is no query: silence (answering would let two servers chat
 * forever). No question is `empty`. Everything else that is malformed deserves FORMERR (RFC 1035 §4.1.1, RFC 6891 §7,
 * RFC 9619). Octets behind the last record are cut off.
 */
export function inspect(octets: Uint8Array): Inspected {
  const view = MessageView.open(octets);
  if (view === undefined || (view.flags & (Flag.QR | Flag.TC)) !== 0) return DROP;
  if (octets[4] === 0 && octets[5] === 0) return { kind: 'empty', view };
  const { problem } = view;
  if (problem === undefined) return { kind: 'query', view, trailing: false };
  if (problem === 'trailing') return { kind: 'query', view: withoutTrailing(view), trailing: true };
  return { kind: 'answer', view, rcode: RCode.FORMERR };
}

/** A response, or bare error, that may be passed on, or undefined. Octets behind its last record are cut off. */
export function inspectResponse(octets: Uint8Array): MessageView | undefined {
  const view = MessageView.open(octets);
  if (view === undefined || !view.isResponse || !(view.hasQuestion || isBareError(view))) return undefined;
  const problem: MessageProblem | undefined = view.problem;
  if (problem === undefined) return view;
  return problem === 'trailing' ? withoutTrailing(view) : undefined;
}

/** An error without question, from a server that did not read so far; at most an OPT record comes with it. */
export function isBareError(view: MessageView): boolean {
  const rcode = view.flags & RCODE_MASK;
  if (view.count(Section.QUESTION) !== 0 || rcode === RCode.NOERROR || rcode === RCode.NXDOMAIN) return false;
  const records = view.count(Section.ANSWER) + view.count(Section.AUTHORITY) + view.count(Section.ADDITIONAL);
  return records === (view.opt === undefined ? 0 : 1);
}

function withoutTrailing(view: MessageView): MessageView {
  const records = view.records();
  while (records.next());
  return MessageView.open(view.octets.subarray(0, records.end))!;
}

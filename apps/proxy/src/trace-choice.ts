/** TRACEPARENT in a client's query: reading it for a SetTrace rule, and taking it out of what goes on. */
import { decodeTraceparent } from '@span53/dns/edns';
import { MessageView, withoutOption } from '@span53/dns/wire';

import type { ProxyQuery } from './query.ts';

/** Continues the trace in the query's option. Without a usable option the trace keeps the ID that it has. */
export function adoptIncoming(query: ProxyQuery, code: number): void {
  const data = query.received.opt?.option(code);
  if (data === undefined || query.recording === undefined) return;
  const received = decodeTraceparent(data);
  if (received.kind === 'continue') {
    query.recording.adopt(received);
    query.trace?.set('dns.trace.source', 'edns');
  } else if (received.kind === 'malformed') {
    query.trace?.event('dns.traceparent.malformed');
  }
}

/** The message without such an option; the same view when there is none, or it is signed and must not be edited. */
export function withoutTraceparent(view: MessageView, code: number): MessageView {
  const octets = withoutOption(view, code);
  return octets === view.octets ? view : MessageView.open(octets)!;
}

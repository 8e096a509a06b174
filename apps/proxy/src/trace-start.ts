/** Opens the trace of a query: what its TRACEPARENT asks for, what the sampler says, what a rule may want later. */
import { decodeTraceparent } from '@span53/dns/edns';

import type { PlaneTracing } from './plane.ts';
import type { ProxyQuery } from './query.ts';
import { withoutTraceparent } from './trace-choice.ts';

/**
 * Takes TRACEPARENT out of the working packet, so that it is in no cache key and goes nowhere unchanged, and opens the
 * trace if there is to be one.
 */
export function openTrace(query: ProxyQuery, tracing: PlaneTracing | undefined, optionCode: number): void {
  const { opt } = query.received;
  const data = opt?.option(optionCode);
  if (data !== undefined) {
    query.view = withoutTraceparent(query.received, optionCode);
    query.packet = query.view;
  }
  if (tracing === undefined) return;
  const { tracer, admission, recordAll } = tracing;
  const { nowMs, client } = query;
  const admitted =
    data === undefined
      ? undefined
      : admission.decide({
          peer: client.peer.address,
          nowMs,
          option: decodeTraceparent(data, tracing.rules),
          duplicate: opt!.find(optionCode, opt!.find(optionCode) + data.length) >= 0,
        });
  const verdict = admitted?.verdict;
  if (verdict === 'denied' || verdict === 'limited' || verdict === 'malformed') tracing.refused(verdict, client.peer);
  let trace = tracer.open('dns.server.query', nowMs, admitted);
  if (trace === undefined && verdict === 'continue') query.passedContext = admitted!.parent;
  if (trace === undefined && recordAll) {
    trace = tracer.start('dns.server.query', { nowMs, source: 'local', sampled: false });
  }
  if (trace === undefined) return;
  query.recording = trace;
  query.trace = trace.root;
  query.maskedClient = tracing.maskedClient;
  query.probe = verdict === 'probe';
  if (verdict === 'denied') trace.root.event('dns.traceparent.denied');
  if (verdict === 'malformed') trace.root.event('dns.traceparent.malformed');
  if (tracer.detail === 'high') trace.root.event('dns.acl');
}

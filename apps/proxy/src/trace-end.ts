/** Closes the trace of a query: what the root tells at the end, and who gets the whole. */
import { flagNames, MessageView, RCode, rcodeName, Section } from '@span53/dns/wire';
import type { AttributeKey, AttributeValue } from '@span53/tracing';

import type { ProxyQuery } from './query.ts';
import { queryAttributes } from './trace-start.ts';

/** Gives the root its attributes; a RemoteLog message before the end needs them too. */
export function describeQuery(query: ProxyQuery): void {
  const root = query.trace;
  if (root === undefined) return;
  for (const [key, value] of Object.entries(queryAttributes(query, query.maskedClient ?? String)))
    root.set(key as AttributeKey, value as AttributeValue);
}

/**
 * Ends the trace, whatever became of the query. `answer` is what the client gets; undefined: nothing. Loggers of
 * SetTrace and delayed messages get the whole trace, then the tracer's own sink if the trace is kept.
 */
export function endTrace(query: ProxyQuery, answer: Uint8Array | undefined): void {
  const { recording, trace, tracing, delayedLogs } = query;
  if (recording === undefined || trace === undefined) return;
  describeQuery(query);
  if (answer !== undefined) describeAnswer(query, MessageView.open(answer)!);
  else if (query.failure === undefined) trace.set('dns.policy.kind', 'Drop');
  if (query.failure !== undefined) trace.fail(query.failure);
  const wanted = recording.sampled && (delayedLogs !== undefined || (tracing?.loggers.length ?? 0) > 0);
  if (wanted || delayedLogs !== undefined) {
    const traces = recording.sampled ? recording.snapshot() : undefined;
    for (const { logger, octets } of delayedLogs ?? []) logger.sendDelayed(octets, traces);
    if (traces !== undefined) for (const logger of tracing?.loggers ?? []) logger.sendTrace(recording.traceId, traces);
  }
  recording.finish();
}

function describeAnswer({ trace: root, pool }: ProxyQuery, answer: MessageView): void {
  if (root === undefined) return;
  const { rcode } = answer;
  root.set('dns.response_code', rcodeName(rcode));
  root.set('dns.response.size', answer.octets.length);
  root.set('dns.answer.count', answer.count(Section.ANSWER));
  root.set(
    'dns.header_flags',
    flagNames(answer.flags).filter((flag) => flag !== 'QR'),
  );
  root.set('dns.proxy.pool', pool.name);
  if (answer.truncated) root.set('dns.truncated', true);
  if (rcode === RCode.SERVFAIL) root.fail('servfail');
}

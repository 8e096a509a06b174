/** Closes the trace of a query: what the root tells at the end, and who gets the whole. */
import {
  Flag,
  flagNames,
  MessageView,
  Opcode,
  opcodeName,
  RClass,
  rclassName,
  RCode,
  rcodeName,
  rtypeName,
  Section,
} from '@span53/dns/wire';

import type { ProxyQuery } from './query.ts';

/** Gives the root what is known from the query; a RemoteLog message before the end needs that too. */
export function describeQuery(query: ProxyQuery): void {
  const root = query.trace;
  if (root === undefined) return;
  const { client, received, maskedClient = String } = query;
  const { peer, local, protocol } = client;
  const { opt, qclass, opcode } = received;
  root.set('dns.question.name', query.qname.toString());
  root.set('dns.question.type', rtypeName(received.qtype));
  root.set('client.address', maskedClient(peer.address));
  root.set('client.port', peer.port);
  if (qclass !== RClass.IN) root.set('dns.question.class', rclassName(qclass));
  if (opcode !== Opcode.QUERY) root.set('dns.operation', opcodeName(opcode));
  root.set('dns.id', received.id);
  root.set('dns.request.size', received.octets.length);
  root.set('dns.protocol', protocol === 'dot' || protocol === 'doh' ? protocol : 'do53');
  root.set('network.transport', protocol === 'udp' ? 'udp' : 'tcp');
  root.set('network.type', peer.address.family === 4 ? 'ipv4' : 'ipv6');
  root.set('network.protocol.name', 'dns');
  root.set('network.local.address', local.address.toString());
  root.set('network.local.port', local.port);
  if (opt === undefined) return;
  root.set('dns.edns.udp_size', opt.udpSize);
  root.set('dns.edns.version', opt.version);
  root.set(
    'dns.edns.options',
    Array.from(opt.options(), ({ code }) => code),
  );
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

/** Names of flag bits by the bits, made once each: there are few combinations. */
const flagTexts = new Map<number, readonly string[]>();

function headerFlags(flags: number): readonly string[] {
  const bits = flags & (Flag.AA | Flag.TC | Flag.RD | Flag.RA | Flag.AD | Flag.CD);
  let texts = flagTexts.get(bits);
  if (texts === undefined) flagTexts.set(bits, (texts = flagNames(bits)));
  return texts;
}

function describeAnswer({ trace: root, pool }: ProxyQuery, answer: MessageView): void {
  if (root === undefined) return;
  const { rcode } = answer;
  root.set('dns.response_code', rcodeName(rcode));
  root.set('dns.response.size', answer.octets.length);
  root.set('dns.answer.count', answer.count(Section.ANSWER));
  root.set('dns.header_flags', headerFlags(answer.flags));
  root.set('dns.proxy.pool', pool.name);
  if (answer.truncated) root.set('dns.truncated', true);
  if (rcode === RCode.SERVFAIL) root.fail('servfail');
}

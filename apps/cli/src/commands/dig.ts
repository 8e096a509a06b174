/** `span53 dig`: the answer as dig prints it, then the trace of this very query as a tree. */
import { encodeTraceparent } from '@span53/dns/edns';
import { formatQuestion, rcodeName, rtypeName } from '@span53/dns/wire';

import { ask, type Answer } from '../ask.ts';
import { openClientTrace, type ClientTrace } from '../client-trace.ts';
import { CollectorError, waitForTrace } from '../collector-client.ts';
import { usageError, type Command } from '../command.ts';
import { formatResponse, formatShort } from '../dig-format.ts';
import { parseDigOptions, type DigOptions } from '../dig-options.ts';
import { printTree } from '../print-tree.ts';

/** How long the trace may take to arrive: every server delivers within its batch interval. */
const TRACE_WAIT_MS = 4000;

export const dig: Command = {
  name: 'dig',
  usage: 'NAME [TYPE] [@ADDR] [-p PORT] [+tcp] [+dnssec] [+short] [+notrace] [--collector URL]',
  details: [
    'NAME [TYPE] [CLASS]     as dig has it; -t TYPE, -c CLASS, -x ADDRESS for the reverse name',
    '@ADDR, -p PORT          whom to ask; 127.0.0.1 port 5300, the proxy of the lab, when not given',
    '+tcp +dnssec +nsid      over TCP; with DO; asks for the server ID',
    '+norecurse +cd          without RD; with CD',
    '+noedns +bufsize=N      without OPT (+notrace too, since TRACEPARENT is an EDNS option); UDP size, 1232',
    '+ignore +timeout=N      keeps a truncated answer; seconds to wait, 5',
    '+short +notrace         only the answers; without TRACEPARENT and trace',
    '--collector URL         where the trace is read, http://127.0.0.1:5380',
    '--otlp URL              where our own span goes, port 4318 of the collector',
  ],
  run: async (args) => {
    const options = parseDigOptions(args);
    if (typeof options === 'string') return usageError(dig, options);
    const client = options.trace ? openClientTrace() : undefined;
    const answer = await ask(options, client && contextOf(client));
    if (client !== undefined) describe(client, options, answer);
    const when = new Date();
    if (answer.kind === 'failure') {
      process.stderr.write(`;; no answer from ${options.server}: ${answer.failure}\n`);
    } else if (options.short) {
      process.stdout.write(`${formatShort(answer.view)}\n`);
    } else {
      const { transport, elapsedMs } = answer;
      const asked = formatQuestion({ name: options.name, type: options.type, class: options.class });
      process.stdout.write(`; <<>> span53 dig <<>> ${asked}\n`);
      process.stdout.write(
        `${formatResponse(answer.view, { server: String(options.server), transport, elapsedMs, when })}\n`,
      );
    }
    if (client !== undefined) await showTrace(client, options);
    return answer.kind === 'failure' ? 1 : 0;
  },
};

/** The option's data, with our span as the parent. */
function contextOf({ trace }: ClientTrace): Uint8Array {
  const SAMPLED_AND_RANDOM = 0x03;
  return encodeTraceparent(trace.traceId, trace.root.spanId, SAMPLED_AND_RANDOM);
}

/** Ends the span when the answer came: printing it is no part of the query. */
export function describe({ trace }: ClientTrace, options: DigOptions, answer: Answer): void {
  const { root } = trace;
  root.end(answer.endMs);
  root.set('dns.question.name', options.name.toString());
  root.set('dns.question.type', rtypeName(options.type));
  root.set('server.address', options.server.address.toString());
  root.set('server.port', options.server.port);
  root.set(
    'network.transport',
    answer.kind === 'answer' ? answer.transport.toLowerCase() : options.tcp ? 'tcp' : 'udp',
  );
  if (answer.kind === 'answer') root.set('dns.response_code', rcodeName(answer.view.rcode));
  else root.fail(answer.failure === 'timeout' ? 'timeout' : 'network');
}

async function showTrace(client: ClientTrace, options: DigOptions): Promise<void> {
  const collector = new URL(options.collector);
  const delivered = await client.deliver(options.otlp ?? `${collector.protocol}//${collector.hostname}:4318/v1/traces`);
  if (!delivered) {
    process.stderr.write(`\n;; trace ${client.traceId}: no collector answers at ${options.collector}\n`);
    return;
  }
  try {
    const found = await waitForTrace(options.collector, client.traceId, TRACE_WAIT_MS);
    if (found === undefined) {
      process.stderr.write(`\n;; trace ${client.traceId} did not arrive at ${options.collector}\n`);
      return;
    }
    process.stdout.write(`\n;; TRACE ${client.traceId}  ${options.collector}/trace/${client.traceId}\n`);
    process.stdout.write(`;; ${found.story}\n`);
    printTree(found.spans);
  } catch (error) {
    if (!(error instanceof CollectorError)) throw error;
    process.stderr.write(`\n;; trace ${client.traceId}: ${error.message}\n`);
  }
}

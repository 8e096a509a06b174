/** Sends one query and waits for the answer: UDP, and TCP when asked or when the answer was truncated. */
import { encodeOptions, OptionCode, type EdnsOption } from '@span53/dns/edns';
import { Flag, MessageBuilder, MessageView } from '@span53/dns/wire';
import { random16 } from '@span53/runtime';
import {
  FreshPortSender,
  IDLE_QUERY,
  TcpClient,
  timeOut,
  TimerWheel,
  type ClientFailure,
  type ClientQuery,
} from '@span53/transport';

import type { DigOptions } from './dig-options.ts';

/** An answer and how it came, or why there is none; `endMs` is when that was known (`performance.now()`). */
export type Answer =
  | {
      readonly kind: 'answer';
      readonly view: MessageView;
      readonly transport: 'UDP' | 'TCP';
      readonly elapsedMs: number;
      readonly endMs: number;
    }
  | { readonly kind: 'failure'; readonly failure: ClientFailure; readonly endMs: number };

/** Asks; `traceparent` is the option's data, if the query shall carry it. */
export async function ask(options: DigOptions, traceparent: Uint8Array | undefined): Promise<Answer> {
  using wheel = new TimerWheel();
  const query = buildQuery(options, traceparent);
  const startMs = performance.now();
  let transport: 'UDP' | 'TCP' = options.tcp ? 'TCP' : 'UDP';
  let outcome = await send(options, query, wheel, transport);
  if (typeof outcome !== 'string' && transport === 'UDP' && outcome.truncated && !options.ignoreTruncation) {
    transport = 'TCP';
    outcome = await send(options, query, wheel, transport);
  }
  const endMs = performance.now();
  if (typeof outcome === 'string') return { kind: 'failure', failure: outcome, endMs };
  return { kind: 'answer', view: outcome, transport, elapsedMs: endMs - startMs, endMs };
}

function buildQuery(options: DigOptions, traceparent: Uint8Array | undefined): Buffer {
  const builder = new MessageBuilder();
  const flags = (options.recurse ? Flag.RD : 0) | (options.checkingDisabled ? Flag.CD : 0) | Flag.AD;
  builder.start({ id: 0, flags, limit: 65_535 });
  builder.question(options.name, options.type, options.class);
  if (options.edns || traceparent !== undefined) {
    const list: EdnsOption[] = [];
    if (options.nsid) list.push({ code: OptionCode.NSID, data: new Uint8Array(0) });
    if (traceparent !== undefined) list.push({ code: OptionCode.TRACEPARENT, data: traceparent });
    builder.opt({ udpSize: options.bufsize, dnssecOk: options.dnssec, options: encodeOptions(list) });
  }
  return builder.finish();
}

function send(
  { server, timeoutMs }: DigOptions,
  message: Buffer,
  wheel: TimerWheel,
  transport: 'UDP' | 'TCP',
): Promise<MessageView | ClientFailure> {
  const { promise, resolve } = Promise.withResolvers<MessageView | ClientFailure>();
  const asked = MessageView.open(message)!;
  const query: ClientQuery = {
    ...IDLE_QUERY,
    accepts: (octets) => {
      const view = MessageView.open(octets);
      return view !== undefined && view.isResponse && (!view.hasQuestion || view.qnameKey === asked.qnameKey);
    },
    onResponse: (octets) => resolve(MessageView.open(octets)!),
    onFailure: resolve,
    onDeadline(nowMs) {
      timeOut(this, nowMs);
    },
  };
  const client =
    transport === 'TCP'
      ? new TcpClient({ server, wheel, randomId: random16, connectTimeoutMs: timeoutMs })
      : new FreshPortSender({ wheel, randomId: random16 });
  const deadlineMs = performance.now() + timeoutMs;
  if (client instanceof TcpClient) client.send(query, message, deadlineMs);
  else client.send(query, server, message, deadlineMs);
  return promise.finally(() => client[Symbol.dispose]());
}

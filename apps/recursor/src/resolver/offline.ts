/** Resolves without sockets: whoever calls says at once what came of each query. Scenarios and laws run on it. */
import { MessageView, type Question } from '@span53/dns/wire';
import { Budget } from './budget.ts';
import type { Context } from './context.ts';
import type { Arrival, Outcome, Send } from './events.ts';
import { encodeQuery } from './query-message.ts';
import { Resolution } from './resolution.ts';
import { run } from './run.ts';

/** What came of one query; undefined octets: nothing. */
export interface OfflineArrival {
  readonly octets: Uint8Array | undefined;
  readonly elapsedMs: number;
}

/** The outside of an offline resolution. */
export interface Offline {
  /** Now, before and after each exchange. */
  readonly nowMs: () => number;
  readonly exchange: (send: Send, query: Buffer) => OfflineArrival;
  /** Called with the budget at the end. */
  readonly onEnd?: (budget: Budget) => void;
}

/** Resolves one question to its end. Responses are taken as they are: ID, peer and question are the caller's care. */
export function resolveOffline(question: Question, context: Context, { nowMs, exchange, onEnd }: Offline): Outcome {
  const budget = new Budget(context.settings.budget, nowMs());
  const coroutine = run(new Resolution(question, { budget }), context, nowMs());
  let turn = coroutine.next();
  while (turn.done !== true) {
    const send = turn.value;
    const query = encodeQuery(send, { id: 1, name: send.question.name, udpSize: 1232, dnssecOk: false });
    turn = coroutine.next(toArrival(exchange(send, query), nowMs()));
  }
  onEnd?.(budget);
  return turn.value;
}

function toArrival({ octets, elapsedMs }: OfflineArrival, nowMs: number): Arrival {
  const response = octets === undefined ? undefined : MessageView.open(octets);
  if (response === undefined) return { kind: 'timeout', elapsedMs, nowMs };
  return { kind: 'response', response, elapsedMs, nowMs };
}

/** The one place where an exception inside a query is caught: SERVFAIL, the stack in the log, `bugs_total` + 1. */
import { errorResponse, MessageView, RCode } from '@span53/dns/wire';
import type { MetricsRow } from '@span53/metrics';
import type { Inbound, InboundHandler } from '@span53/transport';

import { RateLimitedLog, type Logger } from './logger.ts';

/** Reports a bug: what failed, and the exception. */
export type ReportBug = (where: string, error: unknown) => void;

/** Counts and logs bugs; the same stack at most once a minute. */
export function bugReporter(log: Logger, row: MetricsRow, slot: number): ReportBug {
  const limited = new RateLimitedLog(log);
  return (where, error) => {
    row[slot]! += 1;
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    limited.warn(`bug:${where}:${stack.slice(0, 200)}`, 'an exception was caught: please report it', { where, stack });
  };
}

/** Wraps a handler so that nothing it throws reaches the listener. */
export function guardQueries(handler: InboundHandler, report: ReportBug): InboundHandler {
  return (inbound) => {
    try {
      handler(inbound);
    } catch (error) {
      report('query', error);
      answerServfail(inbound);
    }
  };
}

/** SERVFAIL to a query whose handling failed; a response, or no message at all, gets silence. */
export function answerServfail(inbound: Inbound): void {
  const view = MessageView.open(inbound.message);
  if (view === undefined || view.isResponse) inbound.drop();
  else inbound.reply(errorResponse(view, RCode.SERVFAIL));
}

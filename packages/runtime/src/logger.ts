/** JSON lines on standard output, one event each. Never one per query unless asked for. */
import { pino, type Logger as PinoLogger, type LevelWithSilent } from 'pino';

import { nowMs } from './clock.ts';
import { standardOutput } from './log-output.ts';

export type Logger = PinoLogger;
export type LogLevel = LevelWithSilent;

/**
 * Names, addresses and texts from the network are JSON strings here, so nothing in them can start a line of its
 * own.
 */
export function openLogger(name: string, level: LogLevel): Logger {
  return pino(
    {
      level,
      base: { app: name, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    standardOutput,
  );
}

/** A warning that many packets may cause: logged at most once a minute per key, with how many were left out. */
export class RateLimitedLog {
  readonly #logger: Logger;
  readonly #intervalMs: number;
  readonly #keysMax = 256;
  readonly #seen = new Map<string, { untilMs: number; suppressed: number }>();

  constructor(logger: Logger, intervalMs = 60_000) {
    this.#logger = logger;
    this.#intervalMs = intervalMs;
  }

  warn(key: string, message: string, fields: Readonly<Record<string, unknown>> = {}, now: number = nowMs()): void {
    const entry = this.#seen.get(key);
    if (entry !== undefined && now < entry.untilMs) {
      entry.suppressed += 1;
      return;
    }
    if (entry === undefined && this.#seen.size >= this.#keysMax) this.#seen.delete(this.#seen.keys().next().value!);
    this.#seen.set(key, { untilMs: now + this.#intervalMs, suppressed: 0 });
    const suppressed = entry?.suppressed ?? 0;
    this.#logger.warn({ event: key, ...fields, ...(suppressed > 0 ? { suppressed } : {}) }, message);
  }
}

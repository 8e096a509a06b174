/** Time that passes only when a test says so. */

interface Timer {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

/** A clock with timers. Timers run in the order of their times, those of one time in the order they were set. */
export class FakeClock {
  nowMs: number;
  #timers: Timer[] = [];
  #order = 0;

  constructor(nowMs = 1000) {
    this.nowMs = nowMs;
  }

  /** Timers that wait. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Runs `run` once, `delayMs` from now; the result cancels it. */
  after(delayMs: number, run: () => void): () => void {
    const timer = { atMs: this.nowMs + Math.max(0, delayMs), order: this.#order++, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Moves time forward and runs what falls due, also what that sets anew. */
  advance(byMs: number): void {
    const untilMs = this.nowMs + byMs;
    while (this.#runNext(untilMs));
    this.nowMs = untilMs;
  }

  /** Runs timer after timer, with promises settling in between, until none waits. Throws after `timersMax`. */
  async drain(timersMax = 10_000): Promise<void> {
    for (let ran = 0; ran < timersMax; ran += 1) {
      await settled();
      if (!this.#runNext(Number.POSITIVE_INFINITY)) return;
    }
    throw new Error(`still timers waiting after ${timersMax}`);
  }

  #runNext(untilMs: number): boolean {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (next === undefined || timer.atMs < next.atMs || (timer.atMs === next.atMs && timer.order < next.order)) {
        next = timer;
      }
    }
    if (next === undefined || next.atMs > untilMs) return false;
    this.#timers = this.#timers.filter((other) => other !== next);
    this.nowMs = Math.max(this.nowMs, next.atMs);
    next.run();
    return true;
  }
}

/** Resolves when all promise callbacks that were due have run. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

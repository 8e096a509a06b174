/** One timer for all deadlines: a hashed wheel of slots (G. Varghese, T. Lauck, 1987). */
import { monotonicMs, type MonotonicClock } from './clock.ts';

/** Something with a deadline. The wheel's fields are its own; the entry may be used again after it left the wheel. */
export interface WheelEntry {
  /** Monotonic milliseconds; set by `add`. */
  deadlineMs: number;
  wheelSlot: number;
  wheelIndex: number;
  onDeadline(nowMs: number): void;
}

const SLOTS = 1024; // a power of two

/** How a wheel turns. */
export interface TimerWheelOptions {
  /** Milliseconds between turns, and so the precision. Default 10. */
  readonly tickMs?: number;
  readonly now?: MonotonicClock;
}

/** Adding and removing cost O(1) and allocate nothing. It keeps the process alive only while it holds entries. */
export class TimerWheel implements Disposable {
  readonly #slots: WheelEntry[][] = Array.from({ length: SLOTS }, () => []);
  readonly #tickMs: number;
  readonly #now: MonotonicClock;
  readonly #timer: NodeJS.Timeout;
  #turn: number;
  #size = 0;

  constructor(options: TimerWheelOptions = {}) {
    this.#tickMs = options.tickMs ?? 10;
    this.#now = options.now ?? monotonicMs;
    this.#turn = Math.floor(this.#now() / this.#tickMs);
    this.#timer = setInterval(() => this.advance(this.#now()), this.#tickMs);
    this.#timer.unref();
  }

  get size(): number {
    return this.#size;
  }

  /** Calls `onDeadline` at the first turn at or behind `deadlineMs`. The entry must not be in a wheel. */
  add(entry: WheelEntry, deadlineMs: number): void {
    const turn = Math.max(this.#turn + 1, Math.ceil(deadlineMs / this.#tickMs));
    const slot = this.#slots[turn & (SLOTS - 1)]!;
    entry.deadlineMs = turn * this.#tickMs;
    entry.wheelSlot = turn & (SLOTS - 1);
    entry.wheelIndex = slot.length;
    slot.push(entry);
    if (this.#size++ === 0) this.#timer.ref();
  }

  /** Takes the entry out again; false when it is not in the wheel. */
  remove(entry: WheelEntry): boolean {
    const slot = entry.wheelIndex < 0 ? undefined : this.#slots[entry.wheelSlot];
    if (slot === undefined || slot[entry.wheelIndex] !== entry) return false;
    const last = slot.pop()!;
    if (last !== entry) {
      slot[entry.wheelIndex] = last;
      last.wheelIndex = entry.wheelIndex;
    }
    entry.wheelIndex = -1;
    if (--this.#size === 0) this.#timer.unref();
    return true;
  }

  /** Turns up to `nowMs` and fires what is due. The timer calls it; tests with a fake clock call it themselves. */
  advance(nowMs: number): void {
    const target = Math.floor(nowMs / this.#tickMs);
    // After a long stall one round over all slots finds everything that is due.
    if (target - this.#turn > SLOTS) this.#turn = target - SLOTS;
    while (this.#turn < target) {
      this.#turn += 1;
      this.#fire(this.#slots[this.#turn & (SLOTS - 1)]!, nowMs);
    }
  }

  #fire(slot: WheelEntry[], nowMs: number): void {
    for (let i = slot.length - 1; i >= 0; i -= 1) {
      const entry = slot[i];
      // `onDeadline` may remove others, so the slot may have shrunk; later rounds of the wheel stay.
      if (entry === undefined || entry.deadlineMs > nowMs) continue;
      this.remove(entry);
      entry.onDeadline(nowMs);
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

/** One timer for all deadlines: a hashed wheel of slots (G. Varghese, T. Lauck, 1987). */
import assert from 'node:assert/strict';

import { monotonicMs, type MonotonicClock } from './clock.ts';

/** Something with a deadline. The wheel's fields are its own; the entry may be used again after it left the wheel. */
export interface WheelEntry {
  /** Monotonic milliseconds; set by `add`. */
  deadlineMs: number;
  wheelSlot: number;
  /** -1 outside of a wheel. */
  wheelIndex: number;
  onDeadline(nowMs: number): void;
}

const SLOTS = 1024; // a power of two
/** Turns without any entry before the timer stops: an idle server need not wake up. */
const IDLE_TURNS = 100;

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
  #timer: NodeJS.Timeout | undefined;
  #turn: number;
  #size = 0;
  #idleTurns = 0;
  #disposed = false;

  constructor(options: TimerWheelOptions = {}) {
    this.#tickMs = options.tickMs ?? 10;
    this.#now = options.now ?? monotonicMs;
    this.#turn = Math.floor(this.#now() / this.#tickMs);
  }

  /** Entries that wait. */
  get size(): number {
    return this.#size;
  }

  /** Calls `onDeadline` at the first turn at or behind `deadlineMs`. The entry must not be in a wheel. */
  add(entry: WheelEntry, deadlineMs: number): void {
    assert(entry.wheelIndex < 0, 'an entry is in one wheel at a time');
    if (this.#size++ === 0) this.#run();
    const turn = Math.max(this.#turn + 1, Math.ceil(deadlineMs / this.#tickMs));
    const slot = this.#slots[turn & (SLOTS - 1)]!;
    entry.deadlineMs = turn * this.#tickMs;
    entry.wheelSlot = turn & (SLOTS - 1);
    entry.wheelIndex = slot.length;
    slot.push(entry);
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
    if (--this.#size === 0) this.#timer?.unref();
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

  /** Stops turning; entries are left as they are, their deadlines do not come. */
  [Symbol.dispose](): void {
    this.#disposed = true;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #run(): void {
    if (this.#timer === undefined && !this.#disposed) {
      // Nothing waited, so the turns that were slept through had nothing to fire.
      this.#turn = Math.max(this.#turn, Math.floor(this.#now() / this.#tickMs) - 1);
      this.#timer = setInterval(() => this.#tick(), this.#tickMs);
    }
    this.#idleTurns = 0;
    this.#timer?.ref();
  }

  #tick(): void {
    this.advance(this.#now());
    this.#idleTurns = this.#size === 0 ? this.#idleTurns + 1 : 0;
    if (this.#idleTurns <= IDLE_TURNS) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
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
}

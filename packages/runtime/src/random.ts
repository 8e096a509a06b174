/**
 * Randomness of a process, from the system's CSPRNG through a pool: a call each would cost more than a query's
 * parse.
 */
import { randomFillSync } from 'node:crypto';

const pool = Buffer.alloc(8192);
let at = pool.length;

/** Fills `target` with random octets. */
export function fillRandom(target: Uint8Array): void {
  if (target.length > pool.length / 2) {
    randomFillSync(target);
    return;
  }
  if (at + target.length > pool.length) refill();
  target.set(pool.subarray(at, at + target.length));
  at += target.length;
}

/** A uniform integer in 0..65535: message IDs, ports. */
export function random16(): number {
  if (at + 2 > pool.length) refill();
  const value = (pool[at]! << 8) | pool[at + 1]!;
  at += 2;
  return value;
}

/** A uniform number in 0..1, excluding 1: jitter, weighted choice. */
export function randomUnit(): number {
  return (random16() * 65_536 + random16()) / 2 ** 32;
}

function refill(): void {
  randomFillSync(pool);
  at = 0;
}

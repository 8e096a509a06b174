/** Serial number arithmetic on 32 bits (RFC 1982): SOA serials, and the times of RRSIG records. */

/**
 * Negative, zero or positive as `a` comes before, is, or comes after `b`. Two numbers exactly half the circle apart
 * have no order (RFC 1982 §3.2); they come out as negative, both ways round.
 */
export function compareSerials(a: number, b: number): number {
  return (a - b) | 0;
}

/** `serial` and `count` more, at most 2^31 - 1 (RFC 1982 §3.1). */
export function addToSerial(serial: number, count: number): number {
  return (serial + count) >>> 0;
}

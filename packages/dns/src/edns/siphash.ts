/** SipHash-2-4 (Aumasson and Bernstein): the keyed hash of server cookies (RFC 9018 §4.4), in 32-bit halves. */

const state = new Int32Array(8); // v0 low, v0 high, v1 low, ... v3 high

/** Writes the 8 octets of the hash of `message` under the 16-octet `key` into `target` at `at`. */
export function sipHash24(key: Uint8Array, message: Uint8Array, target: Uint8Array, at = 0): void {
  const k0 = word(key, 0);
  const k1 = word(key, 4);
  const k2 = word(key, 8);
  const k3 = word(key, 12);
  state[0] = k0 ^ 0x70736575;
  state[1] = k1 ^ 0x736f6d65;
  state[2] = k2 ^ 0x6e646f6d;
  state[3] = k3 ^ 0x646f7261;
  state[4] = k0 ^ 0x6e657261;
  state[5] = k1 ^ 0x6c796765;
  state[6] = k2 ^ 0x79746573;
  state[7] = k3 ^ 0x74656462;
  const whole = message.length & ~7;
  for (let i = 0; i < whole; i += 8) absorb(word(message, i), word(message, i + 4));
  absorb(tail(message, whole), tail(message, whole + 4) | (message.length << 24));
  state[4]! ^= 0xff;
  for (let i = 0; i < 4; i += 1) round();
  putWord(target, at, state[0] ^ state[2] ^ state[4] ^ state[6]);
  putWord(target, at + 4, state[1] ^ state[3] ^ state[5] ^ state[7]);
}

function absorb(low: number, high: number): void {
  state[6]! ^= low;
  state[7]! ^= high;
  round();
  round();
  state[0]! ^= low;
  state[1]! ^= high;
}

function round(): void {
  add(0, 2);
  rotate(2, 13);
  mix(2, 0);
  swap(0);
  add(4, 6);
  rotate(6, 16);
  mix(6, 4);
  add(0, 6);
  rotate(6, 21);
  mix(6, 0);
  add(4, 2);
  rotate(2, 17);
  mix(2, 4);
  swap(4);
}

/** 64-bit state[a] += state[b]. */
function add(a: number, b: number): void {
  const low = (state[a]! >>> 0) + (state[b]! >>> 0);
  state[a] = low;
  state[a + 1]! += state[b + 1]! + (low > 0xffffffff ? 1 : 0);
}

/** 64-bit state[a] ^= state[b]. */
function mix(a: number, b: number): void {
  state[a]! ^= state[b]!;
  state[a + 1]! ^= state[b + 1]!;
}

/** Rotates 64-bit state[a] left by 1 to 31 bits. */
function rotate(a: number, bits: number): void {
  const low = state[a]!;
  const high = state[a + 1]!;
  state[a] = (low << bits) | (high >>> (32 - bits));
  state[a + 1] = (high << bits) | (low >>> (32 - bits));
}

/** Rotates 64-bit state[a] by 32 bits. */
function swap(a: number): void {
  const low = state[a]!;
  state[a] = state[a + 1]!;
  state[a + 1] = low;
}

function word(octets: Uint8Array, at: number): number {
  return octets[at]! | (octets[at + 1]! << 8) | (octets[at + 2]! << 16) | (octets[at + 3]! << 24);
}

/** Up to four octets, missing ones zero. */
function tail(octets: Uint8Array, at: number): number {
  let value = 0;
  for (let i = Math.min(octets.length - at, 4) - 1; i >= 0; i -= 1) value = (value << 8) | octets[at + i]!;
  return value;
}

function putWord(octets: Uint8Array, at: number, value: number): void {
  for (let i = 0; i < 4; i += 1) octets[at + i] = value >>> (8 * i);
}

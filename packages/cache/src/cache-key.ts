/** Which queries get the same answer: the key of a packet cache, as octets, so that a lookup makes no string. */
import { OptionCode } from '@span53/dns/edns';
import { Flag, HEADER_OCTETS, LOWERED, Opcode, putU16, putU32, u16At, type MessageView } from '@span53/dns/wire';

/** How a key is made. */
export interface CacheKeyRules {
  /** Options that do not decide the answer. The key is that of a query without them (not with them emptied). */
  readonly skippedOptions: readonly number[];
  /**
   * UDP payload sizes in rising order; a client's size counts as the largest one that is not above it. Empty: as the
   * client says. A reply that is over a client's own limit is not served to it in any case.
   */
  readonly payloadRanks: readonly number[];
}

/** Without cookie (RFC 7873), padding (RFC 7830) and TRACEPARENT; sizes 512, 1232 (RFC 9715), 4096. */
export const CACHE_KEY_RULES: CacheKeyRules = {
  skippedOptions: [OptionCode.COOKIE, OptionCode.PADDING, OptionCode.TRACEPARENT],
  payloadRanks: [512, 1232, 4096],
};

/** The longest key: more options than this are no ordinary query, and are not cached. */
const KEY_OCTETS_MAX = 512;

/** A key. The name stands first, lowered, so that entries can be found by name. */
export class CacheKey {
  readonly octets: Uint8Array;
  length = 0;
  nameLength = 0;
  /** 30 bits: a small integer to V8, which makes it a good Map key. */
  hash = 0;

  constructor(octets: Uint8Array) {
    this.octets = octets;
  }

  get qtype(): number {
    return u16At(this.octets, this.nameLength);
  }

  /** A copy that outlives the builder's next key. */
  keep(): CacheKey {
    const kept = new CacheKey(new Uint8Array(this.octets.subarray(0, this.length)));
    kept.length = this.length;
    kept.nameLength = this.nameLength;
    kept.hash = this.hash;
    return kept;
  }

  equals(other: CacheKey): boolean {
    if (this.length !== other.length) return false;
    const a = this.octets;
    const b = other.octets;
    for (let i = 0; i < this.length; i += 1) if (a[i] !== b[i]) return false;
    return true;
  }
}

/** Makes keys, all in the same memory: a key is good until the next one; `keep` copies it. */
export class CacheKeyBuilder {
  readonly #key = new CacheKey(new Uint8Array(KEY_OCTETS_MAX));
  readonly #seed: number;
  readonly #rules: CacheKeyRules;

  /** `seed` is 32 random bits: nobody outside can choose names that fall on one another. */
  constructor(seed: number, rules: CacheKeyRules = CACHE_KEY_RULES) {
    this.#seed = seed;
    this.#rules = rules;
  }

  /**
   * The key of a query; undefined when its answer must not come from a cache: not a QUERY with one good question,
   * malformed, signed, with other records than OPT, or with very long options.
   *
   * `variant` keeps answers apart that the octets do not: transport, view, tag. Over a stream the client's UDP size
   * does not count. With `ignoreOpt` the key is that of the query without OPT: for one that we added ourselves.
   */
  build(query: MessageView, variant = 0, stream = false, ignoreOpt = false): CacheKey | undefined {
    if (query.opcode !== Opcode.QUERY || query.isResponse || !query.hasQuestion || query.problem !== undefined) {
      return undefined;
    }
    const { octets, opt } = query;
    const records = u16At(octets, 6) + u16At(octets, 8) + u16At(octets, 10);
    if (records !== (opt === undefined ? 0 : 1)) return undefined;
    const key = this.#key;
    const target = key.octets;
    let at = lowerName(octets, query.questionEnd - 4, target);
    key.nameLength = at;
    putU16(target, at, query.qtype);
    putU16(target, at + 2, query.qclass);
    // AD asks for AD in the answer (RFC 6840 §5.7); the other bits mean nothing in a query.
    const { flags } = query;
    target[at + 4] =
      ((flags & Flag.RD) !== 0 ? 1 : 0) | ((flags & Flag.CD) !== 0 ? 2 : 0) | ((flags & Flag.AD) !== 0 ? 4 : 0);
    putU32(target, at + 5, variant);
    at += 9;
    if (opt === undefined || ignoreOpt) target[at++] = 0;
    else {
      target[at] = 1;
      target[at + 1] = opt.extendedRcode;
      target[at + 2] = opt.version;
      putU16(target, at + 3, opt.flags);
      putU16(target, at + 5, stream ? 0 : this.#payloadRank(opt.udpSize));
      at = this.#options(octets, opt.rdataOffset, opt.end, at + 7);
      if (at < 0) return undefined;
    }
    key.length = at;
    key.hash = hashOctets(target, at, this.#seed);
    return key;
  }

  #payloadRank(size: number): number {
    const { payloadRanks } = this.#rules;
    if (payloadRanks.length === 0) return size;
    let rank = payloadRanks[0]!;
    for (const each of payloadRanks) if (each <= size) rank = each;
    return rank;
  }

  /** Copies the options that count, in their order; the offset behind them, or -1 when there is no room. */
  #options(source: Uint8Array, from: number, end: number, to: number): number {
    const { octets } = this.#key;
    let at = to;
    for (let option = from; option < end;) {
      const next = option + 4 + u16At(source, option + 2);
      if (!this.#rules.skippedOptions.includes(u16At(source, option))) {
        if (at + next - option > KEY_OCTETS_MAX) return -1;
        while (option < next) octets[at++] = source[option++]!;
      }
      option = next;
    }
    return at;
  }
}

/** Writes the QNAME lowered (RFC 4343 §3; length octets are below 65) to the start of `target`; gives its length. */
function lowerName(octets: Uint8Array, end: number, target: Uint8Array): number {
  let at = 0;
  for (let i = HEADER_OCTETS; i < end; i += 1) target[at++] = LOWERED[octets[i]!]!;
  return at;
}

/** A seeded 30-bit hash, four octets a step (the mixing of MurmurHash3 by A. Appleby, public domain). */
export function hashOctets(octets: Uint8Array, length: number, seed: number): number {
  let h = seed | 0;
  let at = 0;
  for (; at + 4 <= length; at += 4) {
    const k = octets[at]! | (octets[at + 1]! << 8) | (octets[at + 2]! << 16) | (octets[at + 3]! << 24);
    h = Math.imul(rotate(h ^ scramble(k), 13), 5) + 0xe654_6b64;
  }
  let tail = 0;
  for (let shift = 0; at < length; at += 1, shift += 8) tail |= octets[at]! << shift;
  h ^= scramble(tail) ^ length;
  h = Math.imul(h ^ (h >>> 16), 0x85eb_ca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2_ae35);
  return (h ^ (h >>> 16)) & 0x3fff_ffff;
}

function scramble(k: number): number {
  return Math.imul(rotate(Math.imul(k, 0xcc9e_2d51), 15), 0x1b87_3593);
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

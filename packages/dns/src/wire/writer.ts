/** A bounded cursor that writes wire octets. Past its limit it writes nothing more and says so. */
import type { NameCompressor } from './compression.ts';
import type { DNSName } from './name.ts';
import { copyOctets } from './octets.ts';

const INITIAL_OCTETS = 512;

/** Writes up to `limit` octets; `overflowed` tells that something did not fit. Grows its own buffer as needed. */
export class WireWriter {
  octets: Uint8Array;
  at = 0;
  overflowed = false;
  readonly limit: number;
  /** Set by the message builder; names written by `compressibleName` go through it. */
  compressor: NameCompressor | undefined;

  constructor(limit = 65_535, octets: Uint8Array = new Uint8Array(Math.min(limit, INITIAL_OCTETS))) {
    this.limit = limit;
    this.octets = octets;
  }

  /** A copy of what was written. */
  finish(): Uint8Array {
    return copyOctets(this.octets, 0, this.at);
  }

  u8(value: number): void {
    if (this.#room(1)) this.octets[this.at++] = value;
  }

  u16(value: number): void {
    if (!this.#room(2)) return;
    this.octets[this.at++] = value >>> 8;
    this.octets[this.at++] = value;
  }

  u32(value: number): void {
    if (!this.#room(4)) return;
    this.octets[this.at++] = value >>> 24;
    this.octets[this.at++] = value >>> 16;
    this.octets[this.at++] = value >>> 8;
    this.octets[this.at++] = value;
  }

  /** 48 bits of a safe integer. */
  u48(value: number): void {
    this.u16(Math.floor(value / 0x1_0000_0000));
    this.u32(value % 0x1_0000_0000);
  }

  bytes(octets: Uint8Array): void {
    this.range(octets, 0, octets.length);
  }

  /** The octets from `start` to `end`. */
  range(octets: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (!this.#room(length)) return;
    const { octets: target, at } = this;
    if (length > 64) target.set(start === 0 && end === octets.length ? octets : octets.subarray(start, end), at);
    else for (let i = 0; i < length; i += 1) target[at + i] = octets[start + i]!;
    this.at = at + length;
  }

  /** The fixed part of a record: type, class, TTL and an RDLENGTH of 0, which `patchU16` at the result sets later. */
  recordHead(type: number, rclass: number, ttl: number): number {
    if (!this.#room(10)) return this.at;
    const { octets, at } = this;
    octets[at] = type >>> 8;
    octets[at + 1] = type;
    octets[at + 2] = rclass >>> 8;
    octets[at + 3] = rclass;
    octets[at + 4] = ttl >>> 24;
    octets[at + 5] = ttl >>> 16;
    octets[at + 6] = ttl >>> 8;
    octets[at + 7] = ttl;
    octets[at + 8] = 0;
    octets[at + 9] = 0;
    this.at = at + 10;
    return at + 8;
  }

  /** A character-string: length octet and at most 255 octets (RFC 1035 §3.3); longer overflows the writer. */
  charString(octets: Uint8Array): void {
    if (octets.length > 255) {
      this.overflowed = true;
      return;
    }
    this.u8(octets.length);
    this.bytes(octets);
  }

  /** A name that must not be compressed. */
  name(name: DNSName): void {
    this.bytes(name.wire);
  }

  /** A name that may be compressed where the message allows it (RFC 1035 types only, RFC 3597 §4). */
  compressibleName(name: DNSName): void {
    if (this.compressor === undefined) this.bytes(name.wire);
    else this.compressor.write(this, name.wire);
  }

  /** Overwrites a 16-bit field written before, such as RDLENGTH. */
  patchU16(at: number, value: number): void {
    this.octets[at] = value >>> 8;
    this.octets[at + 1] = value;
  }

  /** Forgets everything from `at` on. */
  rewind(at: number): void {
    this.at = at;
    this.overflowed = false;
  }

  #room(length: number): boolean {
    const needed = this.at + length;
    if (this.overflowed || needed > this.limit) {
      this.overflowed = true;
      return false;
    }
    if (needed > this.octets.length) {
      const grown = new Uint8Array(Math.min(this.limit, Math.max(needed, 2 * this.octets.length)));
      grown.set(this.octets.subarray(0, this.at));
      this.octets = grown;
    }
    return true;
  }
}

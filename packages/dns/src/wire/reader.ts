/** A bounded cursor over wire octets. It fails once and stays failed, so codecs need no checks. */
import { DNSName, expandName, skipName } from './name.ts';
import { copyOctets } from './octets.ts';

const NOTHING = new Uint8Array(0);
const scratch = new Uint8Array(256);

/** Reads `message` from `at` up to `end`; names may point backwards into the whole message. */
export class WireReader {
  readonly message: Uint8Array;
  readonly start: number;
  readonly end: number;
  at: number;
  failed = false;
  /** False when nothing may be compressed: RDATA that stand alone have no message to point into. */
  readonly pointers: boolean;

  constructor(message: Uint8Array, at = 0, end: number = message.length, pointers = true) {
    this.message = message;
    this.start = at;
    this.at = at;
    this.end = Math.min(end, message.length);
    this.pointers = pointers;
    if (this.at > this.end) this.fail();
  }

  /** Octets left; zero after a failure, so that loops end. */
  get remaining(): number {
    return this.failed ? 0 : this.end - this.at;
  }

  /** True when all was read and nothing failed. */
  get finished(): boolean {
    return !this.failed && this.at === this.end;
  }

  /** A copy of the octets the reader was opened on. */
  get whole(): Uint8Array {
    return copyOctets(this.message, this.start, this.end);
  }

  /** Marks the input as malformed: for a codec that finds a value it must not accept. */
  fail(): void {
    this.failed = true;
  }

  u8(): number {
    return this.#take(1) ? this.message[this.at - 1]! : 0;
  }

  u16(): number {
    return this.#take(2) ? (this.message[this.at - 2]! << 8) | this.message[this.at - 1]! : 0;
  }

  u32(): number {
    return this.#take(4)
      ? ((this.message[this.at - 4]! << 24) |
          (this.message[this.at - 3]! << 16) |
          (this.message[this.at - 2]! << 8) |
          this.message[this.at - 1]!) >>>
          0
      : 0;
  }

  /** 48 bits as a safe integer (TSIG times, EUI-48). */
  u48(): number {
    return this.u16() * 0x1_0000_0000 + this.u32();
  }

  /** A copy of the next `length` octets; empty when they are not there. */
  bytes(length: number): Uint8Array {
    return this.#take(length) ? copyOctets(this.message, this.at - length, this.at) : NOTHING;
  }

  /** A copy of all octets left. */
  rest(): Uint8Array {
    return this.bytes(this.remaining);
  }

  /** A character-string without its length octet (RFC 1035 §3.3). */
  charString(): Uint8Array {
    return this.bytes(this.u8());
  }

  /** A name that may be compressed (RFC 1035 §4.1.4). */
  name(): DNSName {
    if (this.failed) return DNSName.root;
    const next = skipName(this.message, this.at, this.end);
    const length = next < 0 ? -1 : expandName(this.message, this.at, scratch);
    if (length < 0 || (!this.pointers && next - this.at !== length)) {
      this.failed = true;
      return DNSName.root;
    }
    this.at = next;
    return DNSName.fromWire(copyOctets(scratch, 0, length));
  }

  /** A name that must not be compressed (RFC 3597 §4: all types newer than RFC 1035). */
  plainName(): DNSName {
    const from = this.at;
    const name = this.name();
    if (!this.failed && this.at - from !== name.wire.length) this.failed = true;
    return this.failed ? DNSName.root : name;
  }

  #take(length: number): boolean {
    // A codec may have computed a negative length from lengths that the peer chose.
    if (this.failed || length < 0 || this.at + length > this.end) {
      this.failed = true;
      return false;
    }
    this.at += length;
    return true;
  }
}

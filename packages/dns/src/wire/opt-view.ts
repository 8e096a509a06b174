/** The OPT record as it stands in a message: EDNS(0), RFC 6891 §6.1. */
import { u16At } from './header.ts';

/**
 * A view of one checked OPT record: owner is the root and the options fill the RDATA exactly. Lives as long as
 * the message.
 */
export class OptView {
  readonly message: Uint8Array;
  /** Where the record starts (its root owner). */
  readonly offset: number;
  readonly rdataOffset: number;
  readonly end: number;

  constructor(message: Uint8Array, offset: number, end: number) {
    this.message = message;
    this.offset = offset;
    this.rdataOffset = offset + 11;
    this.end = end;
  }

  /** The sender's UDP payload size; below 512 counts as 512 (RFC 6891 §6.2.3). */
  get udpSize(): number {
    return Math.max(512, u16At(this.message, this.offset + 3));
  }

  /** Upper eight bits of the 12-bit RCODE. */
  get extendedRcode(): number {
    return this.message[this.offset + 5]!;
  }

  get version(): number {
    return this.message[this.offset + 6]!;
  }

  /** The 16 flag bits; DO is the highest. */
  get flags(): number {
    return u16At(this.message, this.offset + 7);
  }

  /** DNSSEC OK (RFC 3225). */
  get dnssecOk(): boolean {
    return (this.message[this.offset + 7]! & 0x80) !== 0;
  }

  /** Offset of the first such option's data, or -1. Its length is `optionLength(offset)`. */
  find(code: number, from: number = this.rdataOffset): number {
    for (let at = from; at < this.end; at += 4 + u16At(this.message, at + 2)) {
      if (u16At(this.message, at) === code) return at + 4;
    }
    return -1;
  }

  /** Octets of the option data that `find` returned. */
  optionLength(dataOffset: number): number {
    return u16At(this.message, dataOffset - 2);
  }

  /** A view of the first such option's data, undefined when there is none. */
  option(code: number): Uint8Array | undefined {
    const at = this.find(code);
    return at < 0 ? undefined : this.message.subarray(at, at + this.optionLength(at));
  }

  /** All options in order, unknown ones too; data are views. */
  *options(): Generator<{ readonly code: number; readonly data: Uint8Array }> {
    for (let at = this.rdataOffset; at < this.end;) {
      const length = u16At(this.message, at + 2);
      yield { code: u16At(this.message, at), data: this.message.subarray(at + 4, at + 4 + length) };
      at += 4 + length;
    }
  }
}

/** True when the options from `at` fill the octets up to `end` exactly. */
export function optionsAreWhole(message: Uint8Array, at: number, end: number): boolean {
  while (at < end) {
    if (at + 4 > end) return false;
    at += 4 + u16At(message, at + 2);
  }
  return at === end;
}

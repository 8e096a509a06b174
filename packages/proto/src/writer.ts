const encoder = new TextEncoder();

/** Wire types of Protocol Buffers. */
const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
const FIXED32 = 5;

/** Writes protobuf fields straight into one growing buffer, without an object tree. A nested message is opened and
 *  closed; its length is filled in afterwards. Reused: `finish` copies out and starts again. */
export class ProtoWriter {
  #octets: Uint8Array<ArrayBuffer>;
  #view: DataView;
  #at = 0;

  constructor(sizeBytes = 4096) {
    this.#octets = new Uint8Array(sizeBytes);
    this.#view = new DataView(this.#octets.buffer);
  }

  /** Octets written so far. */
  get length(): number {
    return this.#at;
  }

  /** A whole number from 0 to 2^53 (uint32, uint64, enum). */
  uint(field: number, value: number): void {
    this.#reserve(20);
    this.#tag(field, VARINT);
    this.#varint(value);
  }

  /** A whole number of either sign within ±2^53 (int32, int64); negative ones take ten octets. */
  int(field: number, value: number): void {
    if (value >= 0) {
      this.uint(field, value);
      return;
    }
    this.#reserve(20);
    this.#tag(field, VARINT);
    let bits = BigInt.asUintN(64, BigInt(value));
    for (; bits > 127n; bits >>= 7n) this.#octets[this.#at++] = Number(bits & 127n) | 128;
    this.#octets[this.#at++] = Number(bits);
  }

  bool(field: number, value: boolean): void {
    this.uint(field, value ? 1 : 0);
  }

  double(field: number, value: number): void {
    this.#reserve(13);
    this.#tag(field, FIXED64);
    this.#view.setFloat64(this.#at, value, true);
    this.#at += 8;
  }

  /** 64 bits as two unsigned halves. */
  fixed64(field: number, low: number, high: number): void {
    this.#reserve(13);
    this.#tag(field, FIXED64);
    this.#view.setUint32(this.#at, low, true);
    this.#view.setUint32(this.#at + 4, high, true);
    this.#at += 8;
  }

  fixed32(field: number, value: number): void {
    this.#reserve(9);
    this.#tag(field, FIXED32);
    this.#view.setUint32(this.#at, value, true);
    this.#at += 4;
  }

  bytes(field: number, value: Uint8Array): void {
    this.#reserve(value.length + 10);
    this.#tag(field, LENGTH);
    this.#varint(value.length);
    this.#octets.set(value, this.#at);
    this.#at += value.length;
  }

  /** UTF-8; a lone surrogate becomes U+FFFD. */
  string(field: number, value: string): void {
    this.#reserve(value.length * 3 + 10);
    this.#tag(field, LENGTH);
    if (value.length < 128 && this.#ascii(value)) return;
    const utf8 = encoder.encode(value);
    this.#varint(utf8.length);
    this.#octets.set(utf8, this.#at);
    this.#at += utf8.length;
  }

  /** Octets that are fields already. */
  raw(fields: Uint8Array): void {
    this.#reserve(fields.length);
    this.#octets.set(fields, this.#at);
    this.#at += fields.length;
  }

  /** Begins a nested message; give the result to `close`. */
  open(field: number): number {
    this.#reserve(6);
    this.#tag(field, LENGTH);
    return ++this.#at;
  }

  /** Ends a nested message. One octet was kept for its length; longer ones move the content. */
  close(start: number): void {
    const length = this.#at - start;
    if (length > 127) {
      const extra = varintSize(length) - 1;
      this.#reserve(extra);
      this.#octets.copyWithin(start + extra, start, this.#at);
      this.#at = start - 1;
      this.#varint(length);
      this.#at += length;
    } else {
      this.#octets[start - 1] = length;
    }
  }

  /** A copy of what was written, with a buffer of its own that can be transferred. The writer starts again. */
  finish(): Uint8Array<ArrayBuffer> {
    const result = this.#octets.slice(0, this.#at);
    this.#at = 0;
    return result;
  }

  /** Forgets what was written: of a message that an exception cut short. */
  reset(): void {
    this.#at = 0;
  }

  /** Length and text of less than 128 ASCII characters; false, with nothing written, when it is not ASCII. */
  #ascii(value: string): boolean {
    const { length } = value;
    const octets = this.#octets;
    const start = this.#at + 1;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 127) return false;
      octets[start + i] = code;
    }
    octets[this.#at] = length;
    this.#at = start + length;
    return true;
  }

  #tag(field: number, type: number): void {
    this.#varint((field << 3) | type);
  }

  #varint(value: number): void {
    while (value > 0x7fffffff) {
      this.#octets[this.#at++] = (value % 128) | 128;
      value = Math.floor(value / 128);
    }
    while (value > 127) {
      this.#octets[this.#at++] = (value & 127) | 128;
      value >>>= 7;
    }
    this.#octets[this.#at++] = value;
  }

  #reserve(count: number): void {
    if (this.#at + count <= this.#octets.length) return;
    const larger = new Uint8Array(Math.max(this.#octets.length * 2, this.#at + count));
    larger.set(this.#octets.subarray(0, this.#at));
    this.#octets = larger;
    this.#view = new DataView(larger.buffer);
  }
}

function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) size++;
  return size;
}

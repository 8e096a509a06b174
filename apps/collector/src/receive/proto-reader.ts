/** Wire types of the protobuf encoding. */
export const wire = { VARINT: 0, I64: 1, LEN: 2, I32: 5 } as const;

/** The tag a field is written with, as `ProtoReader.next` returns it. */
export function tag(field: number, wireType: number): number {
  return (field << 3) | wireType;
}

/**
 * Cursor over one protobuf message. It never throws: after truncated or malformed octets it has failed and stays
 * failed, `next` returns 0 and values are empty, so decoders check once, at the end. It exists beside the generated
 * code because it keeps 64-bit times exact without an object a field, and bounds what a hostile message may allocate.
 */
export class ProtoReader {
  readonly #octets: Buffer;
  #at = 0;
  #end: number;
  #failed = false;
  #wireType = 0;
  #messagesLeft: number;

  /** Reads `octets`, which must stay unchanged meanwhile; fails beyond `messagesMax` nested messages, because an
   *  empty one takes two octets on the wire and an object here. */
  constructor(octets: Buffer, messagesMax: number) {
    this.#octets = octets;
    this.#end = octets.length;
    this.#messagesLeft = messagesMax;
  }

  get failed(): boolean {
    return this.#failed;
  }

  /** True when the message failed because it nests more messages than allowed. */
  get exhausted(): boolean {
    return this.#messagesLeft < 0;
  }

  /** Octets read so far. */
  get position(): number {
    return this.#at;
  }

  /** The next field's tag, or 0 at the end of the message. */
  next(): number {
    if (this.#at >= this.#end) return 0;
    const value = this.#varint32();
    this.#wireType = value & 7;
    if (value >>> 3 === 0) this.fail();
    return this.#failed ? 0 : value;
  }

  /** Steps over the field whose tag was just returned. Groups (wire types 3 and 4) are malformed here. */
  skip(): void {
    switch (this.#wireType) {
      case wire.VARINT:
        this.#varint64();
        return;
      case wire.I64:
        this.#advance(8);
        return;
      case wire.LEN:
        this.#advance(this.#varint32());
        return;
      case wire.I32:
        this.#advance(4);
        return;
      default:
        this.fail();
    }
  }

  /** A uint32, enum or bool; higher bits are cut off, as protobuf demands. */
  uint32(): number {
    return Number(this.#varint64() & 0xffffffffn);
  }

  /** An int64 in two's complement. */
  int64(): bigint {
    return BigInt.asIntN(64, this.#varint64());
  }

  fixed32(): number {
    const at = this.#advance(4);
    return at < 0 ? 0 : this.#octets.readUInt32LE(at);
  }

  fixed64(): bigint {
    const at = this.#advance(8);
    return at < 0 ? 0n : this.#octets.readBigUInt64LE(at);
  }

  double(): number {
    const at = this.#advance(8);
    return at < 0 ? 0 : this.#octets.readDoubleLE(at);
  }

  /** A view of a bytes field; valid as long as the message's octets. */
  bytes(): Buffer {
    const length = this.#varint32();
    const at = this.#advance(length);
    return at < 0 ? this.#octets.subarray(0, 0) : this.#octets.subarray(at, at + length);
  }

  /** A string field of which at most `max` octets are kept; malformed UTF-8 becomes U+FFFD. */
  string(max: number): string {
    const octets = this.bytes();
    return octets.length <= max ? octets.toString('utf8') : `${octets.toString('utf8', 0, max)}…`;
  }

  /** Decodes a nested message: `decode` sees only its octets, and must read on until `next` returns 0. */
  message<T>(decode: (reader: this) => T): T {
    const outer = this.#end;
    const length = this.#varint32();
    if (--this.#messagesLeft < 0 || length > outer - this.#at) this.fail();
    else this.#end = this.#at + length;
    const value = decode(this);
    this.#at = this.#failed ? outer : this.#end;
    this.#end = outer;
    return value;
  }

  /** Goes back to `position` within the message being read, for a second pass. */
  rewind(position: number): void {
    if (!this.#failed) this.#at = position;
  }

  /** Marks the message as malformed. */
  fail(): void {
    this.#failed = true;
    this.#at = this.#end;
  }

  /** Moves over `count` octets and returns where they start, or -1 when there are fewer. */
  #advance(count: number): number {
    const at = this.#at;
    if (this.#failed || count > this.#end - at) {
      this.fail();
      return -1;
    }
    this.#at = at + count;
    return at;
  }

  /** A varint that must fit into 32 bits: tags and lengths. */
  #varint32(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const at = this.#advance(1);
      if (at < 0) return 0;
      const octet = this.#octets[at]!;
      value += (octet & 0x7f) * 2 ** shift;
      if (octet < 0x80) {
        if (value <= 0xffffffff) return value;
        break;
      }
    }
    this.fail();
    return 0;
  }

  #varint64(): bigint {
    let low = 0;
    let high = 0;
    for (let index = 0; index < 10; index++) {
      const at = this.#advance(1);
      if (at < 0) return 0n;
      const octet = this.#octets[at]!;
      if (index < 7) low += (octet & 0x7f) * 2 ** (7 * index);
      else high += (octet & 0x7f) * 2 ** (7 * (index - 7));
      if (octet < 0x80) return BigInt.asUintN(64, BigInt(low) + (BigInt(high) << 49n));
    }
    this.fail();
    return 0n;
  }
}

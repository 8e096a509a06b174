/** Walks the records of a message in place; no record becomes an object unless someone asks. */
import { expandRdata } from './compression.ts';
import { Section, u16At, u32At } from './header.ts';
import { DNSName, skipName } from './name.ts';

/** The least first octet of a compression pointer (RFC 1035 §4.1.4). */
const POINTER = 0xc0;

/** One reusable position in a message. After `next()` returned true the fields describe that record. */
export class RecordCursor {
  readonly message: Uint8Array;
  section: Section = Section.ANSWER;
  nameOffset = 0;
  type = 0;
  class = 0;
  ttlOffset = 0;
  rdataOffset = 0;
  rdataLength = 0;
  /** True once a record ran over the message: what follows is unknown. */
  failed = false;
  #at: number;
  #left: number;
  /** Where the last pointer for an owner led, and the name there: the records of an RRset mostly share both. */
  #pointedAt = -1;
  #pointedName: DNSName | undefined;

  /** Starts behind the question, at `at`. */
  constructor(message: Uint8Array, at: number) {
    this.message = message;
    this.#at = at;
    this.#left = u16At(message, 6);
  }

  /** Offset behind the current record. */
  get end(): number {
    return this.#at;
  }

  /** Seconds; a value with the top bit set counts as zero (RFC 2181 §8). */
  get ttl(): number {
    const ttl = u32At(this.message, this.ttlOffset);
    return ttl > 0x7fffffff ? 0 : ttl;
  }

  /** Moves to the next record of any section; false at the end or when malformed. */
  next(): boolean {
    while (this.#left === 0) {
      if (this.section === Section.ADDITIONAL) return false;
      this.section = (this.section + 1) as Section;
      this.#left = u16At(this.message, 4 + 2 * this.section);
    }
    const { message } = this;
    const fixed = skipName(message, this.#at);
    if (fixed < 0 || fixed + 10 > message.length) return this.#fail();
    const end = fixed + 10 + u16At(message, fixed + 8);
    if (end > message.length) return this.#fail();
    this.nameOffset = this.#at;
    this.type = u16At(message, fixed);
    this.class = u16At(message, fixed + 2);
    this.ttlOffset = fixed + 4;
    this.rdataOffset = fixed + 10;
    this.rdataLength = end - fixed - 10;
    this.#at = end;
    this.#left -= 1;
    return true;
  }

  /** The owner, decompressed; undefined when malformed. */
  name(): DNSName | undefined {
    const { message, nameOffset } = this;
    if (message[nameOffset]! < POINTER) return DNSName.read(message, nameOffset);
    const target = u16At(message, nameOffset);
    if (target === this.#pointedAt) return this.#pointedName;
    const name = DNSName.read(message, nameOffset);
    if (name !== undefined) {
      this.#pointedAt = target;
      this.#pointedName = name;
    }
    return name;
  }

  /** A copy of the RDATA with names uncompressed; undefined when malformed. */
  rdata(): Uint8Array | undefined {
    return expandRdata(this.message, this.type, this.rdataOffset, this.rdataLength);
  }

  /** A view of the RDATA as it stands, names possibly compressed. */
  rdataView(): Uint8Array {
    return this.message.subarray(this.rdataOffset, this.rdataOffset + this.rdataLength);
  }

  #fail(): false {
    this.failed = true;
    this.#left = 0;
    this.section = Section.ADDITIONAL;
    return false;
  }
}

/** Builds messages: sections in order, names compressed, a size limit that drops whole RRsets (RFC 2181 §9). */
import { NameCompressor, writeRdata } from './compression.ts';
import { Flag, HEADER_OCTETS, Section, putU16 } from './header.ts';
import { DNSName } from './name.ts';
import { copyBuffer } from './octets.ts';
import { paddingOctets } from './padding.ts';
import { RecordCursor } from './record-cursor.ts';
import type { RRset } from './rrset.ts';
import { RType } from './rtype.ts';
import { WireWriter } from './writer.ts';

/** Octets of an OPT record without options. */
export const OPT_OCTETS_MIN = 11;
const PADDING = 12;
/** Code and length of an option. */
const OPTION_HEAD_OCTETS = 4;
const NO_OPTIONS = new Uint8Array(0);

/** Options for one message. */
export interface MessageStart {
  readonly id: number;
  /** All 16 flag bits, opcode and the low four bits of the RCODE. */
  readonly flags: number;
  /** Most octets in the finished message, at least the header's 12: the client's UDP size, or 65,535 on a stream. From
   *  282 octets on there is room for every question and an OPT record without options. */
  readonly limit: number;
  /** Octets kept free for what comes last. OPT takes its part of them; the rest stays free, for a TSIG. Without it, or
   *  with less than OPT needs, `opt` takes RRsets back. */
  readonly reserved?: number;
}

/**
 * A reusable builder. Sections are written in order; an RRset that does not fit is left out whole. When it was needed
 * (answer, authority, or `required`), TC is set and nothing more is added but OPT. No message is longer than its limit.
 * The result is a fresh buffer.
 */
export class MessageBuilder {
  #writer = new WireWriter(65_535, new Uint8Array(4096));
  readonly #compressor = new NameCompressor();
  readonly #counts = new Uint16Array(4);
  #limit = 0;
  #reserved = 0;
  #truncated = false;
  #questionEnd = HEADER_OCTETS;
  /** Where the last RRset ends whose loss sets TC. */
  #neededEnd = 0;

  constructor() {
    this.#writer.compressor = this.#compressor;
  }

  get truncated(): boolean {
    return this.#truncated;
  }

  /** Octets written so far. */
  get size(): number {
    return this.#writer.at;
  }

  /** Begins a message; whatever was being built before is forgotten. */
  start({ id, flags, limit, reserved = 0 }: MessageStart): this {
    this.#compressor.reset();
    this.#counts.fill(0);
    this.#writer.rewind(0);
    this.#limit = Math.min(limit, 65_535);
    this.#reserved = reserved;
    this.#truncated = false;
    this.#questionEnd = HEADER_OCTETS;
    this.#neededEnd = 0;
    this.#writer.u16(id);
    this.#writer.u16(flags);
    this.#writer.at = HEADER_OCTETS;
    return this;
  }

  /** Adds a question; returns false when it does not fit. */
  question(name: DNSName, type: number, rclass: number): boolean {
    const mark = this.#writer.at;
    this.#writer.compressibleName(name);
    this.#writer.u16(type);
    this.#writer.u16(rclass);
    const fits = this.#commit(Section.QUESTION, mark, 1);
    this.#questionEnd = this.#writer.at;
    return fits;
  }

  /**
   * Adds all records of an RRset with `ttl` (its own by default) and `owner` (its own by default), or none. Returns
   * false when they did not fit; then TC is set unless the section is ADDITIONAL and the RRset is not `required`.
   */
  rrset(section: Section, rrset: RRset, options: RRsetOptions = AS_IT_IS): boolean {
    if (this.#truncated) return false;
    const mark = this.#writer.at;
    const owner = options.owner ?? rrset.name;
    const ttl = options.ttl ?? rrset.ttl;
    for (const rdata of rrset.rdata) this.#record(owner, rrset, ttl, rdata);
    const fits = this.#commit(section, mark, rrset.rdata.length);
    if (section === Section.ADDITIONAL && options.required !== true) return fits;
    if (fits) this.#neededEnd = this.#writer.at;
    else this.#truncated = true;
    return fits;
  }

  /**
   * Writes the OPT record, for which it uses reserved room. Where that is not enough, the last RRsets are taken back,
   * whole; when one of them was needed, TC is set. Returns false when the options have no room even so: then OPT stands
   * there without them and TC is set. Only under a limit that the question fills is there no OPT either.
   */
  opt(opt: OptFields): boolean {
    const { options = NO_OPTIONS, paddingBlock } = opt;
    const least = OPT_OCTETS_MIN + options.length + (paddingBlock === undefined ? 0 : OPTION_HEAD_OCTETS);
    this.#reserved = Math.max(0, this.#reserved - least);
    const room = this.#limit - this.#reserved - OPT_OCTETS_MIN;
    const whole = this.#questionEnd + options.length <= room;
    if (!whole) this.#truncated = true;
    if (this.#questionEnd > room) return false;
    const kept = whole ? options : NO_OPTIONS;
    if (this.#writer.at + kept.length > room) this.#takeBack(room - kept.length);
    const padding = paddingBlock === undefined ? undefined : this.#paddingOf(paddingBlock, kept.length);
    this.#writer.u8(0);
    this.#writer.u16(RType.OPT);
    this.#writer.u16(opt.udpSize);
    this.#writer.u8(opt.extendedRcode ?? 0);
    this.#writer.u8(opt.version ?? 0);
    this.#writer.u16(opt.dnssecOk === true ? 0x8000 : 0);
    this.#writer.u16(padding === undefined ? kept.length : kept.length + OPTION_HEAD_OCTETS + padding);
    this.#writer.bytes(kept);
    if (padding !== undefined) this.#writePadding(padding);
    this.#counts[Section.ADDITIONAL]! += 1;
    return whole;
  }

  /** Writes the header's counts and returns a copy of the message. */
  finish(): Buffer {
    const { octets, at } = this.#writer;
    this.#putCounts();
    if (this.#truncated) octets[2]! |= Flag.TC >>> 8;
    return copyBuffer(octets, at);
  }

  #putCounts(): void {
    for (let i = 0; i < 4; i += 1) putU16(this.#writer.octets, 4 + 2 * i, this.#counts[i]!);
  }

  /** Takes RRsets back from the last one on, so many that the message ends at `end` or before. */
  #takeBack(end: number): void {
    this.#putCounts();
    const records = new RecordCursor(this.#writer.octets.subarray(0, this.#writer.at), this.#questionEnd);
    let set = { section: -1, type: 0, class: 0, name: DNSName.root, at: this.#questionEnd, count: 0 };
    this.#counts.fill(0, Section.ANSWER);
    while (records.next()) {
      const { section, type, class: rclass, nameOffset: at } = records;
      const name = records.name() ?? DNSName.root;
      const same = set.section === section && set.type === type && set.class === rclass && set.name.equals(name);
      if (!same) set = { section, type, class: rclass, name, at, count: 0 };
      if (records.end > end) break;
      set.count += 1;
      this.#counts[section]! += 1;
    }
    this.#counts[set.section]! -= set.count;
    if (set.at < this.#neededEnd) this.#truncated = true;
    this.#rewind(set.at);
  }

  /** Octets of padding data for an OPT record with so many octets of other options. */
  #paddingOf(block: number, octets: number): number | undefined {
    return paddingOctets(this.#writer.at + OPT_OCTETS_MIN + octets, block, this.#limit - this.#reserved);
  }

  #writePadding(octets: number): void {
    this.#writer.u16(PADDING);
    this.#writer.u16(octets);
    for (let i = 0; i < octets; i += 1) this.#writer.u8(0);
  }

  #record(owner: DNSName, rrset: RRset, ttl: number, rdata: Uint8Array): void {
    const writer = this.#writer;
    writer.compressibleName(owner);
    const lengthAt = writer.recordHead(rrset.type, rrset.class, ttl);
    writeRdata(writer, rrset.type, rdata);
    if (!writer.overflowed) writer.patchU16(lengthAt, writer.at - lengthAt - 2);
  }

  #commit(section: Section, mark: number, count: number): boolean {
    const fits = !this.#writer.overflowed && this.#writer.at <= this.#limit - this.#reserved;
    if (fits) this.#counts[section]! += count;
    else this.#rewind(mark);
    return fits;
  }

  #rewind(mark: number): void {
    this.#writer.rewind(mark);
    this.#compressor.forgetFrom(mark);
  }
}

/** How one RRset is written. */
export interface RRsetOptions {
  /** Seconds, instead of the RRset's own: cache ageing, SOA minimum. */
  readonly ttl?: number;
  /** Another owner: wildcard synthesis (RFC 4592 §3.3). */
  readonly owner?: DNSName;
  /** In ADDITIONAL: in-domain glue, whose absence must set TC (RFC 9471 §3.1). */
  readonly required?: boolean;
}
const AS_IT_IS: RRsetOptions = {};

/** Fields of an OPT record to write. */
export interface OptFields {
  readonly udpSize: number;
  /** Upper eight bits of the RCODE. */
  readonly extendedRcode?: number;
  readonly version?: number;
  readonly dnssecOk?: boolean;
  /** Encoded options, one after the other. */
  readonly options?: Uint8Array;
  /** Brings the message to a multiple of so many octets, at least 1, or to its limit without the room that stays
   *  reserved, by a PADDING option behind the others (RFC 8467 §4.1: `PADDING_BLOCK`). In responses only when the query
   *  had one (RFC 7830 §4). */
  readonly paddingBlock?: number;
}

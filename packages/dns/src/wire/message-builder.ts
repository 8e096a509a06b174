/** Builds messages: sections in order, names compressed, a size limit that drops whole RRsets (RFC 2181 §9). */
import { NameCompressor, writeRdata } from './compression.ts';
import { Flag, HEADER_OCTETS, Section, putU16 } from './header.ts';
import type { DNSName } from './name.ts';
import { copyBuffer } from './octets.ts';
import { paddingOctets } from './padding.ts';
import type { RRset } from './rrset.ts';
import { WireWriter } from './writer.ts';

/** Octets of an OPT record without options. */
export const OPT_OCTETS_MIN = 11;
const PADDING = 12;
/** Code and length of an option. */
const OPTION_HEAD_OCTETS = 4;

/** Options for one message. */
export interface MessageStart {
  readonly id: number;
  /** All 16 flag bits, opcode and the low four bits of the RCODE. */
  readonly flags: number;
  /** Most octets in the finished message: the client's UDP size, or 65,535 on a stream. */
  readonly limit: number;
  /** Octets kept free for what comes last. OPT takes its part of them; the rest stays free, for a TSIG. */
  readonly reserved?: number;
}

/**
 * A reusable builder. Sections are written in order; an RRset that does not fit is left out whole. When it was needed
 * (answer, authority, or `required`), TC is set and nothing more is added but OPT. The result is a fresh buffer.
 */
export class MessageBuilder {
  #writer = new WireWriter(65_535, new Uint8Array(4096));
  readonly #compressor = new NameCompressor();
  readonly #counts = new Uint16Array(4);
  #limit = 0;
  #reserved = 0;
  #truncated = false;

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
    return this.#commit(Section.QUESTION, mark, 1);
  }

  /**
   * Adds all records of an RRset with `ttl` (its own by default) and `owner` (its own by default), or none. Returns
   * false when they did not fit; then TC is set unless the section is ADDITIONAL and the RRset is not `required`.
   */
  rrset(section: Section, rrset: RRset, options: RRsetOptions = NO_OPTIONS): boolean {
    if (this.#truncated) return false;
    const mark = this.#writer.at;
    const owner = options.owner ?? rrset.name;
    const ttl = options.ttl ?? rrset.ttl;
    for (const rdata of rrset.rdata) this.#record(owner, rrset, ttl, rdata);
    if (this.#commit(section, mark, rrset.rdata.length)) return true;
    if (section !== Section.ADDITIONAL || options.required === true) this.#truncated = true;
    return false;
  }

  /** Writes the OPT record, for which it uses reserved room; it is never left out. */
  opt(opt: OptFields): void {
    const mark = this.#writer.at;
    const { options, paddingBlock } = opt;
    const octets = options?.length ?? 0;
    const least = OPT_OCTETS_MIN + octets + (paddingBlock === undefined ? 0 : OPTION_HEAD_OCTETS);
    this.#reserved = Math.max(0, this.#reserved - least);
    this.#writer.u8(0);
    this.#writer.u16(41);
    this.#writer.u16(opt.udpSize);
    this.#writer.u8(opt.extendedRcode ?? 0);
    this.#writer.u8(opt.version ?? 0);
    this.#writer.u16(opt.dnssecOk === true ? 0x8000 : 0);
    const padding = paddingBlock === undefined ? undefined : this.#paddingOf(paddingBlock, mark, octets);
    this.#writer.u16(padding === undefined ? octets : octets + OPTION_HEAD_OCTETS + padding);
    if (options !== undefined) this.#writer.bytes(options);
    if (padding !== undefined) this.#writePadding(padding);
    if (!this.#writer.overflowed) this.#counts[Section.ADDITIONAL]! += 1;
    else this.#rewind(mark);
  }

  /** Writes the header's counts and returns a copy of the message. */
  finish(): Buffer {
    const { octets, at } = this.#writer;
    for (let section = 0; section < 4; section += 1) putU16(octets, 4 + 2 * section, this.#counts[section]!);
    if (this.#truncated) octets[2]! |= Flag.TC >>> 8;
    return copyBuffer(octets, at);
  }

  /** Octets of padding data for an OPT record at `mark` with so many octets of other options. */
  #paddingOf(block: number, mark: number, octets: number): number | undefined {
    return paddingOctets(mark + OPT_OCTETS_MIN + octets, block, this.#limit - this.#reserved);
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
const NO_OPTIONS: RRsetOptions = {};

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

/** Name compression (RFC 1035 §4.1.4) and the RDATA of the types that may use it (RFC 3597 §4). */
import { expandName, LOWERED, skipName } from './name.ts';
import { copyOctets } from './octets.ts';
import { COMPRESSED, COMPRESSED_TYPE_MAX, EXPANDED, firstName } from './rdata-names.ts';
import { hashSuffixes, slotOf, SUFFIXES_MAX } from './suffix-hash.ts';
import type { WireWriter } from './writer.ts';

const SLOTS = 512; // a power of two
const POINTER_REACH = 0x4000;
/** Labels remembered at most: half full, probes stay short; later names go out uncompressed. */
const ENTRIES_MAX = SLOTS / 2;

/**
 * Remembers where each name suffix of one message was written, in a hash table of offsets: no strings, no objects.
 * Matches ignore ASCII case. One instance serves many messages; `reset` forgets the last.
 */
export class NameCompressor {
  readonly #offsets = new Uint16Array(SLOTS);
  readonly #used = new Uint16Array(ENTRIES_MAX);
  #entries = 0;
  readonly #suffixes = { starts: new Uint16Array(SUFFIXES_MAX), hashes: new Int32Array(SUFFIXES_MAX) };
  /** The last whole name written and where it stands: owners of one RRset come as the same octets. */
  #last: Uint8Array | undefined;
  #lastAt = 0;

  reset(): void {
    for (let i = 0; i < this.#entries; i += 1) this.#offsets[this.#used[i]!] = 0;
    this.#entries = 0;
    this.#last = undefined;
  }

  /** Forgets suffixes at or behind `at`, which a rewound writer took back. */
  forgetFrom(at: number): void {
    // Entries are in writing order, and open addressing stays whole when the newest are removed first.
    while (this.#entries > 0 && this.#offsets[this.#used[this.#entries - 1]!]! >= at) {
      this.#entries -= 1;
      this.#offsets[this.#used[this.#entries]!] = 0;
    }
    if (this.#lastAt >= at) this.#last = undefined;
  }

  /** Writes the name at `from` in `octets` with a pointer to the longest suffix that the message has already. */
  write(writer: WireWriter, octets: Uint8Array, from = 0): void {
    if (octets === this.#last && from === 0) {
      writer.u16(0xc000 | this.#lastAt);
      return;
    }
    const labels = hashSuffixes(octets, from, this.#suffixes);
    const { starts, hashes } = this.#suffixes;
    let known = labels; // index of the first label of the longest known suffix; `labels` is the root
    let pointer = 0;
    for (let i = 0; i < labels; i += 1) {
      pointer = this.#find(writer, octets, starts[i]!, hashes[i]!);
      if (pointer !== 0) {
        known = i;
        break;
      }
    }
    const base = writer.at - from;
    writer.range(octets, from, starts[known]! + (known === labels ? 1 : 0));
    if (known < labels) writer.u16(0xc000 | pointer);
    if (writer.overflowed) return;
    for (let i = 0; i < known; i += 1) this.#remember(base + starts[i]!, hashes[i]!);
    const at = known === 0 && labels > 0 ? pointer : base + from;
    if (from !== 0 || labels === 0 || at >= POINTER_REACH) return;
    this.#last = octets;
    this.#lastAt = at;
  }

  #find(writer: WireWriter, wire: Uint8Array, start: number, hash: number): number {
    for (let slot = slotOf(hash, SLOTS - 1); ; slot = (slot + 1) & (SLOTS - 1)) {
      const offset = this.#offsets[slot]!;
      if (offset === 0) return 0;
      if (sameSuffix(writer.octets, offset, wire, start)) return offset;
    }
  }

  #remember(offset: number, hash: number): void {
    if (offset >= POINTER_REACH || this.#entries === ENTRIES_MAX) return;
    let slot = slotOf(hash, SLOTS - 1);
    while (this.#offsets[slot] !== 0) slot = (slot + 1) & (SLOTS - 1);
    this.#offsets[slot] = offset;
    this.#used[this.#entries++] = slot;
  }
}

/** True when the (possibly compressed) name at `at` in what was written equals `wire` from `start` on. */
function sameSuffix(octets: Uint8Array, at: number, wire: Uint8Array, start: number): boolean {
  for (;;) {
    let length = octets[at]!;
    while (length >= 0xc0) {
      at = ((length & 0x3f) << 8) | octets[at + 1]!;
      length = octets[at]!;
    }
    if (length !== wire[start]) return false;
    if (length === 0) return true;
    for (let i = 1; i <= length; i += 1) {
      const x = octets[at + i]!;
      const y = wire[start + i]!;
      if (x !== y && LOWERED[x] !== LOWERED[y]) return false;
    }
    at += length + 1;
    start += length + 1;
  }
}

const expanded = new Uint8Array(2 * 256);

/**
 * A copy of the RDATA at `at` with every name uncompressed; undefined when a name in it is malformed or the length does
 * not fit. Types that never had compressed names are copied as they are.
 */
export function expandRdata(message: Uint8Array, type: number, at: number, length: number): Uint8Array | undefined {
  const layout = EXPANDED.get(type);
  const end = at + length;
  if (layout === undefined) return copyOctets(message, at, end);
  const first = firstName(message, at, end, layout);
  if (first < 0) return undefined;
  let next = first;
  let names = 0;
  for (let i = 0; i < layout.names; i += 1) {
    const name = next;
    next = skipName(message, name, end);
    const written = next < 0 ? -1 : expandName(message, name, expanded.subarray(names));
    if (written < 0) return undefined;
    names += written;
  }
  if (layout.after >= 0 && end - next !== layout.after) return undefined;
  const rdata = new Uint8Array(first - at + names + end - next);
  rdata.set(message.subarray(at, first));
  rdata.set(expanded.subarray(0, names), first - at);
  rdata.set(message.subarray(next, end), first - at + names);
  return rdata;
}

/** Writes uncompressed RDATA, compressing the names in it where the type may (RFC 1035 types). */
export function writeRdata(writer: WireWriter, type: number, rdata: Uint8Array): void {
  const layout = type > COMPRESSED_TYPE_MAX ? undefined : COMPRESSED.get(type);
  const { compressor } = writer;
  if (layout === undefined || compressor === undefined) {
    writer.bytes(rdata);
    return;
  }
  writer.range(rdata, 0, Math.min(layout.before, rdata.length));
  let at = layout.before;
  for (let i = 0; i < layout.names; i += 1) {
    const next = skipName(rdata, at);
    // RDATA from a database that never was valid keeps its octets.
    if (next < 0 || rdata[next - 1] !== 0) break;
    compressor.write(writer, rdata, at);
    at = next;
  }
  if (at < rdata.length) writer.range(rdata, at, rdata.length);
}

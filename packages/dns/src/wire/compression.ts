/** Name compression (RFC 1035 §4.1.4) and the RDATA of the types that may use it (RFC 3597 §4). */
import { expandName, LOWERED, skipName } from './name.ts';
import { copyOctets } from './octets.ts';
import { COMPRESSED, EXPANDED, firstName } from './rdata-names.ts';
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
  readonly #starts = new Uint8Array(128);
  readonly #hashes = new Uint32Array(128);

  reset(): void {
    for (let i = 0; i < this.#entries; i += 1) this.#offsets[this.#used[i]!] = 0;
    this.#entries = 0;
  }

  /** Forgets suffixes at or behind `at`, which a rewound writer took back. */
  forgetFrom(at: number): void {
    // Entries are in writing order, and open addressing stays whole when the newest are removed first.
    while (this.#entries > 0 && this.#offsets[this.#used[this.#entries - 1]!]! >= at) {
      this.#entries -= 1;
      this.#offsets[this.#used[this.#entries]!] = 0;
    }
  }

  /** Writes `wire` with a pointer to the longest suffix that the message has already. */
  write(writer: WireWriter, wire: Uint8Array): void {
    const labels = this.#split(wire);
    let known = labels; // index of the first label of the longest known suffix; `labels` is the root
    let pointer = 0;
    for (let i = 0; i < labels; i += 1) {
      pointer = this.#find(writer, wire, this.#starts[i]!, this.#hashes[i]!);
      if (pointer !== 0) {
        known = i;
        break;
      }
    }
    const base = writer.at;
    if (known === labels) {
      writer.bytes(wire);
    } else {
      const head = this.#starts[known]!;
      if (head > 0) writer.bytes(head === wire.length ? wire : wire.subarray(0, head));
      writer.u16(0xc000 | pointer);
    }
    if (writer.overflowed) return;
    for (let i = 0; i < known; i += 1) this.#remember(base + this.#starts[i]!, this.#hashes[i]!);
  }

  /** Fills label starts and the hash of each suffix; returns the number of labels. */
  #split(wire: Uint8Array): number {
    let labels = 0;
    for (let at = 0; wire[at] !== 0; at += wire[at]! + 1) this.#starts[labels++] = at;
    let hash = 0x811c9dc5;
    let end = wire.length - 1;
    for (let i = labels - 1; i >= 0; i -= 1) {
      for (let at = this.#starts[i]!; at < end; at += 1) hash = Math.imul(hash ^ LOWERED[wire[at]!]!, 0x01000193);
      this.#hashes[i] = hash;
      end = this.#starts[i]!;
    }
    return labels;
  }

  #find(writer: WireWriter, wire: Uint8Array, start: number, hash: number): number {
    for (let slot = (hash ^ (hash >>> 15)) & (SLOTS - 1); ; slot = (slot + 1) & (SLOTS - 1)) {
      const offset = this.#offsets[slot]!;
      if (offset === 0) return 0;
      if (sameSuffix(writer.octets, offset, wire, start)) return offset;
    }
  }

  #remember(offset: number, hash: number): void {
    if (offset >= POINTER_REACH || this.#entries === ENTRIES_MAX) return;
    let slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
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
      if (LOWERED[octets[at + i]!] !== LOWERED[wire[start + i]!]) return false;
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
  const layout = writer.compressor === undefined ? undefined : COMPRESSED.get(type);
  if (layout === undefined) {
    writer.bytes(rdata);
    return;
  }
  if (layout.before > 0) writer.bytes(rdata.subarray(0, layout.before));
  let at = layout.before;
  for (let i = 0; i < layout.names; i += 1) {
    const next = skipName(rdata, at);
    if (next < 0) break; // RDATA from a database that never was valid: keep its octets
    writer.compressor!.write(writer, rdata.subarray(at, next));
    at = next;
  }
  if (at < rdata.length) writer.bytes(rdata.subarray(at));
}

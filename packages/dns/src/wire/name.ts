/** Domain names as the octets they are on the wire (RFC 1035 §3.1). */
import { formatName, parseName } from './name-text.ts';
import { copyOctets } from './octets.ts';

/** ASCII letters lowered, every other octet itself (RFC 4343 §3). */
export const LOWERED: Uint8Array = Uint8Array.from({ length: 256 }, (_, octet) =>
  octet >= 65 && octet <= 90 ? octet + 32 : octet,
);

/** Most octets in a name, with length octets and root (RFC 1035 §2.3.4). */
export const NAME_OCTETS_MAX = 255;
/** Most octets in a label (RFC 1035 §2.3.4). */
export const LABEL_OCTETS_MAX = 63;
/** Most compression pointers followed for one name: 127 labels cannot need more. */
const POINTER_HOPS_MAX = 127;

const scratch = Buffer.alloc(NAME_OCTETS_MAX + 1);

/** A domain name in uncompressed wire format, at most 255 octets. Immutable; case is kept, comparison ignores it. */
export class DNSName {
  /** The root name, a single zero octet. */
  static readonly root: DNSName = new DNSName(Uint8Array.of(0));
  /** Length octet and label pairs, ended by the root's zero octet. Never written to. */
  readonly wire: Uint8Array;
  #key: string | undefined;
  #labelCount = -1;

  private constructor(wire: Uint8Array) {
    this.wire = wire;
  }

  /** Takes octets that a reader or parser has checked, and owns them from here on. */
  static fromWire(wire: Uint8Array): DNSName {
    return new DNSName(wire);
  }

  /**
   * Parses presentation format (`\.` and `\DDD` escapes, RFC 1035 §5.1), always absolute; undefined when it is
   * no name.
   */
  static parse(text: string, origin: DNSName = DNSName.root): DNSName | undefined {
    const wire = parseName(text, origin.wire);
    return wire === undefined ? undefined : new DNSName(wire);
  }

  /** The same for text of a zone file, one octet per character: octets outside ASCII stand for themselves. */
  static parseOctets(text: string, origin: DNSName): DNSName | undefined {
    const wire = parseName(text, origin.wire, 0xff);
    return wire === undefined ? undefined : new DNSName(wire);
  }

  /** A literal in code: throws on text that is no name. For constants and tests, never for input. */
  static of(text: string): DNSName {
    const name = DNSName.parse(text);
    if (name === undefined) throw new TypeError(`not a domain name: ${text}`);
    return name;
  }

  /** Reads the name at `at`, following compression pointers strictly backwards; undefined when malformed. Copies. */
  static read(message: Uint8Array, at: number): DNSName | undefined {
    const length = expandName(message, at, scratch);
    return length < 0 ? undefined : new DNSName(copyOctets(scratch, 0, length));
  }

  /** Joins labels, the leftmost first; undefined when one is empty, over 63 octets, or all are over 255. */
  static fromLabels(labels: readonly Uint8Array[], parent: DNSName = DNSName.root): DNSName | undefined {
    let length = parent.wire.length;
    for (const label of labels) {
      if (label.length === 0 || label.length > LABEL_OCTETS_MAX) return undefined;
      length += label.length + 1;
    }
    if (length > NAME_OCTETS_MAX) return undefined;
    const wire = new Uint8Array(length);
    let at = 0;
    for (const label of labels) {
      wire[at] = label.length;
      wire.set(label, at + 1);
      at += label.length + 1;
    }
    wire.set(parent.wire, at);
    return new DNSName(wire);
  }

  /** Map key: the octets as Latin-1, ASCII letters lowered. Two names are equal exactly when their keys are. */
  get key(): string {
    return (this.#key ??= loweredLatin1(this.wire, 0, this.wire.length));
  }

  /** Number of labels without the root; `www.example.` has 2. */
  get labelCount(): number {
    if (this.#labelCount < 0) {
      let count = 0;
      for (let at = 0; this.wire[at] !== 0; at += this.wire[at]! + 1) count += 1;
      this.#labelCount = count;
    }
    return this.#labelCount;
  }

  get isRoot(): boolean {
    return this.wire.length === 1;
  }

  /** True for a leftmost label of just `*` (RFC 4592 §2.1.1). */
  get isWildcard(): boolean {
    return this.wire[0] === 1 && this.wire[1] === 0x2a;
  }

  equals(other: DNSName): boolean {
    return this === other || sameName(this.wire, other.wire);
  }

  /** True for `ancestor` itself and every name below it. Steps over whole labels: `a\003com.` is not part of `com.`. */
  isPartOf(ancestor: DNSName): boolean {
    const excess = this.wire.length - ancestor.wire.length;
    let at = 0;
    while (at < excess) at += this.wire[at]! + 1;
    return at === excess && sameLowered(this.wire, at, ancestor.wire);
  }

  /** The name without its leftmost label; the root's parent is the root. */
  parent(): DNSName {
    return this.isRoot ? this : this.ancestor(1);
  }

  /** The name without its `count` leftmost labels. */
  ancestor(count: number): DNSName {
    let at = 0;
    for (let i = 0; i < count && this.wire[at] !== 0; i += 1) at += this.wire[at]! + 1;
    return at === 0 ? this : new DNSName(this.wire.subarray(at));
  }

  /** The name made of the `count` rightmost labels (and the root). */
  lastLabels(count: number): DNSName {
    return this.ancestor(Math.max(0, this.labelCount - count));
  }

  /** The labels, leftmost first, without the root. */
  labels(): Uint8Array[] {
    const labels: Uint8Array[] = [];
    for (let at = 0; this.wire[at] !== 0; at += this.wire[at]! + 1) {
      labels.push(this.wire.subarray(at + 1, at + 1 + this.wire[at]!));
    }
    return labels;
  }

  /** `label` put in front; undefined when that would be too long. */
  prepend(label: Uint8Array): DNSName | undefined {
    return DNSName.fromLabels([label], this);
  }

  /** `*` put in front; undefined when that would be too long. */
  wildcard(): DNSName | undefined {
    return this.prepend(Uint8Array.of(0x2a));
  }

  /**
   * `suffix` at the end replaced by `target`, as a DNAME does (RFC 6672 §2.2); undefined when not below, or too
   * long.
   */
  replaceSuffix(suffix: DNSName, target: DNSName): DNSName | undefined {
    if (!this.isPartOf(suffix)) return undefined;
    const head = this.wire.length - suffix.wire.length;
    if (head + target.wire.length > NAME_OCTETS_MAX) return undefined;
    const wire = new Uint8Array(head + target.wire.length);
    wire.set(this.wire.subarray(0, head));
    wire.set(target.wire, head);
    return new DNSName(wire);
  }

  /** The same name with ASCII letters lowered (canonical form, RFC 4034 §6.2). */
  lowered(): DNSName {
    return new DNSName(this.wire.map((octet) => LOWERED[octet]!));
  }

  /** Presentation format with a final dot and escapes. */
  toString(): string {
    return formatName(this.wire);
  }
}

/** Octets from `start` to `end` as Latin-1 with ASCII letters lowered: the key form of a name. */
export function loweredLatin1(octets: Uint8Array, start: number, end: number): string {
  const length = end - start;
  for (let i = 0; i < length; i += 1) scratch[i] = LOWERED[octets[start + i]!]!;
  return scratch.toString('latin1', 0, length);
}

/** True when two wire names are equal without regard to ASCII case. */
export function sameName(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && sameLowered(a, 0, b);
}

/** True when `octets`, which are long enough, have all of `tail` at `at`, without regard to ASCII case. */
export function sameLowered(octets: Uint8Array, at: number, tail: Uint8Array): boolean {
  for (let i = 0; i < tail.length; i += 1) {
    // Not only where they differ: with 0x20 case that is a coin toss, which no processor foresees.
    if (LOWERED[octets[at + i]!] !== LOWERED[tail[i]!]) return false;
  }
  return true;
}

/**
 * Offset behind the name at `at` as it stands there (a pointer ends it), or -1 when it runs over `end` or is
 * malformed.
 */
export function skipName(message: Uint8Array, at: number, end: number = message.length): number {
  let octets = 0;
  while (at < end) {
    const length = message[at]!;
    if (length === 0) return octets + 1 > NAME_OCTETS_MAX ? -1 : at + 1;
    if (length >= 0xc0) return at + 2 <= end ? at + 2 : -1;
    if (length > LABEL_OCTETS_MAX) return -1;
    octets += length + 1;
    at += length + 1;
  }
  return -1;
}

/** Writes the name at `at` uncompressed into `target` (256 octets) and returns its length, or -1 when malformed. */
export function expandName(message: Uint8Array, at: number, target: Uint8Array): number {
  let length = 0;
  let hops = 0;
  let lowest = at; // pointers must lead before everything read so far, so the walk ends
  while (at < message.length) {
    const label = message[at]!;
    if (label >= 0xc0) {
      if (at + 1 >= message.length) return -1;
      const pointer = ((label & 0x3f) << 8) | message[at + 1]!;
      if (pointer >= lowest || ++hops > POINTER_HOPS_MAX) return -1;
      lowest = pointer;
      at = pointer;
      continue;
    }
    if (label > LABEL_OCTETS_MAX) return -1;
    const next = at + label + 1;
    if (next > message.length || length + label + 1 > NAME_OCTETS_MAX) return -1;
    while (at < next) target[length++] = message[at++]!;
    if (label === 0) return length;
  }
  return -1;
}

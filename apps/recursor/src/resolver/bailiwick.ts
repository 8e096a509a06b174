/** Which records of a response may be believed at all. */
import { canonicalRdata } from '@span53/dns/rdata';
import { type DNSName, type MessageView, RClass, RType, Section, isMetaType, u16At } from '@span53/dns/wire';
import { recordKey, type SignedRRset } from '../cache/record-cache.ts';

/** The RRsets of one section, by owner and type. */
export class SectionSets {
  readonly #sets = new Map<string, SignedRRset & { ttl: number; rdata: Uint8Array[]; signatures: Uint8Array[] }>();

  readonly #groups: boolean;

  /** `groups`: RRSIG records go to the RRsets they cover; else they are an RRset like others. */
  constructor(groups: boolean) {
    this.#groups = groups;
  }

  get(name: DNSName, type: number): SignedRRset | undefined {
    return this.#sets.get(recordKey(name, type));
  }

  get size(): number {
    return this.#sets.size;
  }

  [Symbol.iterator](): IterableIterator<SignedRRset> {
    return this.#sets.values();
  }

  /** Adds one record; all of a set get the lowest TTL (RFC 2181 §5.2). False when the set is over `max` records. */
  add(record: { name: DNSName; type: number; ttl: number; rdata: Uint8Array }, max: number): boolean {
    const { name, type, ttl, rdata } = record;
    const signs = type === RType.RRSIG && this.#groups && rdata.length > 18;
    const key = recordKey(name, signs ? u16At(rdata, 0) : type);
    let set = this.#sets.get(key);
    if (set === undefined) {
      set = { name, type: signs ? u16At(rdata, 0) : type, class: RClass.IN, ttl, rdata: [], signatures: [] };
      this.#sets.set(key, set);
    }
    set.ttl = Math.min(set.ttl, ttl);
    const list = signs ? set.signatures : set.rdata;
    list.push(rdata);
    return list.length <= max;
  }

  /** Drops signatures that came without what they sign, and what came twice. */
  settle(): void {
    for (const [key, set] of this.#sets) {
      if (set.rdata.length === 0) this.#sets.delete(key);
      set.rdata = distinct(set.type, set.rdata);
      set.signatures = distinct(RType.RRSIG, set.signatures);
    }
  }
}

/** Records with the same data are one (RFC 2181 §5); names in it are the same in any case (RFC 4034 §6.2). */
function distinct(type: number, rdata: Uint8Array[]): Uint8Array[] {
  if (rdata.length <= 1) return rdata;
  const seen = new Set<string>();
  return rdata.filter((octets) => {
    const { buffer, byteOffset, byteLength } = canonicalRdata(type, octets);
    return seen.size < seen.add(Buffer.from(buffer, byteOffset, byteLength).toString('latin1')).size;
  });
}

/** A response reduced to what its sender may speak about. */
export interface Sections {
  readonly answer: SectionSets;
  readonly authority: SectionSets;
  readonly additional: SectionSets;
  /** Records left out: another zone's, another class, no data, malformed RDATA. */
  readonly scrubbed: number;
}

/** Whose response it is, and how it is read. */
export interface Scrubbing {
  /** The zone that the sender was asked as a server of. */
  readonly zone: DNSName;
  /** Records in one RRset at most. */
  readonly recordsMax: number;
  /** The type asked for: a question about RRSIG wants them as data. */
  readonly type: number;
}

/**
 * Reads a response of a server of `zone`. Only records of class IN whose owner is at or below `zone` are taken, from
 * every section (RFC 5452 §6), of the additional section only addresses. Undefined when an RRset has over `recordsMax`
 * records, or the message ends too soon.
 */
export function scrub(view: MessageView, { zone, recordsMax, type: asked }: Scrubbing): Sections | undefined {
  const sections = {
    answer: new SectionSets(asked !== RType.RRSIG),
    authority: new SectionSets(true),
    additional: new SectionSets(true),
  };
  let scrubbed = 0;
  const cursor = view.records();
  while (cursor.next()) {
    const { type } = cursor;
    if (type === RType.OPT) continue;
    const additional = cursor.section === Section.ADDITIONAL;
    if (additional && type !== RType.A && type !== RType.AAAA) continue;
    const name = cursor.name();
    const wanted = cursor.class === RClass.IN && !isMetaType(type) && name !== undefined && name.isPartOf(zone);
    const rdata = wanted && hasRightSize(type, cursor.rdataLength) ? cursor.rdata() : undefined;
    if (rdata === undefined) {
      scrubbed += 1;
      continue;
    }
    const into = additional
      ? sections.additional
      : cursor.section === Section.ANSWER
        ? sections.answer
        : sections.authority;
    if (!into.add({ name: name!, type, ttl: cursor.ttl, rdata }, recordsMax)) return undefined;
  }
  if (cursor.failed) return undefined;
  for (const section of Object.values(sections)) section.settle();
  return { ...sections, scrubbed };
}

function hasRightSize(type: number, length: number): boolean {
  if (type === RType.A) return length === 4;
  return type === RType.AAAA ? length === 16 : true;
}

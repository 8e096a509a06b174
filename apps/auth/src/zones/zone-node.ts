/** Everything a zone has at one owner name. */
import { type DNSName, type RRset, RType } from '@span53/dns/wire';

/**
 * The RRsets of one name. Immutable once built. The types that decide where a lookup goes are fields, because every
 * step asks for them.
 */
export class ZoneNode {
  readonly name: DNSName;
  readonly rrsets: readonly RRset[];
  readonly ns: RRset | undefined;
  readonly cname: RRset | undefined;
  readonly dname: RRset | undefined;
  readonly soa: RRset | undefined;
  /** Types with a record that could not be read: asking for one is SERVFAIL, the other types are served. */
  readonly broken: ReadonlySet<number> | undefined;
  /** The store failed: nothing is known about the name, and the failure must not be cached. */
  readonly unreadable: boolean;

  constructor(name: DNSName, rrsets: readonly RRset[], faults: NodeFaults = {}) {
    this.name = name;
    this.rrsets = rrsets;
    this.ns = find(rrsets, RType.NS);
    this.cname = find(rrsets, RType.CNAME);
    this.dname = find(rrsets, RType.DNAME);
    this.soa = find(rrsets, RType.SOA);
    this.broken = faults.broken?.size === 0 ? undefined : faults.broken;
    this.unreadable = faults.unreadable ?? false;
  }

  /** A name that exists only because something is below it (RFC 4592 §2.2.2). */
  static empty(name: DNSName): ZoneNode {
    return new ZoneNode(name, []);
  }

  /** What stands for a name whose rows could not be fetched. */
  static unreadable(name: DNSName): ZoneNode {
    return new ZoneNode(name, [], { unreadable: true });
  }

  get(type: number): RRset | undefined {
    return find(this.rrsets, type);
  }

  /** True when records of this type cannot be served although there are, or may be, some. */
  isBroken(type: number): boolean {
    return this.unreadable || this.broken?.has(type) === true;
  }
}

/** What is wrong with a node. */
export interface NodeFaults {
  readonly broken?: ReadonlySet<number>;
  readonly unreadable?: boolean;
}

function find(rrsets: readonly RRset[], type: number): RRset | undefined {
  for (const rrset of rrsets) if (rrset.type === type) return rrset;
  return undefined;
}

/** One record as a store gives it. `rdata` is uncompressed wire; undefined when the stored text is no such RDATA. */
export interface StoredRecord {
  readonly type: number;
  /** Seconds. */
  readonly ttl: number;
  readonly rdata: Uint8Array | undefined;
}

/** Types of which a name has at most one record (RFC 1034 §3.6.2, RFC 6672 §2.4, RFC 1035 §3.3.13). */
const SINGLETONS: ReadonlySet<number> = new Set<number>([RType.CNAME, RType.DNAME, RType.SOA]);

/**
 * Groups records into RRsets: one TTL each, the smallest (RFC 2181 §5.2), duplicates dropped (RFC 2181 §5). A second
 * record of a singleton type is ignored. A type with an unreadable record is not served at all.
 */
export function buildNode(name: DNSName, records: readonly StoredRecord[]): ZoneNode {
  const groups = new Map<number, { ttl: number; rdata: Uint8Array[] }>();
  let broken: Set<number> | undefined;
  for (const { type, ttl, rdata } of records) {
    if (rdata === undefined) {
      (broken ??= new Set()).add(type);
      continue;
    }
    const group = groups.get(type);
    if (group === undefined) groups.set(type, { ttl, rdata: [rdata] });
    else if (!SINGLETONS.has(type)) {
      group.ttl = Math.min(group.ttl, ttl);
      if (!group.rdata.some((other) => Buffer.compare(other, rdata) === 0)) group.rdata.push(rdata);
    }
  }
  const rrsets: RRset[] = [];
  for (const [type, { ttl, rdata }] of groups) {
    if (broken?.has(type) !== true) rrsets.push({ name, type, class: 1, ttl, rdata });
  }
  return new ZoneNode(name, rrsets, broken === undefined ? {} : { broken });
}

/** What the columns `auth` and the rows of empty non-terminals of a zone should be: PowerDNS' "rectify", unsigned. */
import { type DNSName, RType } from '@span53/dns/wire';

/** Owner and type of a record. */
export interface OwnedType {
  readonly owner: DNSName;
  readonly type: number;
}

/** The flags of a zone. */
export interface Rectified {
  /** False for the NS records of a cut and for all that is below one (glue); true for DS at the cut. */
  isAuthoritative(record: OwnedType): boolean;
  /** Names without records that have some below them, and whether any of those is authoritative. */
  readonly empty: readonly { readonly name: DNSName; readonly authoritative: boolean }[];
}

/** Looks at all records of a zone. More than `emptyMax` empty non-terminals give none at all, as PowerDNS does. */
export function rectify(origin: DNSName, records: readonly OwnedType[], emptyMax = 100_000): Rectified {
  const owners = new Set<string>();
  const cuts = new Set<string>();
  for (const { owner, type } of records) {
    owners.add(owner.key);
    if (type === RType.NS && !owner.equals(origin)) cuts.add(owner.key);
  }
  const isAuthoritative = ({ owner, type }: OwnedType): boolean => {
    for (let name = owner; name.wire.length > origin.wire.length; name = name.parent()) {
      if (cuts.has(name.key) && !(type === RType.DS && name === owner)) return false;
    }
    return true;
  };
  const empty = new Map<string, { name: DNSName; authoritative: boolean }>();
  for (const record of records) {
    const authoritative = isAuthoritative(record);
    let name = record.owner;
    while (name.wire.length > origin.wire.length) {
      name = name.parent();
      if (owners.has(name.key) || name.wire.length <= origin.wire.length) continue;
      const known = empty.get(name.key);
      if (known === undefined) empty.set(name.key, { name, authoritative });
      else known.authoritative ||= authoritative;
    }
  }
  return { isAuthoritative, empty: empty.size > emptyMax ? [] : [...empty.values()] };
}

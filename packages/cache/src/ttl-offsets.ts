/** Where a stored packet ages. */
import { RType, Section, u32At, type MessageView } from '@span53/dns/wire';

/** Two root names and five numbers (RFC 1035 §3.3.13). */
const SOA_OCTETS_MIN = 22;

/** The TTL fields of a message and the smallest of them. */
export interface MessageTtls {
  /** Offsets of the TTL fields of all records but OPT, TSIG and SIG(0), which have none. */
  readonly offsets: Uint16Array;
  /** Seconds; -1 when no record has a TTL. */
  readonly smallest: number;
  /**
   * How long a negative answer holds: the smaller of the SOA record's TTL and MINIMUM (RFC 2308 §5); -1 without
   * SOA.
   */
  readonly negative: number;
}

/** Reads all TTLs of a well-formed message. */
export function messageTtls(view: MessageView): MessageTtls {
  const offsets: number[] = [];
  let smallest = -1;
  let negative = -1;
  const records = view.records();
  while (records.next()) {
    const { type, ttl, section } = records;
    if (type === RType.OPT || type === RType.TSIG) continue;
    if (type === RType.SIG && section === Section.ADDITIONAL) continue;
    offsets.push(records.ttlOffset);
    if (smallest < 0 || ttl < smallest) smallest = ttl;
    if (type === RType.SOA && section === Section.AUTHORITY && negative < 0 && records.rdataLength >= SOA_OCTETS_MIN) {
      negative = Math.min(ttl, u32At(view.octets, records.end - 4));
    }
  }
  return { offsets: Uint16Array.from(offsets), smallest, negative };
}

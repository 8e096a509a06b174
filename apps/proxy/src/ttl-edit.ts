/** Changes of TTLs in a response, in place. */
import { type MessageView, putU32, type RecordCursor, RType, Section, u32At } from '@span53/dns/wire';

/** Gives each record's TTL (but not OPT's and not signatures') to `change` and writes what comes back. */
export function editTtls(view: MessageView, change: (ttl: number, record: RecordCursor) => number): void {
  const records = view.records();
  while (records.next()) {
    const { type, ttlOffset } = records;
    const signature = type === RType.TSIG || (type === RType.SIG && records.section === Section.ADDITIONAL);
    if (type === RType.OPT || signature) continue;
    const ttl = u32At(view.octets, ttlOffset);
    const changed = change(ttl, records);
    if (changed !== ttl) putU32(view.octets, ttlOffset, changed);
  }
}

/** No TTL above `max`. */
export function capTtls(view: MessageView, max: number): void {
  editTtls(view, (ttl) => Math.min(ttl, max));
}

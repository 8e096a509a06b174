/** UPDATE messages (RFC 2136): what their records mean, from and to the wire. */
import { Section } from './header.ts';
import type { MessageBuilder } from './message-builder.ts';
import type { MessageView } from './message-view.ts';
import type { DNSName } from './name.ts';
import { Opcode } from './opcode.ts';
import { RClass } from './rclass.ts';
import { RCode } from './rcode.ts';
import type { RecordCursor } from './record-cursor.ts';
import { isMetaType, RType } from './rtype.ts';

/** What must hold before anything is changed (RFC 2136 §2.4). */
export type Prerequisite =
  | { readonly kind: 'name in use' | 'name not in use'; readonly name: DNSName }
  | { readonly kind: 'rrset exists' | 'rrset absent'; readonly name: DNSName; readonly type: number }
  /** One record of an RRset that must exist exactly so; all of one name and type belong together. */
  | { readonly kind: 'rrset has'; readonly name: DNSName; readonly type: number; readonly rdata: Uint8Array };

/** One change, applied in order (RFC 2136 §2.5). */
export type Change =
  | {
      readonly kind: 'add';
      readonly name: DNSName;
      readonly type: number;
      /** Seconds. */
      readonly ttl: number;
      readonly rdata: Uint8Array;
    }
  | { readonly kind: 'delete name'; readonly name: DNSName }
  | { readonly kind: 'delete rrset'; readonly name: DNSName; readonly type: number }
  | { readonly kind: 'delete record'; readonly name: DNSName; readonly type: number; readonly rdata: Uint8Array };

/** An update of one zone. */
export interface Update {
  readonly zone: DNSName;
  readonly class: number;
  readonly prerequisites: readonly Prerequisite[];
  readonly changes: readonly Change[];
}

/** Reads an UPDATE; FORMERR or NOTZONE when a record in it breaks the rules of RFC 2136 §3.1.1, §3.2 and §3.4.1. */
export function readUpdate(view: MessageView): Update | RCode {
  if (view.problem !== undefined || !view.hasQuestion || view.qtype !== RType.SOA) return RCode.FORMERR;
  const zone = view.qname;
  const zoneClass = view.qclass;
  const prerequisites: Prerequisite[] = [];
  const changes: Change[] = [];
  const records = view.records();
  while (records.next() && records.section !== Section.ADDITIONAL) {
    const name = records.name();
    const isPrerequisite = records.section === Section.ANSWER;
    // In the order of §3.2.5 and §3.4.1.3: the TTL of a prerequisite, the zone, all else.
    if (name === undefined || (isPrerequisite && records.ttl !== 0)) return RCode.FORMERR;
    if (!name.isPartOf(zone)) return RCode.NOTZONE;
    if (isPrerequisite) {
      const entry = prerequisite(records, name, zoneClass);
      if (entry === undefined) return RCode.FORMERR;
      prerequisites.push(entry);
    } else {
      const entry = change(records, name, zoneClass);
      if (entry === undefined) return RCode.FORMERR;
      changes.push(entry);
    }
  }
  return { zone, class: zoneClass, prerequisites, changes };
}

/** Writes zone, prerequisites and changes behind `builder.start`; false when not all fits. */
export function writeUpdate(builder: MessageBuilder, update: Update): boolean {
  let fits = builder.question(update.zone, RType.SOA, update.class);
  const write = (section: Section, entry: WireEntry): void => {
    fits &&= builder.rrset(section, { ...entry, rdata: [entry.rdata] });
  };
  for (const entry of update.prerequisites) write(Section.ANSWER, prerequisiteEntry(entry, update.class));
  for (const entry of update.changes) write(Section.AUTHORITY, changeEntry(entry, update.class));
  return fits;
}

/** True for a message that `readUpdate` is meant for. */
export function isUpdate(view: MessageView): boolean {
  return view.opcode === Opcode.UPDATE && !view.isResponse;
}

function prerequisite(record: RecordCursor, name: DNSName, zoneClass: number): Prerequisite | undefined {
  const { type } = record;
  if (record.class === zoneClass) {
    const rdata = isMetaType(type) ? undefined : record.rdata();
    return rdata === undefined ? undefined : { kind: 'rrset has', name, type, rdata };
  }
  if (record.rdataLength !== 0 || (isMetaType(type) && type !== RType.ANY)) return undefined;
  const whole = type === RType.ANY;
  if (record.class === RClass.ANY) return whole ? { kind: 'name in use', name } : { kind: 'rrset exists', name, type };
  if (record.class !== RClass.NONE) return undefined;
  return whole ? { kind: 'name not in use', name } : { kind: 'rrset absent', name, type };
}

function change(record: RecordCursor, name: DNSName, zoneClass: number): Change | undefined {
  const { type, ttl } = record;
  if (record.class === RClass.ANY) {
    if (ttl !== 0 || record.rdataLength !== 0) return undefined;
    if (type === RType.ANY) return { kind: 'delete name', name };
    return isMetaType(type) ? undefined : { kind: 'delete rrset', name, type };
  }
  const rdata = isMetaType(type) ? undefined : record.rdata();
  if (rdata === undefined) return undefined;
  if (record.class === zoneClass) return { kind: 'add', name, type, ttl, rdata };
  return record.class === RClass.NONE && ttl === 0 ? { kind: 'delete record', name, type, rdata } : undefined;
}

interface WireEntry {
  readonly name: DNSName;
  readonly type: number;
  readonly class: number;
  readonly ttl: number;
  readonly rdata: Uint8Array;
}

const NOTHING = new Uint8Array(0);

function prerequisiteEntry(entry: Prerequisite, zoneClass: number): WireEntry {
  const { name } = entry;
  const bare = { name, ttl: 0, rdata: NOTHING };
  switch (entry.kind) {
    case 'name in use':
      return { ...bare, type: RType.ANY, class: RClass.ANY };
    case 'name not in use':
      return { ...bare, type: RType.ANY, class: RClass.NONE };
    case 'rrset exists':
      return { ...bare, type: entry.type, class: RClass.ANY };
    case 'rrset absent':
      return { ...bare, type: entry.type, class: RClass.NONE };
    case 'rrset has':
      return { ...bare, type: entry.type, class: zoneClass, rdata: entry.rdata };
  }
}

function changeEntry(entry: Change, zoneClass: number): WireEntry {
  const { name } = entry;
  const bare = { name, ttl: 0, rdata: NOTHING };
  switch (entry.kind) {
    case 'add':
      return { name, type: entry.type, class: zoneClass, ttl: entry.ttl, rdata: entry.rdata };
    case 'delete name':
      return { ...bare, type: RType.ANY, class: RClass.ANY };
    case 'delete rrset':
      return { ...bare, type: entry.type, class: RClass.ANY };
    case 'delete record':
      return { ...bare, type: entry.type, class: RClass.NONE, rdata: entry.rdata };
  }
}

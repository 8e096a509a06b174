import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex } from '@span53/testkit';
import { Section } from './header.ts';
import { MessageBuilder } from './message-builder.ts';
import { MessageView } from './message-view.ts';
import { DNSName } from './name.ts';
import { RClass } from './rclass.ts';
import { RCode } from './rcode.ts';
import { RType } from './rtype.ts';
import { isUpdate, readUpdate, writeUpdate, type Update } from './update.ts';

const zone = DNSName.of('example.');
const name = DNSName.of('www.example.');
const rdata = hex`c0000201`;
const start = { id: 7, flags: 0x2800, limit: 65_535 };
const everything: Update = {
  zone,
  class: RClass.IN,
  prerequisites: [
    { kind: 'name in use', name },
    { kind: 'name not in use', name },
    { kind: 'rrset exists', name, type: RType.A },
    { kind: 'rrset absent', name, type: RType.CNAME },
    { kind: 'rrset has', name, type: RType.A, rdata },
  ],
  changes: [
    { kind: 'delete name', name },
    { kind: 'delete rrset', name, type: RType.AAAA },
    { kind: 'delete record', name, type: RType.A, rdata },
    { kind: 'add', name, type: RType.MX, ttl: 300, rdata: hex`000a 01 61 07 6578616d706c65 00` },
  ],
};

test('RFC 2136 §2.4, §2.5: every prerequisite and change round-trips', () => {
  const builder = new MessageBuilder().start(start);
  assert.ok(writeUpdate(builder, everything));
  const view = MessageView.open(builder.finish())!;
  assert.ok(isUpdate(view));
  assert.deepEqual(readUpdate(view), everything);
});

test('an update that does not fit is reported', () => {
  assert.ok(!writeUpdate(new MessageBuilder().start({ ...start, limit: 60 }), everything));
});

interface Entry {
  readonly section?: Section;
  readonly owner?: string;
  readonly type: number;
  readonly rclass: number;
  readonly ttl?: number;
  readonly data?: Uint8Array;
}
const refused: (Entry & { readonly what: string; readonly rcode?: number })[] = [
  { what: 'a prerequisite with a TTL (§3.2.5)', section: Section.ANSWER, type: RType.A, rclass: RClass.ANY, ttl: 1 },
  {
    what: 'a prerequisite of class ANY with data',
    section: Section.ANSWER,
    type: RType.A,
    rclass: RClass.ANY,
    data: rdata,
  },
  {
    what: 'a prerequisite of class NONE with data',
    section: Section.ANSWER,
    type: RType.A,
    rclass: RClass.NONE,
    data: rdata,
  },
  { what: 'a prerequisite of another class', section: Section.ANSWER, type: RType.A, rclass: RClass.CH },
  { what: 'a prerequisite of a meta type', section: Section.ANSWER, type: RType.AXFR, rclass: RClass.ANY },
  { what: 'a change that adds type ANY (§3.4.1.3)', type: RType.ANY, rclass: RClass.IN },
  { what: 'a change that adds AXFR', type: RType.AXFR, rclass: RClass.IN, data: rdata },
  { what: 'a change of class ANY with a TTL', type: RType.A, rclass: RClass.ANY, ttl: 5 },
  { what: 'a change of class ANY with data', type: RType.A, rclass: RClass.ANY, data: rdata },
  { what: 'a change of class NONE with a TTL', type: RType.A, rclass: RClass.NONE, ttl: 5, data: rdata },
  { what: 'a change of class NONE and type ANY', type: RType.ANY, rclass: RClass.NONE },
  { what: 'a change of another class', type: RType.A, rclass: RClass.CH, data: rdata },
  { what: 'a change with a malformed name in its data', type: RType.NS, rclass: RClass.IN, data: hex`41 61 00` },
  {
    what: 'a change outside the zone (§3.4.1.3)',
    owner: 'www.test.',
    type: RType.A,
    rclass: RClass.IN,
    data: rdata,
    rcode: RCode.NOTZONE,
  },
  {
    what: 'a prerequisite outside the zone (§3.2.5)',
    section: Section.ANSWER,
    owner: 'test.',
    type: RType.A,
    rclass: RClass.ANY,
    rcode: RCode.NOTZONE,
  },
  {
    what: 'a change outside the zone that is wrong otherwise too (§3.4.1.3: the zone is looked at first)',
    owner: 'www.test.',
    type: RType.ANY,
    rclass: RClass.IN,
    rcode: RCode.NOTZONE,
  },
  {
    what: 'a prerequisite outside the zone with data (§3.2.5: the zone is looked at before)',
    section: Section.ANSWER,
    owner: 'test.',
    type: RType.A,
    rclass: RClass.ANY,
    data: rdata,
    rcode: RCode.NOTZONE,
  },
  {
    what: 'a prerequisite outside the zone with a TTL (§3.2.5: the TTL is looked at first)',
    section: Section.ANSWER,
    owner: 'test.',
    type: RType.A,
    rclass: RClass.ANY,
    ttl: 1,
  },
];
for (const {
  what,
  section = Section.AUTHORITY,
  owner = 'www.example.',
  type,
  rclass,
  ttl = 0,
  data = hex``,
  rcode = RCode.FORMERR,
} of refused) {
  test(`RFC 2136: ${what}`, () => {
    const builder = new MessageBuilder().start(start);
    builder.question(zone, RType.SOA, RClass.IN);
    builder.rrset(section, { name: DNSName.of(owner), type, class: rclass, ttl, rdata: [data] });
    assert.equal(readUpdate(MessageView.open(builder.finish())!), rcode);
  });
}

test('RFC 2136 §3.1.1: the zone section is one SOA question', () => {
  const builder = new MessageBuilder().start(start);
  builder.question(zone, RType.A, RClass.IN);
  assert.equal(readUpdate(MessageView.open(builder.finish())!), RCode.FORMERR);
  assert.equal(readUpdate(MessageView.open(new MessageBuilder().start(start).finish())!), RCode.FORMERR);
});

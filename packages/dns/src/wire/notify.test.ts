import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex } from '@span53/testkit';
import { MessageBuilder } from './message-builder.ts';
import { MessageView } from './message-view.ts';
import { DNSName } from './name.ts';
import { NOTIFY_FLAGS, readNotify, writeNotify } from './notify.ts';
import { Opcode } from './opcode.ts';
import { RType } from './rtype.ts';

const zone = DNSName.of('example.');
const question = { name: zone, type: RType.SOA, class: 1 };
const soa = { name: zone, type: RType.SOA, class: 1, ttl: 60, rdata: [hex`00 00 00000007 ${'00'.repeat(16)}`] };
const build = (withSoa: boolean): MessageView => {
  const builder = new MessageBuilder().start({ id: 1, flags: NOTIFY_FLAGS, limit: 512 });
  assert.ok(writeNotify(builder, question, withSoa ? soa : undefined));
  return MessageView.open(builder.finish())!;
};

test('RFC 1996 §3.3: a NOTIFY has opcode 4, AA and the zone, perhaps its SOA', () => {
  const view = build(true);
  assert.ok(view.opcode === Opcode.NOTIFY && view.authoritative && !view.isResponse);
  assert.deepEqual(readNotify(view), { zone, class: 1, type: RType.SOA, serial: 7 });
  assert.equal(readNotify(build(false))?.serial, undefined);
});

test('RFC 9859 §4.2: a child tells its parent of new CDS records', () => {
  const builder = new MessageBuilder().start({ id: 1, flags: NOTIFY_FLAGS, limit: 512 });
  assert.ok(writeNotify(builder, { ...question, type: RType.CDS }));
  const view = MessageView.open(builder.finish())!;
  assert.deepEqual(readNotify(view), { zone, class: 1, type: RType.CDS, serial: undefined });
});

test('an SOA of another name or a malformed one is no serial', () => {
  const other = new MessageBuilder().start({ id: 1, flags: NOTIFY_FLAGS, limit: 512 });
  writeNotify(other, question, { ...soa, name: DNSName.of('test.') });
  assert.equal(readNotify(MessageView.open(other.finish())!)?.serial, undefined);
  const short = new MessageBuilder().start({ id: 1, flags: NOTIFY_FLAGS, limit: 512 });
  writeNotify(short, question, { ...soa, rdata: [hex`00 00 0001`] });
  assert.equal(readNotify(MessageView.open(short.finish())!)?.serial, undefined);
});

test('a malformed message is no NOTIFY', () => {
  const octets = Buffer.concat([build(false).octets, hex`00`]);
  assert.equal(readNotify(MessageView.open(octets)!), undefined);
});

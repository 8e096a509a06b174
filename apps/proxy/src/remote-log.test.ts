import assert from 'node:assert/strict';
import { test } from 'node:test';

import { encodeEde, encodeOptions, OptionCode } from '@span53/dns/edns';
import { MessageBuilder, MessageView, Flag } from '@span53/dns/wire';
import { PdnsSink } from '@span53/testkit';

import { octetsOf } from './bed.test.ts';
import { FakeBackend, Rig } from './rig.test.ts';

const hexOf = (octets: Uint8Array | null | undefined): string => Buffer.from(octets ?? []).toString('hex');

test('RemoteLog: query and response share an ID and tell what PowerDNS’ fields tell', async () => {
  await using sink = await PdnsSink.open();
  await using backend = await FakeBackend.open();
  const tags = ['a', 'keep-b', 'c']
    .map((tag) => `{selector: {type: All}, action: {type: SetTag, tag: ${tag}, value: v}}`)
    .join(', ');
  const log =
    '{type: RemoteLog, logger_name: pb, use_server_id: true, export_tags: [a], ' +
    'export_tags_prefixes: [keep-], export_tags_strip_prefixes: true}';
  const yaml = [
    'general: {server_id: edge-1}',
    `remote_logging: {protobuf_loggers: [{name: pb, address: "${sink.address}"}]}`,
    `backends: [${backend.entry()}]`,
    `query_rules: [${tags}, {selector: {type: All}, action: ${log}}]`,
    `response_rules: [{selector: {type: All}, action: {type: RemoteLog, logger_name: pb, server_id: own}}]`,
  ].join('\n');
  await using rig = await Rig.open(yaml);
  await rig.udp(octetsOf('www.example A', { udpSize: 1232, dnssecOk: true }));
  await sink.until(({ messages }) => messages.length === 2);
  const [query, response] = sink.messages;
  assert.deepEqual([query!.type, response!.type], [1, 2]);
  assert.equal(hexOf(query!.messageId), hexOf(response!.messageId));
  assert.equal(query!.messageId!.length, 16);
  const identity = (octets: Uint8Array | null | undefined) => Buffer.from(octets!).toString();
  assert.deepEqual([identity(query!.serverIdentity), identity(response!.serverIdentity)], ['edge-1', 'own']);
  for (const message of [query!, response!]) {
    assert.deepEqual(
      [message.socketFamily, message.socketProtocol, hexOf(message.from), hexOf(message.to), message.id],
      [1, 1, '7f000001', '7f000001', 4711],
    );
    assert.deepEqual({ ...message.question }, { qName: 'www.example.', qType: 1, qClass: 1 });
    assert.equal(message.headerFlags, 0x0001, 'RD, as a little-endian host stores it');
    assert.equal(message.ednsVersion, 0x0080_0000 >>> 0, 'DO, stored the same way');
    assert.ok(Math.abs(message.timeSec! - Date.now() / 1000) < 60);
  }
  assert.deepEqual(query!.response!.tags, ['a:v', 'b:v']);
  assert.deepEqual([query!.inBytes, response!.response!.rcode].map(Number), [40, 0]);
  assert.deepEqual(
    response!.response!.rrs!.map(({ name, ttl, rdata }) => [name, ttl, hexOf(rdata)]),
    [['www.example.', 60, 'c0000201']],
  );
});

test('RemoteLog in response rules: CNAME records and Extended DNS Errors when asked for', async () => {
  await using sink = await PdnsSink.open();
  await using backend = await FakeBackend.open((octets) => {
    const view = MessageView.open(octets)!;
    const builder = new MessageBuilder().start({ id: view.id, flags: Flag.QR | Flag.RD, limit: 1232 });
    builder.question(view.qname, view.qtype, view.qclass);
    const cname = { name: view.qname, type: 5, class: 1, ttl: 60, rdata: [view.qname.wire] };
    builder.rrset(1, cname);
    builder.opt({ udpSize: 1232, options: encodeOptions([{ code: OptionCode.EDE, data: encodeEde(15) }]) });
    return builder.finish();
  });
  const log = '{type: RemoteLog, logger_name: pb, include_cname: true, export_extended_errors_to_meta: ede}';
  const yaml = [
    `remote_logging: {protobuf_loggers: [{name: pb, address: "${sink.address}"}]}`,
    `backends: [${backend.entry()}]`,
    `response_rules: [{selector: {type: All}, action: ${log}}]`,
  ].join('\n');
  await using rig = await Rig.open(yaml);
  await rig.tcp(octetsOf('www.example A', { udpSize: 1232 }));
  await sink.until(({ messages }) => messages.length === 1);
  const [message] = sink.messages;
  assert.equal(message!.socketProtocol, 2);
  assert.equal(Buffer.from(message!.response!.rrs![0]!.rdata!).toString(), 'www.example.');
  assert.deepEqual(
    message!.meta!.map(({ key, value }) => [key, value!.stringVal]),
    [['ede', ['Blocked']]],
  );
});

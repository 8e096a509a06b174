import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, toHex } from '@span53/testkit';
import { Netmask } from '../../inet/index.ts';
import { DNSName } from '../../wire/index.ts';
import { clientSubnet, ecs, subnetOf } from './ecs.ts';
import { keepalive } from './keepalive.ts';
import { reportName } from './names.ts';
import { PADDING_BLOCK, paddingOctets } from './padding.ts';

test('a client subnet is made from a prefix and gives it back', () => {
  for (const text of ['192.0.2.0/24', '192.0.2.128/25', '2001:db8::/56', '0.0.0.0/0']) {
    const subnet = clientSubnet(Netmask.parse(text)!, 3);
    const read = ecs.decode(ecs.encode(subnet))!;
    assert.equal(subnetOf(read)?.toString(), text);
    assert.equal(read.scopeBits, 3);
  }
  assert.equal(subnetOf({ family: 0, address: hex``, sourceBits: 0, scopeBits: 0 }), undefined);
});

test('bits behind the prefix are not sent', () => {
  assert.equal(
    toHex(ecs.encode({ family: 1, address: hex`c00002ff`, sourceBits: 25, scopeBits: 0 })),
    '00011900c0000280',
  );
});

const paddings = [
  { size: 40, block: PADDING_BLOCK.query, limit: 1232, octets: 84 },
  { size: 124, block: PADDING_BLOCK.query, limit: 1232, octets: 0 },
  { size: 125, block: PADDING_BLOCK.query, limit: 1232, octets: 127 },
  { size: 464, block: PADDING_BLOCK.response, limit: 1232, octets: 0 },
  { size: 465, block: PADDING_BLOCK.response, limit: 1232, octets: 467 },
  { size: 500, block: PADDING_BLOCK.response, limit: 512, octets: 8 },
  { size: 509, block: PADDING_BLOCK.response, limit: 512, octets: undefined },
];
for (const { size, block, limit, octets } of paddings) {
  test(`RFC 8467 §4.1: a message of ${size} octets, block ${block}, limit ${limit}`, () => {
    assert.equal(paddingOctets(size, block, limit), octets);
  });
}

test('RFC 7828 §3.1: a timeout over 6553.5 s is sent as that', () => {
  assert.equal(toHex(keepalive.encode({ timeoutMs: 1e9 })), 'ffff');
  assert.equal(toHex(keepalive.encode({ timeoutMs: 149 })), '0001');
});

test('RFC 9567 §6.1.1: the name of a report', () => {
  const report = { qname: DNSName.of('broken.test.'), qtype: 1, infoCode: 7 };
  const agent = DNSName.of('a01.agent-domain.example.');
  assert.equal(reportName(agent, report)?.toString(), '_er.1.broken.test.7._er.a01.agent-domain.example.');
  assert.equal(reportName(DNSName.root, report), undefined);
  assert.equal(reportName(DNSName.of('a.'.repeat(120)), report), undefined);
});

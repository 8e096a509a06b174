import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, toHex } from '@span53/testkit';
import { DNSName } from '../../wire/index.ts';
import { chain, reportChannel, reportName } from './names.ts';

for (const codec of [chain, reportChannel]) {
  test(`option ${codec.code}: one whole name and nothing else`, () => {
    const data = hex`07 6578616d706c65 00`;
    assert.equal(codec.decode(data)?.toString(), 'example.');
    assert.equal(toHex(codec.encode(DNSName.of('example.'))), toHex(data));
    for (const wrong of [hex``, hex`07 6578`, hex`00 00`, hex`c000`]) assert.equal(codec.decode(wrong), undefined);
  });
}

test('RFC 9567 §6.1.1: the name of a report', () => {
  const report = { qname: DNSName.of('broken.test.'), qtype: 1, infoCode: 7 };
  const agent = DNSName.of('a01.agent-domain.example.');
  assert.equal(reportName(agent, report)?.toString(), '_er.1.broken.test.7._er.a01.agent-domain.example.');
  assert.equal(reportName(DNSName.root, report), undefined);
  assert.equal(reportName(DNSName.of('a.'.repeat(120)), report), undefined);
});

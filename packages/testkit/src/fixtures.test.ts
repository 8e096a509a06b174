import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MessageView, type RecordCursor } from '@span53/dns/wire';
import { formatRdata } from '@span53/dns/rdata';
import * as dnsPacket from 'dns-packet';
import * as fixtures from './fixtures.ts';

for (const [name, octets] of Object.entries(fixtures)) {
  test(`fixture ${name} is well-formed, and dns-packet sees the same records`, () => {
    const view = MessageView.open(octets)!;
    assert.equal(view.problem, undefined);
    const seen = dnsPacket.decode(Buffer.from(octets));
    const records = view.records();
    const types: number[] = [];
    while (records.next()) types.push(dataType(records));
    const theirs = [...(seen.answers ?? []), ...(seen.authorities ?? []), ...(seen.additionals ?? [])];
    assert.equal(types.length, theirs.length);
    assert.equal(seen.questions?.[0]?.name, view.qname.toString().slice(0, -1));
  });
}

test('the referral has glue for both servers', () => {
  const records = MessageView.open(fixtures.referralResponse)!.records();
  const shown: string[] = [];
  while (records.next()) shown.push(`${records.name()} ${formatRdata(records.type, records.rdata()!)}`);
  assert.deepEqual(shown, [
    'example. n1.example.',
    'example. n2.example.',
    'n1.example. 192.0.2.53',
    'n2.example. 2001:db8::35',
  ]);
});

function dataType(records: RecordCursor): number {
  assert.ok(records.rdata() !== undefined);
  return records.type;
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatRdata } from '@span53/dns/rdata';
import { DNSName, Flag, MessageBuilder, MessageView, RType } from '@span53/dns/wire';
import { question, respond } from '@span53/testkit';
import { scrub } from './bailiwick.ts';

const asked = question('www.example. A');
const sectionsOf = (answer: readonly string[]) => {
  const builder = new MessageBuilder().start({ id: 1, flags: Flag.RD, limit: 512 });
  builder.question(asked.name, asked.type, asked.class);
  builder.opt({ udpSize: 512, dnssecOk: true });
  const octets = respond(builder.finish(), { answer });
  return scrub(MessageView.open(Buffer.from(octets))!, { zone: DNSName.of('example.'), recordsMax: 4, type: RType.A });
};
const rdataOf = (type: number, ...answer: string[]): string[] | undefined =>
  sectionsOf(answer)
    ?.answer.get(asked.name, type)
    ?.rdata.map((octets) => formatRdata(type, octets));

test('RFC 2181 §5: records with the same data are one; the order stays, and the lowest TTL counts', () => {
  const sets = sectionsOf(['www.example. 60 A 192.0.2.2', 'www.example. 60 A 192.0.2.1', 'www.example. 5 A 192.0.2.2']);
  const set = sets!.answer.get(asked.name, RType.A)!;
  assert.deepEqual([set.rdata.map((octets) => octets.join('.')), set.ttl], [['192.0.2.2', '192.0.2.1'], 5]);
});

test('RFC 4034 §6.2: names in data are the same in any case, other text is not', () => {
  const alias = rdataOf(RType.CNAME, 'www.example. 60 CNAME a.example.', 'www.example. 60 CNAME A.EXAMPLE.');
  assert.deepEqual(alias, ['a.example.']);
  assert.deepEqual(rdataOf(RType.TXT, 'www.example. 60 TXT a', 'www.example. 60 TXT A'), ['"a"', '"A"']);
});

test('a signature that comes twice is one', () => {
  const rrsig = `www.example. 60 RRSIG 00010d02${'00'.repeat(14)}00${'07'.repeat(64)}`;
  const set = sectionsOf(['www.example. 60 A 192.0.2.1', rrsig, rrsig])!.answer.get(asked.name, RType.A)!;
  assert.equal(set.signatures.length, 1);
});

test('the limit of records counts what was sent', () => {
  const same = Array.from({ length: 5 }, () => 'www.example. 60 A 192.0.2.1');
  assert.equal(sectionsOf(same.slice(1))?.answer.get(asked.name, RType.A)?.rdata.length, 1);
  assert.equal(sectionsOf(same), undefined);
});

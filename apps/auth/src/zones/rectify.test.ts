import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DNSName, parseRType } from '@span53/dns/wire';
import { rectify } from './rectify.ts';

const origin = DNSName.of('example.');
const of = (text: string) => {
  const [owner, type] = text.split(' ') as [string, string];
  return { owner: DNSName.of(owner), type: parseRType(type)! };
};

const records = [
  'example. SOA',
  'example. NS',
  'www.example. A',
  'a.b.c.example. A',
  'cut.example. NS',
  'cut.example. DS',
  'ns.deep.cut.example. A',
  'x.below.example. NS',
].map(of);

const flags: [record: string, authoritative: boolean][] = [
  ['example. NS', true],
  ['www.example. A', true],
  ['cut.example. NS', false],
  ['cut.example. DS', true],
  ['ns.deep.cut.example. A', false],
  ['ns.deep.cut.example. DS', false],
  ['x.below.example. NS', false],
];
for (const [record, authoritative] of flags) {
  test(`auth of ${record} is ${Number(authoritative)}`, () => {
    assert.equal(rectify(origin, records).isAuthoritative(of(record)), authoritative);
  });
}

test('every name between a record and the apex gets a row', () => {
  const { empty } = rectify(origin, records);
  assert.deepEqual(
    empty.map(({ name, authoritative }) => [name.toString(), authoritative]),
    [
      ['b.c.example.', true],
      ['c.example.', true],
      ['deep.cut.example.', false],
      ['below.example.', false],
    ],
  );
  assert.deepEqual(rectify(origin, records, 3).empty, [], 'more than max-ent-entries: none');
});

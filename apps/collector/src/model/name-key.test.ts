import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameKey } from './name-key.ts';

const cases = [
  { what: 'labels from the root down', name: 'www.shop.test.', key: 'test.shop.www.' },
  { what: 'without final dot', name: 'www.shop.test', key: 'test.shop.www.' },
  { what: 'lower case', name: 'WwW.Shop.TEST.', key: 'test.shop.www.' },
  { what: 'the root', name: '.', key: '' },
  { what: 'a dot within a label', name: String.raw`a\.b.test.`, key: String.raw`test.a\.b.` },
  { what: 'an octet in decimal', name: String.raw`a\007b.test.`, key: String.raw`test.a\007b.` },
  { what: 'a backslash at the end', name: 'test\\', key: 'test\\.' },
];
for (const { what, name, key } of cases) test(`nameKey: ${what}`, () => assert.equal(nameKey(name), key));

test('a name shares a prefix with what is below it, not with a look-alike', () => {
  assert.ok(nameKey('www.shop.test').startsWith(nameKey('shop.test')));
  assert.ok(!nameKey('myshop.test').startsWith(nameKey('shop.test')));
});

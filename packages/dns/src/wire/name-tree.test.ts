import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NameTree } from './name-tree.ts';
import { DNSName } from './name.ts';

const tree = new NameTree<string>()
  .set(DNSName.of('example.'), 'zone')
  .set(DNSName.of('sub.Example.'), 'cut')
  .set(DNSName.of('a.b.c.test.'), 'deep');

const cases = [
  { name: 'example.', value: 'zone', above: undefined },
  { name: 'WWW.example.', value: 'zone', above: 'zone' },
  { name: 'sub.example.', value: 'cut', above: 'zone' },
  { name: 'x.y.SUB.example.', value: 'cut', above: 'cut' },
  { name: 'b.c.test.', value: undefined, above: undefined },
  { name: 'z.a.b.c.test.', value: 'deep', above: 'deep' },
  { name: String.raw`x\003sub.example.`, value: 'zone', above: 'zone' },
  { name: '.', value: undefined, above: undefined },
];
for (const { name, value, above } of cases) {
  test(`closest to ${name}`, () => {
    assert.equal(tree.closest(DNSName.of(name))?.value, value);
    assert.equal(tree.closestAbove(DNSName.of(name))?.value, above);
    assert.equal(tree.covers(DNSName.of(name)), value !== undefined);
  });
}

test('an entry at the root covers every name', () => {
  const all = new NameTree<number>().set(DNSName.root, 1);
  assert.equal(all.closest(DNSName.of('a.b.'))?.value, 1);
  assert.equal(all.closestAbove(DNSName.of('a.'))?.value, 1);
  assert.equal(all.closestAbove(DNSName.root), undefined);
});

test('get is exact, delete and clear forget', () => {
  const small = new NameTree<number>().set(DNSName.of('a.'), 1).set(DNSName.of('b.'), 2);
  assert.equal(small.get(DNSName.of('A.')), 1);
  assert.equal(small.get(DNSName.of('x.a.')), undefined);
  assert.ok(small.delete(DNSName.of('A.')));
  assert.deepEqual(
    [...small].map(([name, value]) => `${name} ${value}`),
    ['b. 2'],
  );
  small.clear();
  assert.equal(small.size, 0);
  assert.equal(small.closest(DNSName.of('b.')), undefined);
});

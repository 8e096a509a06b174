import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arbitraryName } from '@span53/testkit';
import * as fc from 'fast-check';
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

test('law: the tree agrees with a plain map through any sets and deletes', () => {
  const step = fc.tuple(arbitraryName(4), fc.integer({ min: 0, max: 3 }));
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 120 }),
      fc.array(arbitraryName(5), { maxLength: 10 }),
      (steps, questions) => {
        const names = new NameTree<number>();
        const plain = new Map<string, number>();
        steps.forEach(([wire, kind], i) => {
          const name = DNSName.fromWire(wire);
          if (kind === 0) assert.equal(names.delete(name), plain.delete(name.key));
          else {
            names.set(name, i);
            plain.set(name.key, i);
          }
        });
        assert.equal(names.size, plain.size);
        assert.deepEqual(new Map([...names].map(([name, value]) => [name.key, value])), plain);
        for (const wire of [...questions, ...steps.map(([name]) => name)]) {
          const name = DNSName.fromWire(wire);
          assert.equal(names.get(name), plain.get(name.key));
          const wanted = (skip: number): number | undefined => {
            for (let up = skip; up <= name.labelCount; up += 1) {
              const value = plain.get(name.ancestor(up).key);
              if (value !== undefined) return value;
            }
            return undefined;
          };
          assert.equal(names.closest(name)?.value, wanted(0));
          assert.equal(names.closestAbove(name)?.value, name.isRoot ? undefined : wanted(1));
        }
      },
    ),
  );
});

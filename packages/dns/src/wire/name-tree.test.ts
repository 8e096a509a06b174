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
    assert.equal(tree.closest(DNSName.of(name)), value);
    assert.equal(tree.closestAbove(DNSName.of(name)), above);
    assert.equal(tree.covers(DNSName.of(name)), value !== undefined);
  });
}

test('an entry at the root covers every name', () => {
  const all = new NameTree<number>().set(DNSName.root, 1);
  assert.equal(all.closest(DNSName.of('a.b.')), 1);
  assert.equal(all.closestAbove(DNSName.of('a.')), 1);
  assert.equal(all.closestAbove(DNSName.root), undefined);
});

test('get is exact, delete and clear forget', () => {
  const small = new NameTree<number>().set(DNSName.of('a.'), 1).set(DNSName.of('b.'), 2);
  assert.equal(small.get(DNSName.of('A.')), 1);
  assert.equal(small.get(DNSName.of('x.a.')), undefined);
  assert.ok(small.delete(DNSName.of('A.')));
  assert.ok(!small.delete(DNSName.of('a.')), 'only once');
  assert.ok(!small.delete(DNSName.of('c.')));
  assert.equal(small.size, 1);
  assert.deepEqual(
    [...small].map(([name, value]) => `${name} ${value}`),
    ['b. 2'],
  );
  small.set(DNSName.of('A.'), 3);
  assert.deepEqual([...small].map(String).toSorted(), ['A.,3', 'b.,2'], 'as it is written when it comes again');
  small.clear();
  assert.equal(small.size, 0);
  assert.equal(small.closest(DNSName.of('b.')), undefined);
});

// Octets that differ from another one in the bit that makes letters lower, or in nothing but the highest bit.
const alike = [
  ['@', '`'],
  ['[', '{'],
  [String.raw`\016`, '0'],
  ['a', String.raw`\225`],
  [String.raw`\218`, String.raw`\250`],
];
for (const [one, other] of alike) {
  test(`${one} is not ${other}, wherever they stand`, () => {
    for (let behind = 0; behind < 9; behind += 1) {
      for (const below of ['', 'a.', 'ab.', 'abc.', `${'a'.repeat(30)}.`]) {
        const name = (octet: string): DNSName => DNSName.of(`${below}${octet}${'x'.repeat(behind)}.example.`);
        const names = new NameTree<number>().set(name(one!), 1);
        assert.equal(names.get(name(other!)), undefined);
        assert.equal(names.closest(name(other!)), undefined);
        assert.equal(names.set(name(other!), 2).get(name(one!)), 1);
        assert.equal(names.closest(name(one!)), 1);
      }
    }
  });
}

test('names of all lengths are found by any case, and no neighbour is', () => {
  const names = new NameTree<number>();
  const label = (length: number): string => 'aZ'.repeat(32).slice(0, length);
  const parents = ['', 'b.', 'bc.', 'bcd.', `${label(63)}.${label(63)}.`];
  for (let length = 1; length <= 63; length += 1) {
    for (const parent of parents) names.set(DNSName.of(`${label(length)}.${parent}`), length);
  }
  for (let length = 1; length <= 63; length += 1) {
    for (const parent of parents) {
      assert.equal(names.get(DNSName.of(`${label(length)}.${parent}`.toLowerCase())), length);
      assert.equal(names.closest(DNSName.of(`x.${label(length)}.${parent}`.toUpperCase())), length);
      const other = DNSName.of(`${label(length - 1)}y.${parent}`);
      assert.equal(names.get(other), undefined);
    }
  }
});

test('one other octet makes another name, wherever it stands', () => {
  for (const parent of ['', 'b.', `${'b'.repeat(63)}.`.repeat(2)]) {
    for (let length = 1; length <= 63; length += 1) {
      const label = 'a'.repeat(length);
      const names = new NameTree<number>().set(DNSName.of(`${label}.${parent}`), length);
      for (let at = 0; at < length; at += 1) {
        const other = DNSName.of(`${label.slice(0, at)}b${label.slice(at + 1)}.${parent}`);
        assert.equal(names.get(other), undefined, `${other}`);
      }
    }
  }
});

/** How many octets of the name are read for it. */
function octetsRead(names: NameTree<number>, name: DNSName): number {
  let count = 0;
  const get = (wire: Uint8Array, key: string): unknown => {
    if (key !== 'length') count += 1;
    return Reflect.get(wire, key, wire);
  };
  names.get(DNSName.fromWire(new Proxy(name.wire, { get } as ProxyHandler<Uint8Array>)));
  return count;
}

test('a name is read once, or as few octets of it as tell the names apart', () => {
  const names = new NameTree<number>();
  const name = (i: number): DNSName => DNSName.of(`${'a.'.repeat(100)}zone${i}.example.`);
  assert.equal(octetsRead(names, name(0)), 12);
  // Names that more octets do not tell apart: of 8 octets, with the same hash.
  for (let i = 0; i < 64; i += 1) {
    const digits = Uint8Array.from({ length: 6 }, (_, bit) => ((i >> bit) & 1 ? 0x30 : 0x10));
    names.set(DNSName.fromLabels([digits])!, i);
  }
  assert.equal(octetsRead(names, name(0)), 12);
  for (let i = 0; i < 1000; i += 1) names.set(name(i), i);
  assert.ok(octetsRead(names, name(999)) <= 3 * name(999).wire.length);
  names.clear();
  assert.equal(octetsRead(names, name(0)), 12);
});

const fronts = ['', 'selector1._domainkey.', `${'long-label-'.repeat(5)}.`, `${'a.'.repeat(100)}`];
for (const front of fronts) {
  test(`many names with the first ${front.length} octets in common`, () => {
    const names = new NameTree<number>();
    const name = (i: number): DNSName => DNSName.of(`${front}zone${i}.example.`);
    for (let i = 0; i < 3000; i += 1) names.set(name(i), i);
    for (let i = 0; i < 3000; i += 1) {
      assert.equal(names.get(name(i)), i);
      assert.equal(names.closest(DNSName.of(`x.${name(i)}`)), i);
    }
    assert.equal(names.get(name(3000)), undefined);
    assert.equal(names.closest(DNSName.of(`x.${name(3000)}`)), undefined);
  });
}

test('names that come and go leave room for others', () => {
  const names = new NameTree<number>();
  const name = (i: number): DNSName => DNSName.of(`host${i}.example.`);
  for (let i = 0; i < 5000; i += 1) {
    names.set(name(i), i);
    if (i >= 100) assert.ok(names.delete(name(i - 100)));
    if (i % 7 === 0) names.set(name(i - 3500), i);
  }
  for (let i = 4900; i < 5000; i += 1) assert.equal(names.get(name(i)), i);
  assert.equal(names.get(name(4899)), undefined);
  assert.equal(names.size, [...names].length);
});

test('what was deleted hides nothing above it', () => {
  const names = new NameTree<string>().set(DNSName.of('example.'), 'zone');
  for (const name of ['a.example.', 'b.example.']) names.set(DNSName.of(name), 'cut');
  names.delete(DNSName.of('a.example.'));
  assert.equal(names.closest(DNSName.of('x.a.example.')), 'zone');
  assert.equal(names.closest(DNSName.of('x.b.example.')), 'cut');
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
          assert.equal(names.closest(name), wanted(0));
          assert.equal(names.closestAbove(name), name.isRoot ? undefined : wanted(1));
        }
      },
    ),
  );
});

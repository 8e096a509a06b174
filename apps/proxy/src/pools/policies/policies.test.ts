import assert from 'node:assert/strict';
import { test } from 'node:test';

import { array, assert as holds, constantFrom, double, property } from 'fast-check';

import { bed, octetsOf, problemsOf, queryOf } from '../../bed.test.ts';
import type { Plane } from '../../plane.ts';
import { policies } from './index.ts';

const entry = (name: string, more: string) =>
  `{address: "127.0.0.1:9", protocol: Do53, name: ${name}, health_checks: {mode: auto}, ${more}}`;

/** Three backends under one policy; `more` are keys of `load_balancing_policies`. */
function three(policy: string, { each = ['', '', ''], more = '', random = (): number => 0 } = {}) {
  const backends = ['a', 'b', 'c'].map((name, i) => entry(name, each[i] ?? '')).join(', ');
  const yaml = `backends: [${backends}]\nload_balancing_policies: {default_policy: ${policy}${more}}`;
  const { plane, health } = bed(yaml, { random });
  return { plane, health, all: [...plane.backends] };
}

function chosen(plane: Plane, name = 'www.example'): string | undefined {
  return plane.defaultPool.choose(queryOf(plane, octetsOf(`${name} A`)))?.name;
}

const names = (count: number) => Array.from({ length: count }, (_, i) => `n${i}.example`);

test('least-outstanding: fewest open queries, then order, then latency', () => {
  const { plane, all } = three('leastOutstanding', { each: ['', '', 'order: 2'] });
  all.forEach((backend) => (backend.latencyMs = 5));
  all[1]!.latencyMs = 1;
  assert.equal(chosen(plane), 'b');
  all[1]!.outstanding = 1;
  assert.equal(chosen(plane), 'a');
  all[0]!.outstanding = 1;
  assert.equal(chosen(plane), 'c');
});

test('first-available: in order while there are tokens, then leastOutstanding over all', () => {
  const { plane, all } = three('firstAvailable', {
    each: ['order: 2', 'queries_per_second: 2', 'order: 3, queries_per_second: 1'],
  });
  assert.deepEqual([chosen(plane), chosen(plane), chosen(plane)], ['b', 'b', 'a']);
  const limited = three('firstAvailable', { each: Array(3).fill('queries_per_second: 1') });
  const first = Array.from({ length: 3 }, () => chosen(limited.plane));
  limited.all[0]!.outstanding = 1;
  assert.deepEqual([first, chosen(limited.plane)], [['a', 'b', 'c'], 'b']);
  assert.equal(all.length, 3);
});

test('round-robin: one after the other over those that are up; with none up over all, unless it gives up', () => {
  const { plane, health } = three('roundrobin');
  assert.deepEqual(new Set([chosen(plane), chosen(plane), chosen(plane)]).size, 3);
  health[1] = 0;
  const seen = Array.from({ length: 4 }, () => chosen(plane));
  assert.deepEqual(new Set(seen), new Set(['a', 'c']));
  health.fill(0);
  assert.deepEqual(new Set([chosen(plane), chosen(plane), chosen(plane)]).size, 3);
  const gives = three('roundrobin', { more: ', round_robin_servfail_on_no_server: true' });
  gives.health.fill(0);
  assert.equal(chosen(gives.plane), undefined);
});

test('wrandom: each backend has a stretch as long as its weight', () => {
  let point = 0;
  const { plane, health } = three('wrandom', { each: ['weight: 1', 'weight: 2', 'weight: 1'], random: () => point });
  const at = (where: number) => {
    point = where;
    return chosen(plane);
  };
  assert.deepEqual([0, 0.24, 0.25, 0.74, 0.75, 0.99].map(at), ['a', 'a', 'b', 'b', 'c', 'c']);
  health[1] = 0;
  assert.deepEqual([0, 0.49, 0.5].map(at), ['a', 'a', 'c']);
});

test('whashed: a name always goes to the same backend, names spread by weight, case does not matter', () => {
  const { plane } = three('whashed', { each: ['weight: 1', 'weight: 1', 'weight: 2'] });
  const counts: Record<string, number> = { a: 0, b: 0, c: 0 };
  for (const name of names(2000)) counts[chosen(plane, name)!]! += 1;
  assert.ok(Math.abs(counts.c! - 1000) < 150, `c got ${counts.c}`);
  assert.ok(Math.abs(counts.a! - 500) < 120, `a got ${counts.a}`);
  for (const name of names(50)) assert.equal(chosen(plane, name), chosen(plane, name.toUpperCase()));
});

test('chashed: when a backend goes, only its names move', () => {
  const { plane, health } = three('chashed', { each: Array(3).fill('weight: 100') });
  const before = new Map(names(1000).map((name) => [name, chosen(plane, name)!]));
  const share = [...before.values()].filter((name) => name === 'a').length;
  assert.ok(share > 200 && share < 470, `a has ${share} of 1000`);
  health[0] = 0;
  for (const [name, owner] of before) {
    if (owner === 'a') assert.notEqual(chosen(plane, name), 'a');
    else assert.equal(chosen(plane, name), owner);
  }
});

test('ordered-wrand-untag: not those whose name is a tag, then the lowest order', () => {
  const { plane } = three('orderedWrandUntag', { each: ['order: 1', 'order: 1', 'order: 2'] });
  const query = queryOf(plane, octetsOf('www.example A'));
  const choose = () => plane.defaultPool.choose(query)?.name;
  const order = [];
  for (let name = choose(); name !== undefined; name = choose()) {
    order.push(name);
    query.setTag(name, '');
  }
  assert.deepEqual(order, ['a', 'b', 'c']);
});

test('bounded load passes over a backend with too many open queries', () => {
  for (const policy of ['wrandom', 'whashed', 'chashed']) {
    const { plane, all } = three(policy, {
      each: Array(3).fill('weight: 10'),
      more: ', weighted_balancing_factor: 1.1, consistent_hashing_balancing_factor: 1.1',
    });
    const favourite = chosen(plane)!;
    all.find(({ name }) => name === favourite)!.outstanding = 20;
    assert.notEqual(chosen(plane), favourite, policy);
  }
});

test('max_outstanding_queries takes a backend out of every policy', () => {
  for (const policy of policies.keys()) {
    const { plane, all } = three(policy, { each: Array(3).fill('max_outstanding_queries: 1') });
    all[0]!.outstanding = 1;
    all[1]!.outstanding = 1;
    assert.equal(chosen(plane), 'c', policy);
  }
});

test('law: every policy chooses a backend that is up and has not failed this query, if there is one', () => {
  const cells = array(constantFrom(0, 1), { minLength: 3, maxLength: 3 });
  holds(
    property(
      constantFrom(...policies.keys()),
      cells,
      cells,
      double({ min: 0, max: 0.999, noNaN: true }),
      (policy, up, tried, random) => {
        const { plane, health, all } = three(policy, { random: () => random });
        health.set(up);
        const query = queryOf(plane, octetsOf('www.example A'));
        query.tried = all.filter((_, i) => tried[i] === 1);
        const choice = plane.defaultPool.choose(query);
        const candidates = all.filter((_, i) => up[i] === 1 && tried[i] === 0);
        if (candidates.length > 0) assert.ok(candidates.includes(choice!), policy);
        else if (policy !== 'roundrobin') assert.equal(choice, undefined, policy);
        else if (choice !== undefined) assert.ok(!query.tried.includes(choice));
      },
    ),
    { numRuns: 200 },
  );
});

test('an unknown policy is reported where it stands', () => {
  assert.deepEqual(problemsOf('pools: [{name: "", policy: fastest}]'), [
    'proxy.yml:1:28 pools[0].policy: unable to find a load-balancing policy named "fastest"',
  ]);
});

test('forced states and PoolAvailable', () => {
  const { plane } = bed(
    `backends: [${entry('a', '').replace('auto', 'down')}, ${entry('b', 'queries_per_second: 1')}]`,
  );
  const [down, limited] = plane.backends;
  assert.deepEqual([down!.up, down!.state, limited!.state], [false, 'DOWN', 'up']);
  assert.equal(plane.defaultPool.available(1000), true);
  assert.equal(limited!.limit.take(1000), true);
  assert.equal(plane.defaultPool.available(1000), false);
  assert.equal(plane.defaultPool.available(2000), true);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DNSName } from '@span53/dns/wire';
import { Budget } from './budget.ts';
import { minimisedName } from './qname-minimisation.ts';

const limits = { enabled: true, countMax: 10, oneLabel: 4 };
const long = Array.from({ length: 30 }, (_, n) => `l${n}`).join('.');

/** All names asked for `full` from the root on, when every one of them exists and none is a cut. */
function walk(full: string, rules = limits): string[] {
  const name = DNSName.of(full);
  const asked: string[] = [];
  let known = DNSName.root;
  for (;;) {
    const next = minimisedName(name, known, asked.length, rules);
    asked.push(next.toString());
    if (next.labelCount === name.labelCount) return asked;
    known = next;
  }
}

test('RFC 9156 §2.3: one label more each time', () => {
  assert.deepEqual(walk('a.b.example.'), ['example.', 'b.example.', 'a.b.example.']);
});

test('RFC 9156 §2.3: a long name is asked in at most MAX_MINIMISE_COUNT steps and the whole', () => {
  const steps = walk(`${long}.`);
  assert.ok(steps.length <= 11, `${steps.length} steps`);
  assert.deepEqual(
    steps.slice(0, 4).map((name) => DNSName.of(name).labelCount),
    [1, 2, 3, 4],
  );
});

test('labels that begin with an underscore are no place to stop', () => {
  assert.deepEqual(walk('_25._tcp.mail.example.'), ['example.', 'mail.example.', '_25._tcp.mail.example.']);
});

test('switched off, or with nothing left to hide, it is the whole name', () => {
  assert.deepEqual(walk('a.b.example.', { ...limits, enabled: false }), ['a.b.example.']);
  assert.deepEqual(walk('example.'), ['example.']);
});

test('max_ns_address_qperq: a large NS set lowers the limit, not below 5', () => {
  const budgetLimits = { queriesMax: 50, octetsMax: 1, totalMs: 1, depthMax: 1, emptyAddressesMax: 10 };
  for (const [servers, limit] of [
    [2, 10],
    [12, 8],
    [100, 5],
  ] as const) {
    const budget = new Budget(budgetLimits, 0);
    while (!budget.addressesSpent(servers)) budget.emptyAddresses += 1;
    assert.equal(budget.emptyAddresses, limit, `${servers} servers`);
  }
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { recursorReference } from './reference.ts';

const page = recursorReference();

test('docs/config/recursor.md is what the schema says: run `pnpm --filter @span53/recursor reference`', () => {
  assert.equal(readFileSync(new URL('../../../docs/config/recursor.md', import.meta.url), 'utf8'), page);
});

for (const name of ['forward_zones', 'traceparent_to', 'max_qperq', 'opentelemetry_trace_conditions']) {
  test(`the page describes ${name}`, () => assert.match(page, new RegExp(`\\| \`${name}\` \\|`)));
}

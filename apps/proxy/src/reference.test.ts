import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { actions } from './actions/index.ts';
import { proxyReference } from './reference.ts';
import { responseActions } from './response-actions/index.ts';
import { selectors } from './selectors/index.ts';

const page = proxyReference();

test('docs/config/proxy.md is what the schema says: run `pnpm --filter @span53/proxy reference`', () => {
  assert.equal(readFileSync(new URL('../../../docs/config/proxy.md', import.meta.url), 'utf8'), page);
});

test('every entry of the catalogues is described', () => {
  for (const { kinds } of [selectors, actions, responseActions]) {
    for (const type of kinds.keys()) assert.match(page, new RegExp(`### \`${type}\`\n\n[A-Z]`), type);
  }
});

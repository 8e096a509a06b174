import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SvcParamKey, parseSvcParamKey, svcParamKeyName } from './svc-params.ts';

test('registered keys are named, others are keyNNNNN', () => {
  for (const [name, key] of Object.entries(SvcParamKey)) {
    assert.equal(svcParamKeyName(key), name);
    assert.equal(parseSvcParamKey(name), key);
    assert.equal(parseSvcParamKey(`key${key}`), key);
  }
  assert.equal(svcParamKeyName(65_280), 'key65280');
  assert.equal(parseSvcParamKey('key65280'), 65_280);
});

for (const text of ['', 'key', 'key65535', 'key65536', 'key007', 'key-1', 'Alpn', 'alpn ']) {
  test(`"${text}" is no key`, () => assert.equal(parseSvcParamKey(text), undefined));
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { DNSName } from '@span53/dns/wire';
import { arbitraryName } from '@span53/testkit';
import { parseRowName, rowName } from './row-name.ts';

const rows: [name: string, text: string][] = [
  ['.', '.'],
  ['WWW.Example.COM.', 'www.example.com'],
  ['*.example.com.', '*.example.com'],
  ['x\\.y.example.', 'x\\.y.example'],
  ['back\\\\slash.example.', 'back\\\\slash.example'],
  ['sp\\032ace.example.', 'sp\\032ace.example'],
  ['at\\@x.example.', 'at@x.example'],
  ['\\@.', '@'],
  ['\\200.example.', '\\200.example'],
];
for (const [name, text] of rows) {
  test(`${name} is stored as ${text}`, () => {
    assert.equal(rowName(DNSName.of(name)), text);
    assert.ok(parseRowName(text)?.equals(DNSName.of(name)));
  });
}

for (const text of ['WWW.example', 'www.example.', '', 'a..b', 'x\\065.example', null, 7]) {
  test(`${JSON.stringify(text)} is no name that a query finds`, () => assert.equal(parseRowName(text), undefined));
}

test('every name comes back from its row', () => {
  fc.assert(
    fc.property(arbitraryName(), (wire) => {
      const name = DNSName.fromWire(wire);
      return parseRowName(rowName(name))?.equals(name) === true;
    }),
  );
});

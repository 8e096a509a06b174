import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';

import { bool, given, list, needed, refused, section, structure, text, u8, unused, word } from './fields.ts';
import { formatTable, keyTables } from './reference.ts';
import { dnsName } from './values.ts';

const schema = structure({
  name: needed(dnsName, 'a name'),
  on: given(bool, false, 'a | switch'),
  kind: given(v.picklist(['a', 'b']), 'a', 'one of two'),
  mode: given(word(['up', 'down']), 'up', 'another'),
  servers: list(structure({ port: needed(u8, 'port'), tls: refused(text, ''), dscp: unused(u8) })),
  tcp: section({ retries: given(u8, 5, 'attempts') }),
});

test('one table for each mapping, lists and sections included', () => {
  assert.deepEqual(
    keyTables(schema).map(({ path, rows }) => [path, rows.map(({ key }) => key)]),
    [
      ['', ['name', 'on', 'kind', 'mode', 'servers', 'tcp']],
      ['servers[]', ['port', 'tls', 'dscp']],
      ['tcp', ['retries']],
    ],
  );
});

test('a table says what a key takes and what it is when left out', () => {
  const [top, servers] = keyTables(schema);
  assert.equal(
    formatTable(top!),
    [
      '| Key | Takes | Otherwise | Meaning |',
      '|---|---|---|---|',
      '| `name` | domain name | **needed** | a name |',
      String.raw`| \`on\` | true or false | \`false\` | a \| switch |`.replaceAll('\\`', '`'),
      '| `kind` | `a`, `b` | `"a"` | one of two |',
      '| `mode` | up, down | `"up"` | another |',
      '| `servers` | list of mappings, below | `[]` |  |',
      '| `tcp` | mapping, below | - |  |',
    ].join('\n'),
  );
  assert.equal(
    formatTable(servers!),
    [
      '| Key | Takes | Otherwise | Meaning |',
      '|---|---|---|---|',
      '| `port` | whole number from 0 to 255 | **needed** | port |',
      '',
      'Refused unless they say what we do anyway: `tls`.',
      '',
      'Read, but without effect (a warning): `dscp`.',
    ].join('\n'),
  );
});

test('each kind of a variant has a table of its own: what one needs another may not have', () => {
  const exporter = v.variant('type', [
    structure({ type: needed(v.literal('otlp'), 'OTLP'), timeout: given(u8, 10, 'of a request'), tls: section({}) }),
    structure({ type: needed(v.literal('file'), 'a file'), path: needed(text, 'where') }),
  ]);
  const tables = keyTables(structure({ exporter: list(exporter) }));
  assert.deepEqual(
    tables.map(({ path, rows }) => [path, rows.map(({ key, type }) => `${key} ${type}`)]),
    [
      ['', ['exporter list of mappings, below']],
      ['exporter[] (type: otlp)', ['type `otlp`', 'timeout whole number from 0 to 255', 'tls mapping, below']],
      ['exporter[] (type: otlp).tls', []],
      ['exporter[] (type: file)', ['type `file`', 'path string']],
    ],
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DNSName } from '../wire/index.ts';
import { formatZoneError } from './errors.ts';
import { includePath } from './include-path.ts';
import type { ZoneReadOptions } from './options.ts';
import { formatRecord } from './writer.ts';
import { readZone, type ZoneReader } from './zone-reader.ts';

function read(
  files: Record<string, string>,
  limits: Partial<ZoneReadOptions> = {},
): { records: string[]; errors: string[]; opened: string[] } {
  const opened: string[] = [];
  const reader = readZone(files['main']!, {
    origin: DNSName.of('example.com.'),
    file: 'main',
    ...limits,
    open: (path) => {
      opened.push(path);
      return files[path] === undefined ? undefined : [files[path]];
    },
  });
  const records = [...reader].map((record) => formatRecord(record).replaceAll('\t', ' '));
  return { records, errors: reader.errors.map(formatZoneError), opened };
}

test('RFC 1035 §5.1: an included file does not change the origin or the owner of the one around it', () => {
  const { records, errors } = read({
    main: '$TTL 1\na A 192.0.2.1\n$INCLUDE sub/hosts sub\n A 192.0.2.4\nb A 192.0.2.5\n',
    'sub/hosts': 'h A 192.0.2.2\n$ORIGIN other.\n@ A 192.0.2.3',
  });
  assert.deepEqual(errors, []);
  assert.deepEqual(records, [
    'a.example.com. 1 IN A 192.0.2.1',
    'h.sub.example.com. 1 IN A 192.0.2.2',
    'other. 1 IN A 192.0.2.3',
    'a.example.com. 1 IN A 192.0.2.4',
    'b.example.com. 1 IN A 192.0.2.5',
  ]);
});

test('RFC 1035 §5.1: an included file may go on with the owner of the one around it', () => {
  const { records, errors } = read({ main: 'a 1 A 192.0.2.1\n$INCLUDE more sub', more: ' 1 A 192.0.2.2\nb 1 NS @' });
  assert.deepEqual(errors, []);
  assert.deepEqual(records, [
    'a.example.com. 1 IN A 192.0.2.1',
    'a.example.com. 1 IN A 192.0.2.2',
    'b.sub.example.com. 1 IN NS sub.example.com.',
  ]);
});

test('paths are relative to the file that has them', () => {
  const { opened } = read({ main: '$INCLUDE d/a', 'd/a': '$INCLUDE b\n$INCLUDE ../c', 'd/b': '', c: '' });
  assert.deepEqual(opened, ['d/a', 'd/b', 'c']);
});

test('a file is read piece by piece: the next is asked for when what is there was read', () => {
  let asked = 0;
  function* pieces(): Generator<string> {
    for (; asked < 100; asked += 1) yield `a${asked} 1 A 192.0.2.1\nb`;
  }
  const reader = readZone(['$INCLUDE a\n'], { origin: DNSName.of('example.com.'), open: () => pieces() });
  let records = 0;
  for (const _record of reader) assert.ok(asked <= (records += 1), `${asked} pieces for ${records} records`);
  assert.ok(records > 90);
});

/** Reads a file that includes `a`, that includes `b`, which has the text; `closed` are those that were. */
function readNested(text: string): { reader: ZoneReader; closed: string[] } {
  const closed: string[] = [];
  function* pieces(name: string, piece: string): Generator<string> {
    try {
      for (;;) yield piece;
    } finally {
      closed.push(name);
    }
  }
  const files: Record<string, Iterable<string>> = { a: pieces('a', '$INCLUDE b\n'), b: pieces('b', text) };
  const options = { origin: DNSName.of('example.com.'), errorsMax: 2, open: (path: string) => files[path] };
  return { reader: readZone(pieces('main', '$INCLUDE a\n'), options), closed };
}

test('after errorsMax errors the sources of all files that are open are closed', () => {
  const { reader, closed } = readNested('x\n');
  for (const record of reader) assert.fail(formatRecord(record));
  assert.deepEqual([reader.errors.length, closed], [2, ['main', 'a', 'b']]);
});

test('who leaves early closes them', () => {
  const { reader, closed } = readNested('x 60 A 192.0.2.1\n');
  assert.equal(formatRecord(reader.next()!).split(/\s+/).at(-1), '192.0.2.1');
  reader.close();
  assert.deepEqual([reader.stopped, reader.next(), closed], [true, undefined, ['main', 'a', 'b']]);
});

test('errors name the included file', () => {
  const { errors } = read({ main: '\n$INCLUDE bad\n$INCLUDE missing\n$INCLUDE bad a..b', bad: '\nx' });
  assert.deepEqual(errors, [
    'bad:2:1: expected a type, got the end of the record',
    'main:3:10: cannot open missing',
    'main:4:14: expected a name, got "a..b"',
  ]);
});

test('a file that includes itself stops at includeDepthMax', () => {
  const { errors, opened } = read({ main: '$INCLUDE a', a: '$INCLUDE a' });
  assert.deepEqual(errors, ['a:1:1: over 8 files deep']);
  assert.equal(opened.length, 8);
});

test('files that include one another many times stop at includesMax', () => {
  const files = { main: '$INCLUDE a\n'.repeat(9), a: '$INCLUDE b\n'.repeat(9), b: 'x 1 A 192.0.2.1' };
  assert.equal(read(files).records.length, 81);
  const { opened, errors } = read(files, { includesMax: 20, errorsMax: 2 });
  assert.equal(opened.length, 20);
  assert.deepEqual(errors, ['main:3:1: over 20 files', 'main:4:1: over 20 files']);
});

const paths: [from: string, path: string, expected: string | undefined][] = [
  ['main', 'a', 'a'],
  ['d/main', 'a', 'd/a'],
  ['d/main', './a//b', 'd/a/b'],
  ['d/main', '../a', 'a'],
  ['d/main', 'e/../a', 'd/a'],
  ['d/main', '../../a', undefined],
  ['main', '../a', undefined],
  ['main', 'd/../../a', undefined],
  ['main', '/etc/passwd', undefined],
  ['main', 'C:\\a', undefined],
  ['main', 'a\\..\\b', undefined],
  ['main', 'a\0b', undefined],
  ['main', '', undefined],
  ['main', '.', undefined],
];
for (const [from, path, expected] of paths) {
  test(`$INCLUDE ${JSON.stringify(path)} in ${from} opens ${expected}`, () => {
    assert.equal(includePath(from, path), expected);
  });
}

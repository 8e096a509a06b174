import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DNSName } from '../wire/index.ts';
import { formatZoneError } from './errors.ts';
import type { ZoneChunks, ZoneReadOptions } from './options.ts';
import { formatRecord } from './writer.ts';
import { ZoneSource } from './zone-source.ts';
import { ZoneReader, readZone, readZoneAsync } from './zone-reader.ts';

const origin = DNSName.of('example.com.');

function read(
  source: string | ZoneChunks,
  options: Partial<ZoneReadOptions> = {},
): { records: string[]; errors: string[] } {
  const reader = readZone(source, { origin, file: 'example.com.zone', ...options });
  const records = [...reader].map((record) => formatRecord(record).replaceAll('\t', ' '));
  return { records, errors: reader.errors.map(formatZoneError) };
}

/** Records of a text without errors. */
function good(text: string, options?: Partial<ZoneReadOptions>): string[] {
  const { records: found, errors } = read(text, options);
  assert.deepEqual(errors, []);
  return found;
}

const accepted: [what: string, text: string, expected: string[]][] = [
  ['owner, TTL, class, type', 'www 300 IN A 192.0.2.1', ['www.example.com. 300 IN A 192.0.2.1']],
  ['class before TTL', 'www IN 300 A 192.0.2.1', ['www.example.com. 300 IN A 192.0.2.1']],
  ['lower case', 'www 300 in a 192.0.2.1', ['www.example.com. 300 IN A 192.0.2.1']],
  ['RFC 3597: TYPEn and CLASSn', 'www 300 CLASS1 TYPE1 \\# 4 c0000201', ['www.example.com. 300 IN A 192.0.2.1']],
  ['units of time', 'www 1h30m A 192.0.2.1', ['www.example.com. 5400 IN A 192.0.2.1']],
  ['@ and absolute names', '@ 1 NS ns.example.net.', ['example.com. 1 IN NS ns.example.net.']],
  ['an owner named like a type', 'A 1 A 192.0.2.1', ['A.example.com. 1 IN A 192.0.2.1']],
  [
    'an owner named like a class and a TTL',
    'IN 1 A 192.0.2.1\n3600 1 A 192.0.2.1',
    ['IN.example.com. 1 IN A 192.0.2.1', '3600.example.com. 1 IN A 192.0.2.1'],
  ],
  [
    'an inherited owner',
    'www 1 A 192.0.2.1\n\t2 A 192.0.2.2',
    ['www.example.com. 1 IN A 192.0.2.1', 'www.example.com. 2 IN A 192.0.2.2'],
  ],
  [
    'an inherited owner behind comments and blank lines',
    'www 1 A 192.0.2.1 ; c\n\n ; c\n 1 A 192.0.2.2',
    ['www.example.com. 1 IN A 192.0.2.1', 'www.example.com. 1 IN A 192.0.2.2'],
  ],
  [
    'the last TTL when there is no $TTL',
    'a 7 A 192.0.2.1\nb A 192.0.2.2',
    ['a.example.com. 7 IN A 192.0.2.1', 'b.example.com. 7 IN A 192.0.2.2'],
  ],
  [
    'RFC 2308 §4: $TTL',
    '$TTL 1d\na A 192.0.2.1\nb 7 A 192.0.2.2\nc A 192.0.2.3',
    ['a.example.com. 86400 IN A 192.0.2.1', 'b.example.com. 7 IN A 192.0.2.2', 'c.example.com. 86400 IN A 192.0.2.3'],
  ],
  [
    'a SOA without TTL takes its minimum',
    '@ SOA ns admin 1 2 3 4 5\n@ NS ns',
    ['example.com. 5 IN SOA ns.example.com. admin.example.com. 1 2 3 4 5', 'example.com. 5 IN NS ns.example.com.'],
  ],
  [
    '$ORIGIN, relative and absolute',
    '$ORIGIN sub\na 1 NS b\n$ORIGIN net.\n@ 1 NS b',
    ['a.sub.example.com. 1 IN NS b.sub.example.com.', 'net. 1 IN NS b.net.'],
  ],
  ['$origin in lower case', '$origin net.\na 1 NS b', ['a.net. 1 IN NS b.net.']],
  [
    'parentheses over lines',
    '@ 1 SOA ns admin (\n 1 ; serial\n 2 3\n4 5)',
    ['example.com. 1 IN SOA ns.example.com. admin.example.com. 1 2 3 4 5'],
  ],
  ['parentheses around everything', '( www 1\nA 192.0.2.1 )', ['www.example.com. 1 IN A 192.0.2.1']],
  [
    'line ends of Windows, no newline at the end',
    'a 1 A 192.0.2.1\r\nb 1 A 192.0.2.2\r',
    ['a.example.com. 1 IN A 192.0.2.1', 'b.example.com. 1 IN A 192.0.2.2'],
  ],
  ['escapes in owners', 'a\\.b\\032\\$ 1 A 192.0.2.1', ['a\\.b\\032\\$.example.com. 1 IN A 192.0.2.1']],
  ['wildcards and underscores', '*._tcp 1 A 192.0.2.1', ['*._tcp.example.com. 1 IN A 192.0.2.1']],
  ['text with a semicolon and parentheses', 'a 1 TXT "(;)" ; c', ['a.example.com. 1 IN TXT "(;)"']],
  [
    'RFC 3597: data of an unknown type',
    'a 1 TYPE731 \\# 6 abcd (\nef 01 23 45 )',
    ['a.example.com. 1 IN TYPE731 \\# 6 ABCDEF012345'],
  ],
  [
    'an inherited owner behind $ORIGIN',
    'a 1 A 192.0.2.1\n$ORIGIN net.\n 1 NS b',
    ['a.example.com. 1 IN A 192.0.2.1', 'a.example.com. 1 IN NS b.net.'],
  ],
  ['an escaped @', '\\@ 1 NS @', ['\\@.example.com. 1 IN NS example.com.']],
  ['an owner in quotes', '"a" 1 A 192.0.2.1', ['a.example.com. 1 IN A 192.0.2.1']],
  [
    'octets outside ASCII in names',
    'é 1 NS è\\ê',
    ['\\195\\169.example.com. 1 IN NS \\195\\168\\195\\170.example.com.'],
  ],
  ['octets outside ASCII behind a backslash in a string', 'a 1 TXT \\é', ['a.example.com. 1 IN TXT "\\195\\169"']],
  [
    'RFC 1035 §5.1: ends of lines in quotes in parentheses',
    'a 1 TXT ( "b\nc" )',
    ['a.example.com. 1 IN TXT "b\\010c"'],
  ],
  ['RFC 1035 §5.1: ends of lines in quotes', 'a 1 TXT "b\nc" d', ['a.example.com. 1 IN TXT "b\\010c" "d"']],
  [
    '$DATE, which has no effect',
    '$DATE 20240229235959\n$date 21060207062815\na 1 A 192.0.2.1',
    ['a.example.com. 1 IN A 192.0.2.1'],
  ],
  ['seconds without a unit behind others', 'a 1h30 A 192.0.2.1', ['a.example.com. 3630 IN A 192.0.2.1']],
  [
    'times of all units, in any case and order',
    'a 1W2d3H4m5S A 192.0.2.1\nb 5s1w A 192.0.2.1',
    ['a.example.com. 788645 IN A 192.0.2.1', 'b.example.com. 604805 IN A 192.0.2.1'],
  ],
  ['nothing', '', []],
];
for (const [what, text, expected] of accepted) {
  test(`zone file: ${what}`, () => assert.deepEqual(good(text), expected));
  test(`zone file, one character at a time: ${what}`, () => {
    assert.deepEqual(read([...text]), { records: expected, errors: [] });
  });
}

const refused: [text: string, error: string][] = [
  [' 1 A 192.0.2.1', '1:2: no owner to inherit'],
  ['a A 192.0.2.1', '1:3: no TTL, and none before it to inherit'],
  ['a 1 A 192.0.2', '1:7: expected an IPv4 address, got "192.0.2"'],
  ['a 1 A', '1:5: expected an IPv4 address, got the end of the record'],
  ['a 1 A 192.0.2.1 x', '1:7: unexpected text behind the A data'],
  ['a 1 NOSUCH x', '1:5: expected a type, got "NOSUCH"'],
  ['a 1 "A" 192.0.2.1', '1:5: expected a type, got a quoted string'],
  ['a 1', '1:3: expected a type, got the end of the record'],
  ['a', '1:1: expected a type, got the end of the record'],
  ['a 1 2 A 192.0.2.1', '1:5: expected a type, got "2"'],
  ['a 1 IN IN A 192.0.2.1', '1:8: expected a type, got "IN"'],
  ['a 1 CH A 192.0.2.1', '1:5: class CH in a zone of another class'],
  ['a 1 CLASS3 A 192.0.2.1', '1:5: class CH in a zone of another class'],
  ['a 1 ANY 192.0.2.1', '1:5: ANY is no type of zone data'],
  ['a 1 OPT \\# 0', '1:5: OPT is no type of zone data'],
  ['a 1 TSIG \\# 0', '1:5: TSIG is no type of zone data'],
  ['a 2147483648 A 192.0.2.1', '1:3: expected a TTL up to 2147483647, got "2147483648"'],
  ['a 1x A 192.0.2.1', '1:3: expected a TTL up to 2147483647, got "1x"'],
  ['a..b 1 A 192.0.2.1', '1:1: expected a name as owner'],
  ['"a..b" 1 A 192.0.2.1', '1:1: expected a name as owner'],
  ['\\256 1 A 192.0.2.1', '1:1: expected a name as owner'],
  ['a 1 TXT \\256', '1:9: bad escape in a string'],
  ['\ufeffa 1 A 192.0.2.1', '1:1: a byte order mark'],
  ['\ufeff$TTL 1', '1:1: a byte order mark'],
  ['a\0b 1 A 192.0.2.1', '1:2: a NUL octet outside quotes'],
  [`${'a'.repeat(64)} 1 A 192.0.2.1`, '1:1: expected a name as owner'],
  ['a 1 TXT "b', '1:9: unbalanced quotes'],
  ['a 1 TXT ( b', '1:9: unclosed parenthesis'],
  ['a 1 TXT b )', '1:11: closing parenthesis without an opening one'],
  ['\n\na 1 MX (\n10\n a..b )', '5:2: expected a name, got "a..b"'],
  ['$TTL', '1:1: $TTL without a value'],
  ['$TTL 1h 2h', '1:9: unexpected text behind $TTL'],
  ['$TTL x', '1:6: expected a TTL, got "x"'],
  ['$ORIGIN a..b', '1:9: expected a name, got "a..b"'],
  ['$NOSUCH x', '1:1: unknown directive $NOSUCH'],
  ...['now', '2024', '20240230000000', '19691231235959', '21060207062816'].map((time): [string, string] => [
    `$DATE ${time}`,
    `1:7: expected a time YYYYMMDDhhmmss, got "${time}"`,
  ]),
  ['$DATE 20240101000000 x', '1:22: unexpected text behind $DATE'],
  ['$INCLUDE other', '1:1: $INCLUDE is not allowed here'],
];
for (const [text, error] of refused) {
  test(`zone file: ${JSON.stringify(text.slice(0, 30))} is an error at ${error.slice(0, 40)}`, () => {
    assert.deepEqual(read(text), { records: [], errors: [`example.com.zone:${error}`] });
  });
}

/** RFC 3597 §5, a TTL put in. The answer is the zone that the writer makes of it. */
const unknown: { rclass: number; text: string; written: string }[] = [
  {
    rclass: 32,
    text: 'a.example.  5 CLASS32  TYPE731  \\# 6 abcd (\n      ef 01 23 45 )',
    written: 'a.example. 5 CLASS32 TYPE731 \\# 6 ABCDEF012345',
  },
  { rclass: 4, text: 'b.example. 5 HS TYPE62347 \\# 0', written: 'b.example. 5 HS TYPE62347 \\# 0' },
  { rclass: 1, text: 'e.example. 5 IN A \\# 4 0A000001', written: 'e.example. 5 IN A 10.0.0.1' },
  { rclass: 1, text: 'e.example. 5 CLASS1 TYPE1 10.0.0.2', written: 'e.example. 5 IN A 10.0.0.2' },
];
for (const { rclass, text, written } of unknown) {
  test(`RFC 3597 §5: ${written}`, () => {
    const options = { rclass, origin: DNSName.of('example.') };
    assert.deepEqual(good(text, options), [written]);
    assert.deepEqual(good(written, options), [written]);
  });
}

test('the entries around a wrong one are read, and all errors are collected', () => {
  const text = 'a 1 A 192.0.2.1\nb 1 A 300.0.2.1\n 1 A 192.0.2.2\nc..d 1 A 192.0.2.3\n 1 A 192.0.2.4\ne 1 A 192.0.2.5';
  assert.deepEqual(read(text), {
    records: ['a.example.com. 1 IN A 192.0.2.1', 'b.example.com. 1 IN A 192.0.2.2', 'e.example.com. 1 IN A 192.0.2.5'],
    errors: [
      'example.com.zone:2:7: expected an IPv4 address, got "300.0.2.1"',
      'example.com.zone:4:1: expected a name as owner',
      'example.com.zone:5:2: no owner to inherit',
    ],
  });
});

test('quotes that were left open are an error where they are, and reading goes on in the next line', () => {
  assert.deepEqual(read('a 1 TXT "b\nc 1 TXT "d"\ne 1 A 192.0.2.1'), {
    records: ['c.example.com. 1 IN TXT "d"', 'e.example.com. 1 IN A 192.0.2.1'],
    errors: ['example.com.zone:1:9: unbalanced quotes'],
  });
});

test('reading stops at errorsMax', () => {
  const { errors } = read('x\n'.repeat(50), { errorsMax: 3 });
  assert.equal(errors.length, 3);
});

test('defaultTtl stands in for $TTL', () => {
  assert.deepEqual(good('a A 192.0.2.1', { defaultTtl: 60 }), ['a.example.com. 60 IN A 192.0.2.1']);
});

test('a zone of another class has opaque A records', () => {
  assert.deepEqual(good('a 1 CH TXT "x"\nb 1 A \\# 1 ff', { rclass: 3 }), [
    'a.example.com. 1 CH TXT "x"',
    'b.example.com. 1 CH A \\# 1 FF',
  ]);
});

test('an entry longer than entryOctetsMax is one error, and reading goes on at its next line', () => {
  const text = ['a 1 TXT (\n', ...Array.from({ length: 100 }, () => '"0123456789"\n'), ')\n', 'b 1 A 192.0.2.1\n'];
  const result = read(text, { entryOctetsMax: 256, errorsMax: 1000 });
  assert.equal(result.errors[0], 'example.com.zone:1:1: an entry of over 256 octets');
  assert.deepEqual(result.records, ['b.example.com. 1 IN A 192.0.2.1']);
});

test('what was looked at of an entry that is too long is not looked at again', () => {
  const { errors } = read('a 1 TXT (\n'.repeat(1000), { entryOctetsMax: 1000, errorsMax: 1000 });
  assert.equal(errors.length, 10);
});

test('an entry is as long in one piece as in many', () => {
  const text = `a 1 A 192.0.2.1 ;${'x'.repeat(300)}\nb 1 A 192.0.2.2`;
  for (const source of [text, [...text]]) {
    assert.deepEqual(read(source, { entryOctetsMax: 256 }), {
      records: ['b.example.com. 1 IN A 192.0.2.2'],
      errors: ['example.com.zone:1:1: an entry of over 256 octets'],
    });
  }
});

test('a long entry in small pieces is looked at again when there is twice as much of it', () => {
  const source = new ZoneSource('f', { origin, owner: undefined });
  source.push('a'.repeat(600));
  source.wait();
  assert.equal(source.waits, true);
  source.push('a'.repeat(599));
  assert.equal(source.waits, true);
  source.push('a');
  assert.equal(source.waits, false);
  source.wait();
  source.isLast = true;
  assert.equal(source.waits, false, 'nothing more will come');
});

test('a line without end is left out in bounded memory', () => {
  const text = ['a 1 TXT ', ...Array.from({ length: 100 }, () => 'x'.repeat(100)), '\nb 1 A 192.0.2.1'];
  assert.deepEqual(read(text, { entryOctetsMax: 256 }), {
    records: ['b.example.com. 1 IN A 192.0.2.1'],
    errors: ['example.com.zone:1:1: an entry of over 256 octets'],
  });
});

test('octets are taken as they are, strings as UTF-8', () => {
  const expected = ['a.example.com. 1 IN TXT "\\195\\169"'];
  assert.deepEqual(read([Buffer.from('a 1 TXT "é"')]).records, expected);
  assert.deepEqual(read(['a 1 TXT "é"']).records, expected);
});

test('records say where they start', () => {
  const [first, second] = [...readZone('\n( a 1\n A 192.0.2.1 )\nb 1 A 192.0.2.2', { origin, file: 'f' })];
  assert.deepEqual([first?.file, first?.line, second?.line], ['f', 2, 4]);
});

test('after errorsMax errors no more text is asked for, and none kept', async () => {
  let asked = 0;
  let closed = false;
  async function* endless(): AsyncGenerator<string> {
    try {
      for (;;) {
        asked += 1;
        yield 'x\n';
      }
    } finally {
      closed = true;
    }
  }
  const reader = new ZoneReader({ origin, errorsMax: 3 });
  for await (const record of readZoneAsync(endless(), reader)) assert.fail(formatRecord(record));
  assert.deepEqual([asked, closed, reader.stopped, reader.errors.length], [3, true, true, 3]);
  reader.push('a 1 A 192.0.2.1\n');
  assert.equal(reader.next(), undefined);
});

test('text that arrives over time', async () => {
  async function* chunks(): AsyncGenerator<string> {
    yield 'a 1 A 192.0';
    yield '.2.1\nb 1 A 19';
    yield '2.0.2.2';
  }
  const reader = new ZoneReader({ origin });
  const found: string[] = [];
  for await (const record of readZoneAsync(chunks(), reader)) found.push(formatRecord(record).replaceAll('\t', ' '));
  assert.deepEqual(found, ['a.example.com. 1 IN A 192.0.2.1', 'b.example.com. 1 IN A 192.0.2.2']);
  assert.deepEqual(reader.errors, []);
});

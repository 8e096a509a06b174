import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DNSName } from '../wire/index.ts';
import { formatZoneError } from './errors.ts';
import { formatRecord } from './writer.ts';
import { readZone } from './zone-reader.ts';

function read(text: string, generatedMax?: number): { records: string[]; errors: string[] } {
  const limit = generatedMax === undefined ? {} : { generatedMax };
  const reader = readZone(text, { origin: DNSName.of('example.com.'), file: 'z', defaultTtl: 1, ...limit });
  const records = [...reader].map((record) =>
    formatRecord(record).replaceAll('\t', ' ').replaceAll('.example.com.', ''),
  );
  return { records, errors: reader.errors.map(formatZoneError) };
}

const accepted: [text: string, expected: string[]][] = [
  ['$GENERATE 1-3 h$ A 192.0.2.$', ['h1 1 IN A 192.0.2.1', 'h2 1 IN A 192.0.2.2', 'h3 1 IN A 192.0.2.3']],
  ['$GENERATE 1-4/2 h$ 60 IN CNAME x$', ['h1 60 IN CNAME x1', 'h3 60 IN CNAME x3']],
  ['$GENERATE 9-10 h${-9,3} CNAME x${0,4,x}', ['h000 1 IN CNAME x0009', 'h001 1 IN CNAME x000a']],
  ['$GENERATE 26-26 h${0,0,o} CNAME x${0,4,X}', ['h32 1 IN CNAME x001A']],
  ['$GENERATE 31-31 ${0,7,n} CNAME ${0,1,N}', ['f.1.0.0 1 IN CNAME F.1']],
  ['$GENERATE 31-31 a${0,4,n}b CNAME c${0,6,N}d', ['af.1.b 1 IN CNAME cF.1.0.d']],
  ['$GENERATE 1-1 "h$" CNAME x', ['h1 1 IN CNAME x']],
  ['$GENERATE 1-1 a$$b CNAME a\\$b', ['a\\$b 1 IN CNAME a\\$b']],
  ['$GENERATE 1-1 a$ MX "10 mail$"', ['a1 1 IN MX 10 mail1']],
  ['$GENERATE 1-1 a$ MX 10 mail$', ['a1 1 IN MX 10 mail1']],
  ['$GENERATE 1-1 a$ TXT "\\"text $\\""', ['a1 1 IN TXT "text 1"']],
  ['$GENERATE 1-1 a$ TXT "b" "c\n$"', ['a1 1 IN TXT "b" "c\\0101"']],
  ['$GENERATE 1-1 h${+9,3} A 192.0.2.1', ['h010 1 IN A 192.0.2.1']],
  ['$GENERATE 1-3 h${-2} CNAME x', ['h-1 1 IN CNAME x', 'h0 1 IN CNAME x', 'h1 1 IN CNAME x']],
  ['$GENERATE 1-1 h${-20,5} CNAME x${-2,20,o}', ['h-0019 1 IN CNAME x00000000037777777777']],
  ['$GENERATE 1-1 h${-2,5,x} CNAME x${-3,0,X}', ['hffffffff 1 IN CNAME xFFFFFFFE']],
  ['$GENERATE 1-1 ${-2,0,n} CNAME ${-3,5,N}', ['f.f.f.f.f.f.f.f 1 IN CNAME E.F.F.F.F.F.F.F']],
  ['$GENERATE 1-1 h${-2147483648} CNAME x${-2147483649}', ['h-2147483647 1 IN CNAME x-2147483648']],
  ['$GENERATE 0-0 a CNAME b', ['a 1 IN CNAME b']],
  [
    'w A 192.0.2.1\n$GENERATE 1-1 a$ A 192.0.2.2\n A 192.0.2.3',
    ['w 1 IN A 192.0.2.1', 'a1 1 IN A 192.0.2.2', 'w 1 IN A 192.0.2.3'],
  ],
];
for (const [text, expected] of accepted) {
  test(text, () => assert.deepEqual(read(text), { records: expected, errors: [] }));
}

const refused: [text: string, error: string][] = [
  ['$GENERATE 1 a A 192.0.2.$', 'z:1:11: expected start-stop or start-stop/step'],
  ['$GENERATE 3-1 a A 192.0.2.$', 'z:1:11: expected start-stop or start-stop/step'],
  ['$GENERATE 1-3/0 a A 192.0.2.$', 'z:1:11: expected start-stop or start-stop/step'],
  ['$GENERATE 0-2147483648 a A 192.0.2.$', 'z:1:11: expected start-stop or start-stop/step'],
  ['$GENERATE 1-3 a A', 'z:1:1: expected $GENERATE range owner type data'],
  ['$GENERATE 1-3 a${ A 192.0.2.$', 'z:1:15: expected $ or ${offset,width,base}'],
  ['$GENERATE 1-3 a${0,1,y} A 192.0.2.$', 'z:1:15: expected $ or ${offset,width,base}'],
  ['$GENERATE 256-300 a$ A 192.0.2.$', 'z:1:1: a256 A 192.0.2.256: expected an IPv4 address, got "192.0.2.256"'],
  ['$GENERATE 1-1 a$ A "192.0.2.1', 'z:1:20: unbalanced quotes'],
  ['$GENERATE 1-1 a$ TXT "b\nc"', 'z:1:1: the end of a line in the record'],
  ['$GENERATE -1-1 a$ A 192.0.2.1', 'z:1:11: expected start-stop or start-stop/step'],
  ...['1-1 a${-2147483650}', '1-1 a${2147483647}', '1-1 a${-9999999999}'].map((pattern): [string, string] => [
    `$GENERATE ${pattern} A 192.0.2.1`,
    'z:1:1: the counter plus its offset leaves -2147483648 to 2147483647',
  ]),
];
for (const [text, error] of refused) {
  test(`${text} is refused`, () => assert.deepEqual(read(text), { records: [], errors: [error] }));
}

test('the text of one record is limited, or a wide range of them would take the memory of many', () => {
  const long = (count: number): string => Array.from({ length: count }, () => '"\\$${0,200}"').join(' ');
  assert.equal(read(`$GENERATE 1-3 a TXT ${long(30)}`).records.length, 3);
  const { records, errors } = read(`$GENERATE 1-3 a TXT ${long(60)}`);
  assert.deepEqual([records.length, errors], [0, ['z:1:1: a record of over 8192 octets']]);
});

test('generatedMax counts over all lines', () => {
  const { records, errors } = read('$GENERATE 1-3 a$ A 192.0.2.$\n$GENERATE 1-3 b$ A 192.0.2.$', 5);
  assert.equal(records.length, 3);
  assert.deepEqual(errors, ['z:2:11: $GENERATE lines make over 5 records']);
});

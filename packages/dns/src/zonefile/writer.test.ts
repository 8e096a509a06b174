import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DNSName } from '../wire/index.ts';
import { writeZone, type ZoneWriteOptions } from './writer.ts';
import { readZone } from './zone-reader.ts';

const origin = DNSName.of('example.com.');
const zone = `$TTL 3600
@ SOA ns admin 1 2 3 4 5
@ NS ns
ns 60 A 192.0.2.1
a\\.b TXT "x;y" "\\"\\\\\\000"
\\@ A 192.0.2.2
\\$x A 192.0.2.3
example.net. A 192.0.2.4
wwwexample.com. A 192.0.2.5
x TYPE731 \\# 2 abcd
y APL
`;

function write(options: ZoneWriteOptions): string {
  return [...writeZone(readZone(zone, { origin }), options)].join('');
}

test('owners relative to $ORIGIN, TTLs left out where $TTL says them', () => {
  assert.equal(
    write({ origin, defaultTtl: 3600 }),
    [
      '$ORIGIN example.com.',
      '$TTL 3600',
      '@\tIN\tSOA\tns.example.com. admin.example.com. 1 2 3 4 5',
      '@\tIN\tNS\tns.example.com.',
      'ns\t60\tIN\tA\t192.0.2.1',
      'a\\.b\tIN\tTXT\t"x;y" "\\"\\\\\\000"',
      '\\@\tIN\tA\t192.0.2.2',
      '\\$x\tIN\tA\t192.0.2.3',
      'example.net.\tIN\tA\t192.0.2.4',
      'wwwexample.com.\tIN\tA\t192.0.2.5',
      'x\tIN\tTYPE731\t\\# 2 ABCD',
      'y\tIN\tAPL',
      '',
    ].join('\n'),
  );
});

for (const options of [{}, { origin }, { origin, defaultTtl: 60 }, { origin: DNSName.root }]) {
  test(`what was written reads back to the same records: ${JSON.stringify(Object.keys(options))}`, () => {
    const strip = (text: string): unknown[] => {
      const reader = readZone(text, { origin });
      const records = [...reader].map(({ owner, type, class: rclass, ttl, rdata }) => [
        owner.wire,
        type,
        rclass,
        ttl,
        rdata,
      ]);
      assert.deepEqual(reader.errors, []);
      return records;
    };
    assert.deepEqual(strip(write(options)), strip(zone));
  });
}

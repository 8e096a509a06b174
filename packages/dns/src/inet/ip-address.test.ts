import assert from 'node:assert/strict';
import { isIPv4, isIPv6 } from 'node:net';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { IPAddress } from './ip-address.ts';

const formatted: [text: string, canonical: string][] = [
  ['192.0.2.1', '192.0.2.1'],
  ['0.0.0.0', '0.0.0.0'],
  ['255.255.255.255', '255.255.255.255'],
  ['::', '::'],
  ['::1', '::1'],
  ['1::', '1::'],
  ['2001:DB8::0:1', '2001:db8::1'],
  ['2001:0db8:0000:0000:0001:0000:0000:0001', '2001:db8::1:0:0:1'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
  ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
  ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
  ['::ffff:c000:201', '::ffff:192.0.2.1'],
  ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
  ['fe80::1%eth0', 'fe80::1%eth0'],
  ['FE80::1%br-lan.5', 'fe80::1%br-lan.5'],
];
for (const [text, canonical] of formatted) {
  test(`RFC 5952: ${text} is written ${canonical}`, () => {
    assert.equal(IPAddress.parse(text)?.toString(), canonical);
  });
}

const refused = [
  '',
  '192.0.2',
  '192.0.2.1.',
  '192.0.2.1.1',
  '192.0.2.256',
  '192.0.2.01',
  '192..2.1',
  '192.0.2.1 ',
  '0x7f.0.0.1',
  ':',
  ':1',
  '1:',
  ':::',
  '1::2::3',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1:2:3:4:5:6:7:8::',
  '12345::',
  'g::',
  '::1.2.3',
  '::1.2.3.4:5',
  '1.2.3.4::',
  'fe80::1%',
  'fe80::1%eth0 ',
  'fe80::1%eth0:53',
  'fe80::1%eth0%eth1',
  'fe80::1%eth0/64',
  '192.0.2.1%eth0',
  '@::',
  '::0.0.0.0.0',
];
for (const text of refused) {
  test(`"${text}" is no address`, () => assert.equal(IPAddress.parse(text), undefined));
}

test('parse agrees with node:net on every short text of the address alphabet', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0129af:.:.'), maxLength: 24 }), (text) => {
      assert.equal(IPAddress.parse(text) !== undefined, isIPv4(text) || isIPv6(text), text);
    }),
    { numRuns: 5000 },
  );
});

test('parse is the inverse of toString', () => {
  const octet = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 255 }));
  const octets = fc
    .constantFrom(4, 16)
    .chain((n) =>
      fc
        .uint8Array({ minLength: n, maxLength: n })
        .chain((bytes) =>
          fc
            .array(octet, { minLength: n, maxLength: n })
            .map((mask) => bytes.map((byte, at) => (mask[at] === 0 ? 0 : byte))),
        ),
    );
  fc.assert(
    fc.property(octets, (bytes) => {
      assert.deepEqual(IPAddress.parse(IPAddress.fromOctets(bytes).toString())?.octets, bytes);
    }),
  );
});

test('a mapped address is the IPv4 one after unmapped(), and only then equal to it', () => {
  const mapped = IPAddress.parse('::ffff:192.0.2.1')!;
  const plain = IPAddress.parse('192.0.2.1')!;
  assert.equal(mapped.equals(plain), false);
  assert.equal(mapped.unmapped().equals(plain), true);
  assert.equal(plain.unmapped(), plain);
});

test('the scope is part of the identity', () => {
  assert.notEqual(IPAddress.parse('fe80::1%a')!.key, IPAddress.parse('fe80::1%b')!.key);
});

test('loopback: 127.0.0.0/8, ::1 and mapped 127.0.0.1', () => {
  for (const text of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1']) {
    assert.equal(IPAddress.parse(text)!.isLoopback, true, text);
  }
  for (const text of ['192.0.2.1', '::2', '::', '1::1']) assert.equal(IPAddress.parse(text)!.isLoopback, false, text);
});

test('fromOctets takes 4 or 16 octets', () => {
  assert.throws(() => IPAddress.fromOctets(new Uint8Array(5)), RangeError);
});

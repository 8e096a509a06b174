import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, toHex } from '@span53/testkit';
import * as fc from 'fast-check';
import { IPAddress, SocketAddress } from '../inet/index.ts';
import { frame } from './frame.ts';
import { encodeProxyHeader, readProxyHeader, withProxyHeader, type ProxyHeader } from './proxy-header.ts';

const SIGNATURE = '0d0a0d0a000d0a515549540a';
const at = (text: string): SocketAddress => SocketAddress.parse(text)!;
const v4: ProxyHeader = {
  transport: 'datagram',
  source: at('192.0.2.1:5353'),
  target: at('198.51.100.7:53'),
  tlvs: [],
};

/** Addresses, ports and TLVs as text: what one can compare. */
function shown(header: ProxyHeader): unknown {
  const tlvs = header.tlvs.map(({ type, value }) => `${type} ${toHex(value)}`);
  return { transport: header.transport, source: `${header.source}`, target: `${header.target}`, tlvs };
}

const written: { what: string; header: ProxyHeader | undefined; wire: Uint8Array; read?: ProxyHeader }[] = [
  { what: 'UDP over IPv4', header: v4, wire: hex`21 12 000c c0000201 c6336407 14e9 0035` },
  {
    what: 'TCP over IPv6, with TLVs',
    header: {
      transport: 'stream',
      source: at('[2001:db8::1]:65535'),
      target: at('[2001:db8::53]:0'),
      tlvs: [
        { type: 0xe0, value: hex`aabb` },
        { type: 4, value: hex`` },
      ],
    },
    wire: hex`21 21 002c 20010db8000000000000000000000001 20010db8000000000000000000000053 ffff 0000
      e0 0002 aabb 04 0000`,
  },
  {
    what: 'families that differ: the IPv4 address is mapped',
    header: { ...v4, target: at('[2001:db8::53]:53') },
    wire: hex`21 22 0024 00000000000000000000ffffc0000201 20010db8000000000000000000000053 14e9 0035`,
    read: { ...v4, source: at('[::ffff:192.0.2.1]:5353'), target: at('[2001:db8::53]:53') },
  },
  { what: 'the proxy itself', header: undefined, wire: hex`20 00 0000` },
];
for (const { what, header, wire, read = header } of written) {
  const whole = hex`${SIGNATURE} ${wire}`;
  test(`PROXY v2: ${what}`, () => {
    assert.equal(toHex(encodeProxyHeader(header)), toHex(whole));
    const found = readProxyHeader(withProxyHeader(hex`abcd`, header));
    assert.ok(typeof found === 'object');
    assert.equal(found.length, whole.length);
    assert.deepEqual(found.header && shown(found.header), read && shown(read));
  });
  test(`PROXY v2: ${what}, cut short anywhere, is incomplete`, () => {
    for (let end = 0; end < whole.length; end += 1) assert.equal(readProxyHeader(whole.subarray(0, end)), 'incomplete');
  });
}

const unnamed = [
  { what: 'LOCAL, whatever family it names', wire: hex`20 ff 0003 010203`, length: 19 },
  { what: 'no family', wire: hex`21 00 0002 0102`, length: 18 },
  { what: 'no transport', wire: hex`21 10 000c c0000201 c6336407 14e9 0035`, length: 28 },
  { what: 'a UNIX socket', wire: hex`21 31 00d8 ${'61'.repeat(216)}`, length: 232 },
];
for (const { what, wire, length } of unnamed) {
  test(`PROXY v2: the addresses of the connection hold for ${what}`, () => {
    assert.deepEqual(readProxyHeader(hex`${SIGNATURE} ${wire} ffff`), { header: undefined, length });
  });
}

const invalid = [
  { what: 'a DNS message', wire: hex`1234 0100 0001 0000 0000 0000 00 0001 0001` },
  { what: 'version 1 in text', wire: Buffer.from('PROXY TCP4 192.0.2.1 198.51.100.7 5353 53\r\n') },
  { what: 'a signature with another last octet', wire: hex`0d0a0d0a000d0a515549540b 21 12` },
  { what: 'version 3', wire: hex`${SIGNATURE} 31 12 000c c0000201 c6336407 14e9 0035` },
  { what: 'command 2', wire: hex`${SIGNATURE} 22 12 000c c0000201 c6336407 14e9 0035` },
  { what: 'family 4', wire: hex`${SIGNATURE} 21 42 000c c0000201 c6336407 14e9 0035` },
  { what: 'transport 3', wire: hex`${SIGNATURE} 21 13 000c c0000201 c6336407 14e9 0035` },
  { what: 'IPv4 addresses that are cut short', wire: hex`${SIGNATURE} 21 12 000b c0000201 c6336407 14e9 00` },
  { what: 'IPv6 with the length of IPv4', wire: hex`${SIGNATURE} 21 22 000c c0000201 c6336407 14e9 0035` },
  { what: 'half a TLV', wire: hex`${SIGNATURE} 21 12 000e c0000201 c6336407 14e9 0035 0400` },
  {
    what: 'a TLV without the value it tells of',
    wire: hex`${SIGNATURE} 21 12 000f c0000201 c6336407 14e9 0035 04 0001`,
  },
  { what: 'a TLV that runs over', wire: hex`${SIGNATURE} 21 12 0010 c0000201 c6336407 14e9 0035 04 0002 00 00` },
  { what: 'more than 512 octets', wire: hex`${SIGNATURE} 21 12 01f1` },
];
for (const { what, wire } of invalid) {
  test(`PROXY v2: ${what} is invalid`, () => assert.equal(readProxyHeader(wire), 'invalid'));
}

test('PROXY v2: the limit is in octets of the whole header', () => {
  const octets = encodeProxyHeader({ ...v4, tlvs: [{ type: 1, value: new Uint8Array(600) }] });
  assert.equal(readProxyHeader(octets), 'invalid');
  assert.equal(readProxyHeader(octets, octets.length - 1), 'invalid');
  assert.ok(typeof readProxyHeader(octets, octets.length) === 'object');
  const huge = (size: number): ProxyHeader => ({ ...v4, tlvs: [{ type: 1, value: new Uint8Array(size - 15) }] });
  assert.equal(encodeProxyHeader(huge(65_535)).length, 16 + 65_535);
  assert.throws(() => encodeProxyHeader(huge(65_536)), RangeError);
});

test('PROXY v2: the type of a TLV is one octet', () => {
  for (const type of [256, -1, 1.5, Number.NaN]) {
    assert.throws(() => encodeProxyHeader({ ...v4, tlvs: [{ type, value: hex`` }] }), /no type of a PROXY TLV/);
  }
});

test('law: a header comes back from its octets, and no octets throw', () => {
  const address = fc.oneof(...[4, 16].map((size) => fc.uint8Array({ minLength: size, maxLength: size })));
  const socket = fc
    .tuple(address, fc.nat(65_535))
    .map(([octets, port]) => new SocketAddress(IPAddress.fromOctets(octets), port));
  const tlv = fc.record({ type: fc.nat(255), value: fc.uint8Array({ maxLength: 40 }) });
  const header = fc.record({
    transport: fc.constantFrom('stream' as const, 'datagram' as const),
    source: socket,
    target: socket,
    tlvs: fc.array(tlv, { maxLength: 4 }),
  });
  fc.assert(
    fc.property(header, fc.nat(), fc.nat(255), (value, where, octet) => {
      const wire = encodeProxyHeader(value);
      const found = readProxyHeader(wire);
      assert.ok(typeof found === 'object' && found.header !== undefined);
      assert.equal(toHex(encodeProxyHeader(found.header)), toHex(wire));
      assert.ok(found.header.source.address.unmapped().equals(value.source.address.unmapped()));
      wire[where % wire.length] = octet;
      readProxyHeader(wire);
    }),
  );
});

test('RFC 1035 §4.2.2: a message with its length in front', () => {
  assert.equal(toHex(frame(hex`aabbcc`)), '0003aabbcc');
  assert.equal(toHex(frame(new Uint8Array(65_535)).subarray(0, 3)), 'ffff00');
  assert.throws(() => frame(new Uint8Array(65_536)), RangeError);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, toHex } from '@span53/testkit';
import * as fc from 'fast-check';
import { OptionCode, optionName } from './option-code.ts';
import { encodeOptions } from './option-list.ts';
import { findOption, formatOption, optionCodecs } from './option-text.ts';

const { ECS, EXPIRE, COOKIE, KEEPALIVE, PADDING, CHAIN, KEYTAG, EDE, NSID, DAU, DHU, N3U, ZONEVERSION, TRACEPARENT } =
  OptionCode;
const REPORT = OptionCode['REPORT-CHANNEL'];
const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const good = [
  { code: NSID, data: hex``, text: 'NSID' },
  { code: NSID, data: hex`6e73 22 5c 00 ff`, text: String.raw`NSID=6e73225c00ff "ns\034\092\000\255"` },
  { code: DAU, data: hex`080d0f`, text: 'DAU=8,13,15' },
  { code: DHU, data: hex`0204`, text: 'DHU=2,4' },
  { code: N3U, data: hex``, text: 'N3U' },
  { code: ECS, data: hex`0001 18 00 c00002`, text: 'ECS=192.0.2.0/24/0' },
  { code: ECS, data: hex`0001 13 20 c00020`, text: 'ECS=192.0.32.0/19/32' },
  { code: ECS, data: hex`0002 38 30 20010db8 000102`, text: 'ECS=2001:db8:1:200::/56/48' },
  { code: ECS, data: hex`0001 00 00`, text: 'ECS=0.0.0.0/0/0' },
  { code: ECS, data: hex`0000 00 00`, text: 'ECS=0/0/0' },
  { code: EXPIRE, data: hex``, text: 'EXPIRE' },
  { code: EXPIRE, data: hex`ffffffff`, text: 'EXPIRE=4294967295s' },
  { code: COOKIE, data: hex`2464c4abcf10c957`, text: 'COOKIE=2464c4abcf10c957' },
  { code: COOKIE, data: hex`2464c4abcf10c957 0100000000000000`, text: 'COOKIE=2464c4abcf10c957,0100000000000000' },
  { code: KEEPALIVE, data: hex``, text: 'KEEPALIVE' },
  { code: KEEPALIVE, data: hex`012c`, text: 'KEEPALIVE=30000ms' },
  { code: PADDING, data: hex`000000`, text: 'PADDING=[3]' },
  { code: CHAIN, data: hex`07 6578616d706c65 00`, text: 'CHAIN=example.' },
  { code: KEYTAG, data: hex`4a5c 4f66`, text: 'KEYTAG=19036,20326' },
  { code: EDE, data: hex`0012`, text: 'EDE=18 (Prohibited)' },
  { code: EDE, data: hex`0016 746f6f206c617465`, text: 'EDE=22 (No Reachable Authority): "too late"' },
  { code: EDE, data: hex`fde8`, text: 'EDE=65000' },
  { code: REPORT, data: hex`02 6572 07 6578616d706c65 00`, text: 'REPORT-CHANNEL=er.example.' },
  { code: ZONEVERSION, data: hex``, text: 'ZONEVERSION' },
  { code: ZONEVERSION, data: hex`02 00 78d9d0f4`, text: 'ZONEVERSION=2 SOA-SERIAL 2027540724' },
  { code: ZONEVERSION, data: hex`02 f6 aabb`, text: 'ZONEVERSION=2 246 aabb' },
  { code: TRACEPARENT, data: hex`0000`, text: 'TRACEPARENT' },
  {
    code: TRACEPARENT,
    data: hex`0000 ${trace} 00f067aa0ba902b7 01`,
    text: `TRACEPARENT=00-${trace}-00f067aa0ba902b7-01`,
  },
];
for (const { code, data, text } of good) {
  test(`presentation: ${text}`, () => {
    assert.equal(formatOption(code, data), text);
    const codec = findOption(code)!;
    assert.equal(toHex(codec.encode(codec.decode(data))), toHex(data));
  });
}

const malformed = [
  { what: 'ECS without prefix lengths', code: ECS, data: hex`0001 18` },
  { what: 'ECS of family 3', code: ECS, data: hex`0003 00 00` },
  { what: 'ECS of family 0 with an address', code: ECS, data: hex`0000 08 00 c0` },
  { what: 'ECS with an octet too few', code: ECS, data: hex`0001 18 00 c000` },
  { what: 'ECS with an octet too many', code: ECS, data: hex`0001 18 00 c0000201` },
  { what: 'ECS with bits behind the prefix (RFC 7871 §6)', code: ECS, data: hex`0001 13 00 c00021` },
  { what: 'ECS with a source prefix of 33', code: ECS, data: hex`0001 21 00 c000020100` },
  { what: 'ECS with a scope of 129', code: ECS, data: hex`0002 00 81` },
  { what: 'EXPIRE of three octets', code: EXPIRE, data: hex`000001` },
  { what: 'COOKIE of nine octets', code: COOKIE, data: hex`2464c4abcf10c95701` },
  { what: 'KEEPALIVE of one octet', code: KEEPALIVE, data: hex`01` },
  { what: 'CHAIN with octets behind the name', code: CHAIN, data: hex`0000` },
  { what: 'CHAIN that is compressed', code: CHAIN, data: hex`00c000` },
  { what: 'KEYTAG of three octets', code: KEYTAG, data: hex`010203` },
  { what: 'EDE without a whole INFO-CODE', code: EDE, data: hex`00` },
  { what: 'REPORT-CHANNEL without a name', code: REPORT, data: hex`` },
  { what: 'ZONEVERSION of one octet', code: ZONEVERSION, data: hex`02` },
  { what: 'ZONEVERSION with a serial of three octets', code: ZONEVERSION, data: hex`02 00 010203` },
  { what: 'TRACEPARENT of five octets', code: TRACEPARENT, data: hex`0000010203` },
];
for (const { what, code, data } of malformed) {
  test(`malformed: ${what}`, () => {
    assert.equal(findOption(code)!.decode(data), undefined);
    assert.equal(formatOption(code, data), data.length === 0 ? `OPT${code}` : `OPT${code}=${toHex(data)}`);
  });
}

test('unknown options are octets', () => {
  assert.equal(formatOption(65_001, hex`00ff`), 'OPT65001=00ff');
  assert.equal(formatOption(4, hex``), 'OPT4');
  assert.equal(findOption(65_001), undefined);
});

test('options of the registry without a format have their name and stay octets', () => {
  const named = { 20: 'MQTYPE-QUERY', 21: 'MQTYPE-RESPONSE', 26: 'STRUCTURED-DNS-ERROR', 20292: 'UMBRELLA-IDENT' };
  for (const [code, name] of Object.entries(named)) {
    assert.equal(optionName(Number(code)), name);
    assert.equal(formatOption(Number(code), hex`00ff`), `OPT${code}=00ff`);
  }
});

test('options are encoded in the order given', () => {
  const list = [
    { code: 65_001, data: hex`aa` },
    { code: NSID, data: hex`` },
  ];
  assert.equal(toHex(encodeOptions(list)), 'fde90001aa00030000');
});

test('every codec has a mnemonic, and the list is in order', () => {
  const codes = optionCodecs.map(({ code }) => code);
  assert.deepEqual(
    codes,
    codes.toSorted((a, b) => a - b),
  );
  for (const code of codes) assert.ok(!optionName(code).startsWith('OPT'));
});

test('law: no data make a codec throw; what it takes it gives back, but for forms with more than one spelling', () => {
  const codec = fc.constantFrom(...optionCodecs);
  fc.assert(
    fc.property(codec, fc.uint8Array({ maxLength: 45 }), ({ code, decode, encode }, data) => {
      assert.ok(formatOption(code, data).length > 0);
      const value = decode(data);
      if (value === undefined || code === PADDING || code === EDE || code === TRACEPARENT) return;
      assert.equal(toHex(encode(value)), toHex(data));
    }),
    { numRuns: 3000 },
  );
});

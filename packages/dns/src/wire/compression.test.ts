import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arbitraryName, hex, toHex } from '@span53/testkit';
import * as fc from 'fast-check';
import { expandRdata, NameCompressor, writeRdata } from './compression.ts';
import { DNSName } from './name.ts';
import { RType } from './rtype.ts';
import { WireWriter } from './writer.ts';

function compressingWriter(limit = 65_535): WireWriter {
  const writer = new WireWriter(limit);
  writer.compressor = new NameCompressor();
  writer.bytes(Buffer.alloc(12)); // a header: offset 0 is never a name
  return writer;
}

test('RFC 1035 §4.1.4: suffixes that were written become pointers', () => {
  const writer = compressingWriter();
  for (const name of ['f.isi.arpa.', 'foo.F.ISI.ARPA.', 'arpa.', '.', 'f.isi.arpa.'])
    writer.compressibleName(DNSName.of(name));
  assert.equal(
    toHex(writer.finish().subarray(12)),
    toHex(hex`
    01 66 03 697369 04 61727061 00 ; F.ISI.ARPA at 12
    03 666f6f c00c
    c012                           ; ARPA
    00                             ; the root is shorter than a pointer
    c00c`),
  );
});

test('law: every name reads back as what was written, whatever was written before', () => {
  fc.assert(
    fc.property(fc.array(arbitraryName(), { maxLength: 40 }), (wires) => {
      const writer = compressingWriter();
      const starts = wires.map((wire) => {
        const at = writer.at;
        writer.compressibleName(DNSName.fromWire(wire));
        return at;
      });
      const message = writer.finish();
      assert.ok(message.length <= 12 + wires.reduce((size, wire) => size + wire.length, 0));
      wires.forEach((wire, i) => assert.ok(DNSName.read(message, starts[i]!)!.equals(DNSName.fromWire(wire))));
    }),
  );
});

test('law: what a rewound writer took back is never pointed to', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(arbitraryName(4), fc.boolean()), { maxLength: 30 }), (steps) => {
      const writer = compressingWriter();
      const kept: { at: number; name: DNSName }[] = [];
      for (const [wire, keep] of steps) {
        const at = writer.at;
        const name = DNSName.fromWire(wire);
        writer.compressibleName(name);
        if (keep) kept.push({ at, name });
        else {
          writer.rewind(at);
          writer.compressor!.forgetFrom(at);
        }
      }
      const message = writer.finish();
      for (const { at, name } of kept) assert.ok(DNSName.read(message, at)!.equals(name));
    }),
  );
});

const nameOf = (i: number) => DNSName.of(`host${i}.zone${i}.example.`);

test('more names than the table holds, and names behind the reach of pointers, stay readable', () => {
  const writer = compressingWriter();
  const starts: number[] = [];
  for (let i = 0; i < 1500; i += 1) {
    starts.push(writer.at);
    writer.compressibleName(nameOf(i));
  }
  assert.ok(writer.at > 0x4000);
  const message = writer.finish();
  starts.forEach((at, i) => assert.ok(DNSName.read(message, at)!.equals(nameOf(i)), `name ${i}`));
});

test('reset forgets the last message', () => {
  const writer = compressingWriter();
  writer.compressibleName(DNSName.of('example.'));
  writer.compressor!.reset();
  writer.rewind(12);
  writer.compressibleName(DNSName.of('a.example.'));
  assert.equal(DNSName.read(writer.finish(), 12)!.toString(), 'a.example.');
});

/** `example.` at 12, then RDATA whose names point to it. */
const head = hex`000000000000000000000000 07 6578616d706c65 00`;
const example = hex`07 6578616d706c65 00`;
const rdata = [
  { type: RType.NS, short: hex`c00c`, long: example },
  { type: RType.MX, short: hex`000a c00c`, long: hex`000a ${example}` },
  {
    type: RType.SOA,
    short: hex`c00c 01 61 c00c ${'11'.repeat(20)}`,
    long: hex`${example} 01 61 ${example} ${'11'.repeat(20)}`,
  },
  { type: RType.MINFO, short: hex`c00c c00c`, long: hex`${example} ${example}` },
  { type: RType.RP, short: hex`c00c c00c`, long: hex`${example} ${example}` },
  { type: RType.SRV, short: hex`000100020003 c00c`, long: hex`000100020003 ${example}` },
  { type: RType.NAPTR, short: hex`00010002 01 75 00 02 2121 c00c`, long: hex`00010002 01 75 00 02 2121 ${example}` },
  { type: RType.SIG, short: hex`${'22'.repeat(18)} c00c 0102`, long: hex`${'22'.repeat(18)} ${example} 0102` },
  { type: RType.NXT, short: hex`c00c 40`, long: hex`${example} 40` },
  { type: RType.TXT, short: hex`02 c00c`, long: hex`02 c00c` },
  { type: 65_280, short: hex`c00c`, long: hex`c00c` },
];
for (const { type, short, long } of rdata) {
  test(`RFC 3597 §4: RDATA of type ${type} is expanded on receipt`, () => {
    const message = Buffer.concat([head, short, hex`ff`]);
    assert.equal(toHex(expandRdata(message, type, head.length, short.length)!), toHex(long));
  });
}

const malformed = [
  { what: 'NS with an octet behind the name', type: RType.NS, octets: hex`c00c 00` },
  { what: 'NS without octets', type: RType.NS, octets: hex`` },
  { what: 'NS that points forward', type: RType.NS, octets: hex`c0ff` },
  { what: 'MX of one octet', type: RType.MX, octets: hex`00` },
  { what: 'MX with half a pointer', type: RType.MX, octets: hex`0001 c0` },
  { what: 'SOA with 19 octets behind the names', type: RType.SOA, octets: hex`00 00 ${'00'.repeat(19)}` },
  { what: 'SOA with one name', type: RType.SOA, octets: hex`00` },
  { what: 'NAPTR whose strings run over', type: RType.NAPTR, octets: hex`00010002 09 75` },
];
for (const { what, type, octets } of malformed) {
  test(`malformed RDATA is refused: ${what}`, () => {
    const message = Buffer.concat([head, octets, hex`00 00 00`]);
    assert.equal(expandRdata(message, type, head.length, octets.length), undefined);
  });
}

test('RFC 3597 §4: only names of RFC 1035 types are compressed', () => {
  const writer = compressingWriter();
  writer.compressibleName(DNSName.of('example.'));
  writeRdata(writer, RType.MX, hex`000a ${example}`);
  writeRdata(writer, RType.SRV, hex`000100020003 ${example}`);
  assert.equal(toHex(writer.finish().subarray(21)), toHex(hex`000a c00c 000100020003 ${example}`));
});

test('RDATA that never was valid keeps its octets', () => {
  for (const octets of [hex``, hex`00`, hex`000a 05 61`, hex`000a 41 61 00`]) {
    const writer = compressingWriter();
    writeRdata(writer, RType.MX, octets);
    assert.equal(toHex(writer.finish().subarray(12)), toHex(octets));
  }
});

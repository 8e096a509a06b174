import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arbitraryMessage, arbitraryValue, toHex } from '@span53/testkit';
import * as fc from 'fast-check';
import { MessageView, WireReader } from '../wire/index.ts';
import { formatOpaque } from './opaque.ts';
import { canonicalRdata, decodeAs, decodeRdata, encodeRdata, formatRdata, parseRdata } from './rdata.ts';
import { codecs } from './registry.ts';

for (const codec of codecs) {
  test(`${codec.mnemonic}: decode undoes encode, parse undoes format`, () => {
    fc.assert(
      fc.property(arbitraryValue(codec), (value) => {
        const wire = encodeRdata(codec, value);
        const decoded = decodeAs(codec, wire);
        assert.ok(decoded !== undefined, 'decodes');
        assert.equal(toHex(encodeRdata(codec, decoded)), toHex(wire));
        const text = formatRdata(codec.type, wire);
        assert.ok(!text.startsWith('\\#') && /^[\x20-\x7e]*$/.test(text), text);
        assert.deepEqual(parseRdata(codec.type, text), wire);
        assert.deepEqual(parseRdata(codec.type, formatOpaque(wire)), wire);
      }),
      { numRuns: 60 },
    );
  });

  test(`${codec.mnemonic}: canonical form is stable, as long, and a value of the type`, () => {
    fc.assert(
      fc.property(arbitraryValue(codec), (value) => {
        const wire = encodeRdata(codec, value);
        const canonical = canonicalRdata(codec.type, wire);
        assert.equal(canonical.length, wire.length);
        assert.deepEqual(canonicalRdata(codec.type, canonical), canonical);
        assert.ok(decodeAs(codec, canonical) !== undefined);
      }),
      { numRuns: 30 },
    );
  });

  test(`${codec.mnemonic}: any octets decode to a value that encodes to them, or stay opaque`, () => {
    const near = fc.tuple(arbitraryValue(codec), fc.nat(), fc.nat(255)).map(([value, at, octet]) => {
      const wire = Uint8Array.from(encodeRdata(codec, value));
      if (wire.length > 0) wire[at % wire.length] = octet;
      return wire;
    });
    fc.assert(
      fc.property(fc.oneof(near, fc.uint8Array({ maxLength: 40 })), (octets) => {
        const decoded = decodeRdata(codec.type, new WireReader(octets));
        if (decoded.kind === 'opaque') assert.deepEqual(decoded.octets, octets);
        else {
          const wire = encodeRdata(codec, decoded.value);
          // Compressed names are the one thing that comes out longer than it went in.
          if (wire.length === octets.length) assert.equal(toHex(wire), toHex(octets));
          assert.deepEqual(parseRdata(codec.type, codec.format(decoded.value)), wire);
        }
      }),
      { numRuns: 100 },
    );
  });
}

test('a message brings every RDATA back, compressed or not', () => {
  fc.assert(
    fc.property(arbitraryMessage(), ({ message, rrsets }) => {
      const records = MessageView.open(message)!.records();
      const found: string[] = [];
      // Compression may give a name the case of the one it points to (RFC 4343 §4.1), so canonical forms are compared.
      const shown = (type: number, rdata: Uint8Array): string => `${type} ${toHex(canonicalRdata(type, rdata))}`;
      while (records.next()) found.push(`${records.section} ${shown(records.type, records.rdata()!)}`);
      const expected = rrsets.flatMap((list, index) =>
        list.flatMap((rrset) => rrset.rdata.map((rdata) => `${index + 1} ${shown(rrset.type, rdata)}`)),
      );
      assert.deepEqual(found, expected);
    }),
    { numRuns: 200 },
  );
});

test('RDATA of a message decodes in place as it does on its own', () => {
  fc.assert(
    fc.property(arbitraryMessage(), ({ message }) => {
      const records = MessageView.open(message)!.records();
      while (records.next()) {
        const end = records.rdataOffset + records.rdataLength;
        const inPlace = decodeRdata(records.type, new WireReader(message, records.rdataOffset, end));
        assert.equal(inPlace.kind, 'known');
        if (inPlace.kind === 'known') {
          assert.equal(inPlace.codec.format(inPlace.value), formatRdata(records.type, records.rdata()!));
        }
      }
    }),
    { numRuns: 100 },
  );
});

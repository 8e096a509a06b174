import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arbitraryRRset, toHex } from '@span53/testkit';
import * as fc from 'fast-check';
import { DNSName } from '../wire/index.ts';
import { formatZoneError } from './errors.ts';
import type { ZoneRecord } from './options.ts';
import { writeZone, type WritableRecord } from './writer.ts';
import { readZone } from './zone-reader.ts';

const origin = DNSName.of('example.');

const anyRecords = fc
  .array(arbitraryRRset(), { maxLength: 6 })
  .map((rrsets): WritableRecord[] =>
    rrsets.flatMap(({ name, type, class: rclass, ttl, rdata }) =>
      rdata.map((octets) => ({ owner: name, type, class: rclass, ttl, rdata: octets })),
    ),
  );

function show({ owner, type, ttl, rdata }: WritableRecord): string {
  return `${toHex(owner.wire)} ${type} ${ttl} ${toHex(rdata)}`;
}

function read(chunks: readonly string[]): { records: ZoneRecord[]; errors: string[] } {
  const reader = readZone(chunks, { origin });
  return { records: [...reader], errors: reader.errors.map(formatZoneError) };
}

test('what writeZone wrote reads back to the same records, in pieces of any size', () => {
  const cuts = fc.array(fc.nat(200), { maxLength: 10 });
  const origins = fc.constantFrom(origin, DNSName.root, undefined);
  fc.assert(
    fc.property(anyRecords, origins, fc.nat(2), cuts, (records, base, ttl, sizes) => {
      const options = { ...(base === undefined ? {} : { origin: base }), ...(ttl === 0 ? {} : { defaultTtl: ttl }) };
      let text = [...writeZone(records, options)].join('');
      const chunks: string[] = [];
      for (const size of sizes) {
        chunks.push(text.slice(0, size));
        text = text.slice(size);
      }
      const { records: found, errors } = read([...chunks, text]);
      assert.deepEqual(errors, []);
      assert.deepEqual(found.map(show), records.map(show));
    }),
    { numRuns: 300 },
  );
});

const fragments = fc.constantFrom(
  ...'a @ . \\ \\# \\001 \\256 ( ) " ; \n \r\n $ $TTL $ORIGIN $GENERATE $INCLUDE 1-3 ${0,1,d}'.split(' '),
  ...'0 1h 4294967296 IN CH A MX TXT SVCB TYPE1 LOC APL NSEC3 192.0.2.1 alpn="h2" 00 AA== é '.split(' '),
  ' ',
  '\t',
);

test('any text gives records and errors, never an exception, and the same in pieces', () => {
  fc.assert(
    fc.property(fc.array(fragments, { maxLength: 60 }), (parts) => {
      const whole = read([parts.join('')]);
      const pieces = read(parts);
      assert.deepEqual(pieces.records.map(show), whole.records.map(show));
      assert.deepEqual(pieces.errors, whole.errors);
      const places = (records: readonly ZoneRecord[]): number[] => records.map(({ line }) => line);
      assert.deepEqual(places(pieces.records), places(whole.records));
    }),
    { numRuns: 3000 },
  );
});

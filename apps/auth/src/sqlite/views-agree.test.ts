import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { DNSName, RType, rtypeName } from '@span53/dns/wire';
import { MemoryZone } from '../memory/zone-view.ts';
import { ask } from '../zone.fixture.ts';
import { ZoneIndex } from '../zones/zone-index.ts';
import { openZones, TestFolder } from './database.fixture.ts';
import { ZoneWriter } from './writer.ts';
import type { ZoneRow } from './zone-table.ts';

const labels = fc.constantFrom('a', 'b', 'ns', '*', 'x\\.y', 'Z');
const relative = fc.array(labels, { minLength: 0, maxLength: 4 }).map((parts) => parts.join('.'));
const origins = ['example.', 'a.example.', '.'] as const;
const under = (origin: string) =>
  relative.map((name) => DNSName.of(`${name}${name === '' || origin === '.' ? '' : '.'}${origin}`));

function record(origin: string): fc.Arbitrary<ZoneRow> {
  const owner = under(origin);
  const target = fc.oneof(...origins.map(under));
  const ttl = fc.constantFrom(0, 60, 300);
  const address = fc.integer({ min: 0, max: 3 }).map((last) => Uint8Array.of(192, 0, 2, last));
  const text = fc.constantFrom(Uint8Array.of(1, 0x61), Uint8Array.of(0), Uint8Array.of(2, 0x22, 0x5c));
  const of = (type: number, rdata: fc.Arbitrary<Uint8Array>) =>
    fc.record({ owner, ttl, rdata, type: fc.constant(type) });
  const named = (type: number, before: readonly number[] = []) =>
    of(
      type,
      target.map(({ wire }) => Uint8Array.from([...before, ...wire])),
    );
  return fc.oneof(
    { weight: 4, arbitrary: of(RType.A, address) },
    { weight: 2, arbitrary: named(RType.NS) },
    { weight: 2, arbitrary: named(RType.CNAME) },
    { weight: 1, arbitrary: named(RType.DNAME) },
    { weight: 1, arbitrary: named(RType.MX, [0, 10]) },
    { weight: 1, arbitrary: named(RType.SRV, [0, 1, 0, 2, 0, 80]) },
    { weight: 1, arbitrary: of(RType.TXT, text) },
  );
}

const zone = fc
  .constantFrom(...origins)
  .chain((origin) =>
    fc.record({ origin: fc.constant(DNSName.of(origin)), rows: fc.array(record(origin), { maxLength: 25 }) }),
  );

const soa = (owner: DNSName): ZoneRow => ({
  owner,
  type: RType.SOA,
  ttl: 3600,
  rdata: Uint8Array.from([0, 0, ...Array.from({ length: 19 }, () => 0), 60]),
});

test('SQLite and memory give the same answer to every question, for random zones', () => {
  const zones = fc.uniqueArray(zone, { minLength: 1, maxLength: 3, selector: ({ origin }) => origin.key });
  const types = fc.constantFrom(RType.A, RType.NS, RType.CNAME, RType.DS, RType.MX, RType.SOA, RType.TXT, RType.ANY);
  const name = fc.oneof(...origins.map(under));
  const questions = fc.array(fc.tuple(name, types), { minLength: 10, maxLength: 30 });
  using folder = new TestFolder();
  const file = folder.file('zones.db');
  using writer = ZoneWriter.open(file);
  fc.assert(
    fc.property(zones, questions, fc.constantFrom(0, 1000), (given, asked, namesMax) => {
      writer.atomically(() => {
        for (const { name: stale } of writer.list()) writer.delete(stale);
        for (const { origin, rows } of given) writer.replace(origin, [soa(origin), ...rows]);
      });
      const [stored] = openZones(file, { namesMax });
      using _ = stored;
      const memory = new ZoneIndex(
        given.map(
          ({ origin, rows }) =>
            new MemoryZone(
              origin,
              [soa(origin), ...rows].map((row) => Object.assign({ name: lowered(row) }, row)),
            ),
        ),
      );
      for (const [qname, qtype] of asked) {
        const question = `${qname} ${rtypeName(qtype)}`;
        for (const stream of [false, true]) {
          assert.deepEqual(ask(stored, question, { stream }), ask(memory, question, { stream }), question);
        }
      }
    }),
    { numRuns: 60 },
  );
});

/** The tables keep owners in lower case. */
function lowered({ owner }: ZoneRow): DNSName {
  return owner.lowered();
}

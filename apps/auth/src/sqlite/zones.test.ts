import assert from 'node:assert/strict';
import { renameSync, rmSync } from 'node:fs';
import { test } from 'node:test';
import Sqlite from 'better-sqlite3';
import { ask, SOA } from '../zone.fixture.ts';
import { change, openZones, TestFolder } from './database.fixture.ts';

const ZONE = `${SOA}@ NS ns.example.\nwww A 192.0.2.1\nx.ent A 192.0.2.2\n*.w A 192.0.2.3\n`;
const www = (address: string) => [`www.example. 300 A ${address}`];

test('rows are read once for as long as looks find the database unchanged', () => {
  using folder = new TestFolder();
  const file = folder.database({ 'example.': ZONE });
  const [zones, reported] = openZones(file);
  using _ = zones;
  ask(zones, 'www.example. A');
  ask(zones, 'none.example. A');
  const before = reported.statements;
  zones.look(3_600_000);
  assert.deepEqual(ask(zones, 'www.example. A').answer, www('192.0.2.1'));
  assert.equal(ask(zones, 'none.example. A').rcode, 'NXDOMAIN');
  assert.equal(reported.statements, before);
  change(file, `UPDATE records SET content = '192.0.2.99' WHERE name = 'www.example'`);
  zones.look(3_600_100);
  assert.deepEqual(ask(zones, 'www.example. A').answer, www('192.0.2.99'));
});

test('rows are read once while their time lasts, and again behind it, when looks come more seldom', () => {
  using folder = new TestFolder();
  const [zones, reported] = openZones(folder.database({ 'example.': ZONE }), { checkMs: 60_000 });
  using _ = zones;
  assert.deepEqual(ask(zones, 'www.example. A').answer, www('192.0.2.1'));
  const before = reported.statements;
  assert.deepEqual(ask(zones, 'www.example. A').answer, www('192.0.2.1'));
  assert.equal(reported.statements, before);
  zones.look(19_000);
  ask(zones, 'www.example. A');
  assert.equal(reported.statements, before);
  zones.look(20_001);
  ask(zones, 'www.example. A');
  assert.equal(reported.statements, before + 2, 'the apex and the name');
});

test('query-cache-ttl=0 reads every time', () => {
  using folder = new TestFolder();
  const [zones, reported] = openZones(folder.database({ 'example.': ZONE }), { queryCacheTtl: 0 });
  using _ = zones;
  ask(zones, 'www.example. A');
  const before = reported.statements;
  ask(zones, 'www.example. A');
  assert.equal(reported.statements, before + 2);
});

test('a change by another process is noticed at the next look, not before it is due', () => {
  using folder = new TestFolder();
  const file = folder.database({ 'example.': ZONE });
  const [zones] = openZones(file);
  using _ = zones;
  zones.look(1000);
  assert.deepEqual(ask(zones, 'www.example. A').answer, www('192.0.2.1'));
  const { generation } = zones;
  change(file, `UPDATE records SET content = '192.0.2.99' WHERE name = 'www.example'`);
  zones.look(1099);
  assert.equal(zones.generation, generation);
  assert.deepEqual(ask(zones, 'www.example. A').answer, www('192.0.2.1'));
  zones.look(1100);
  assert.equal(zones.generation, generation + 1);
  assert.deepEqual(ask(zones, 'www.example. A').answer, www('192.0.2.99'));
});

test('names, empty non-terminals and zones that others add and remove', () => {
  using folder = new TestFolder();
  const file = folder.database({ 'example.': ZONE });
  const [zones] = openZones(file);
  using _ = zones;
  assert.equal(ask(zones, 'ent.example. A').rcode, 'NOERROR');
  assert.equal(ask(zones, 'new.example. A').rcode, 'NXDOMAIN');
  assert.equal(ask(zones, 'a.more. A').rcode, 'REFUSED');
  change(
    file,
    `INSERT INTO records (domain_id, name, type, content, ttl) VALUES (1, 'a.new.example', 'A', '192.0.2.7', 60);
     DELETE FROM records WHERE name IN ('x.ent.example', 'ent.example');
     INSERT INTO domains (id, name, type) VALUES (2, 'more', 'NATIVE');
     INSERT INTO records (domain_id, name, type, content, ttl) VALUES
       (2, 'more', 'SOA', 'ns.more hm.more 1 2 3 4 5', 60), (2, 'a.more', 'A', '192.0.2.8', 60);`,
  );
  zones.look(100);
  assert.deepEqual(ask(zones, 'a.new.example. A').answer, ['a.new.example. 60 A 192.0.2.7']);
  assert.equal(ask(zones, 'new.example. A').result, 'nodata', 'an empty non-terminal without a row');
  assert.equal(ask(zones, 'ent.example. A').rcode, 'NXDOMAIN');
  assert.deepEqual(ask(zones, 'a.more. A').answer, ['a.more. 60 A 192.0.2.8']);
  change(file, 'DELETE FROM domains WHERE id = 2');
  zones.look(200);
  assert.equal(ask(zones, 'a.more. A').rcode, 'REFUSED');
});

test('an id that is used again is another zone', () => {
  using folder = new TestFolder();
  const file = folder.database({ 'example.': ZONE });
  const [zones] = openZones(file);
  using _ = zones;
  ask(zones, 'www.example. A');
  change(file, `UPDATE domains SET name = 'other'; UPDATE records SET name = replace(name, 'example', 'other')`);
  zones.look(100);
  assert.equal(ask(zones, 'www.example. A').rcode, 'REFUSED');
  assert.deepEqual(ask(zones, 'www.other. A').answer, ['www.other. 300 A 192.0.2.1']);
});

test('disabled rows are not served, and a disabled SOA takes the zone away', () => {
  using folder = new TestFolder();
  const file = folder.database({ 'example.': ZONE });
  change(file, `UPDATE records SET disabled = 1 WHERE name = 'www.example'`);
  const [zones] = openZones(file);
  using _ = zones;
  assert.equal(ask(zones, 'www.example. A').rcode, 'NXDOMAIN');
  change(file, `UPDATE records SET disabled = 1 WHERE type = 'SOA'`);
  zones.look(100);
  assert.equal(ask(zones, 'ns.example. A').rcode, 'REFUSED');
});

test('a zone without SOA leaves its names to the enclosing zone', () => {
  using folder = new TestFolder();
  const file = folder.database({ 'example.': ZONE });
  change(file, `INSERT INTO domains (name, type) VALUES ('www.example', 'SLAVE')`);
  const [zones] = openZones(file);
  using _ = zones;
  assert.deepEqual(ask(zones, 'www.example. A').answer, www('192.0.2.1'));
});

test('more names than namesMax: empty non-terminals need rows, as in PowerDNS', () => {
  using folder = new TestFolder();
  const file = folder.database({ 'example.': ZONE });
  const [zones] = openZones(file, { namesMax: 2 });
  using _ = zones;
  assert.equal(ask(zones, 'ent.example. A').result, 'nodata', 'rectified rows are there');
  change(file, 'DELETE FROM records WHERE type IS NULL');
  zones.look(100);
  assert.equal(ask(zones, 'ent.example. A').result, 'nxdomain');
});

test('rows that cannot be read are reported and cost only their RRset', () => {
  using folder = new TestFolder();
  const file = folder.database({ 'example.': `${ZONE}bad A 192.0.2.5\nbad TXT "fine"\nbadc A 192.0.2.6\n` });
  change(
    file,
    `INSERT INTO records (domain_id, name, type, content, ttl) VALUES
       (1, 'bad.example', 'A', 'nonsense', 60), (1, 'bad.example', 'NOSUCHTYPE', 'x', 60),
       (1, 'badc.example', 'CNAME', 'a..b', 60), (1, 'cut.example', 'NS', '', 60),
       (1, 'x.cut.example', 'A', '192.0.2.9', 60), (1, x'FF00', 'A', '192.0.2.9', 60),
       (1, 'odd.example', 'A', '192.0.2.9', 'many'), (1, 'neg.example', 'A', '192.0.2.9', -5),
       (1, 'null.example', 'A', '192.0.2.9', NULL);`,
  );
  const [zones, reported] = openZones(file);
  using _ = zones;
  assert.equal(ask(zones, 'bad.example. A').rcode, 'SERVFAIL');
  assert.deepEqual(ask(zones, 'bad.example. TXT').answer, ['bad.example. 300 TXT "fine"']);
  assert.equal(ask(zones, 'badc.example. A').rcode, 'SERVFAIL');
  assert.equal(ask(zones, 'x.cut.example. A').rcode, 'SERVFAIL');
  assert.deepEqual(ask(zones, 'odd.example. A').answer, ['odd.example. 3600 A 192.0.2.9']);
  assert.deepEqual(ask(zones, 'neg.example. A').answer, ['neg.example. 0 A 192.0.2.9']);
  assert.deepEqual(ask(zones, 'null.example. A').answer, ['null.example. 3600 A 192.0.2.9']);
  assert.deepEqual(reported.broken, [
    'bad.example. A nonsense',
    'bad.example. NOSUCHTYPE x',
    'badc.example. CNAME a..b',
    'cut.example. NS ',
  ]);
});

test('a broken SOA makes its zone SERVFAIL, and no other', () => {
  using folder = new TestFolder();
  const file = folder.database({ 'example.': ZONE, 'fine.': SOA });
  change(file, `UPDATE records SET content = 'ns hm x y z' WHERE type = 'SOA' AND name = 'example'`);
  const [zones] = openZones(file);
  using _ = zones;
  assert.equal(ask(zones, 'www.example. A').rcode, 'SERVFAIL');
  assert.equal(ask(zones, 'fine. SOA').rcode, 'NOERROR');
});

test('columns and tables of newer versions are left alone', () => {
  using folder = new TestFolder();
  const file = folder.database({ 'example.': ZONE });
  change(
    file,
    `ALTER TABLE records ADD COLUMN modified_at INTEGER; ALTER TABLE domains ADD COLUMN view TEXT DEFAULT 'x';
     CREATE TABLE networks (id INTEGER)`,
  );
  const [zones] = openZones(file);
  using _ = zones;
  assert.deepEqual(ask(zones, 'www.example. A').answer, www('192.0.2.1'));
});

test('a file put in the place of the old one is opened; one that has gone is served on', () => {
  using folder = new TestFolder();
  const file = folder.database({ 'example.': ZONE });
  const [zones, reported] = openZones(file);
  using _ = zones;
  rmSync(file);
  zones.look(1000);
  assert.deepEqual(ask(zones, 'www.example. A').answer, www('192.0.2.1'));
  const other = folder.database({ 'example.': ZONE.replace('192.0.2.1', '192.0.2.77') }, 'other.db');
  renameSync(other, file);
  zones.look(2000);
  assert.deepEqual(ask(zones, 'www.example. A').answer, www('192.0.2.77'));
  assert.equal(reported.notices.length, 2);
});

test('a locked database is SERVFAIL for what is not in memory, is not cached, and is told once', () => {
  using folder = new TestFolder();
  const file = folder.database({ 'example.': ZONE });
  change(file, 'PRAGMA journal_mode = DELETE');
  const [zones, reported] = openZones(file);
  using _ = zones;
  assert.equal(ask(zones, 'www.example. A').rcode, 'NOERROR');
  {
    using lock = new Lock(file);
    assert.ok(lock);
    assert.equal(ask(zones, 'x.ent.example. A').rcode, 'SERVFAIL');
    assert.equal(ask(zones, 'x.ent.example. A').rcode, 'SERVFAIL');
    assert.equal(ask(zones, 'www.example. A').rcode, 'NOERROR', 'from memory');
  }
  assert.equal(ask(zones, 'x.ent.example. A').rcode, 'NOERROR');
  assert.equal(reported.failing.length, 2);
  assert.match(reported.failing[0]!, /locked/);
  assert.equal(reported.failing[1], undefined);
});

class Lock implements Disposable {
  readonly #database;

  constructor(file: string) {
    this.#database = new Sqlite(file);
    this.#database.exec('BEGIN EXCLUSIVE');
  }

  [Symbol.dispose](): void {
    this.#database.exec('ROLLBACK');
    this.#database.close();
  }
}

import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import Sqlite from 'better-sqlite3';
import { SOA } from '../zone.fixture.ts';
import { change, TestFolder } from './database.fixture.ts';
import { DatabaseError, openReader, openWriter, setJournalMode } from './database.ts';

const bad: { what: string; make: (folder: TestFolder, file: string) => void; says: RegExp }[] = [
  { what: 'no file', make: () => {}, says: /no such file/ },
  { what: 'no SQLite file', make: (_, file) => writeFileSync(file, 'x'.repeat(5000)), says: /not an SQLite database/ },
  { what: 'an empty file', make: (_, file) => writeFileSync(file, ''), says: /table domains, table records missing/ },
  { what: 'a folder', make: (_, file) => mkdirSync(file), says: /is no file/ },
  {
    what: 'another database',
    make: (_, file) => change(file, 'CREATE TABLE records (id INTEGER, name TEXT)'),
    says: /table domains, column records.domain_id, .*column records.disabled missing/,
  },
  {
    what: 'a damaged file',
    make: (_, file) => {
      change(file, 'PRAGMA page_size = 1024; CREATE TABLE domains (id INTEGER); CREATE TABLE records (id INTEGER)');
      writeFileSync(file, Buffer.alloc(1000, 0xaa), { flag: 'r+' });
    },
    says: /not an SQLite database|damaged/,
  },
];
for (const { what, make, says } of bad) {
  test(`${what} is refused with the path and the reason`, () => {
    using folder = new TestFolder();
    const file = folder.file('zones.db');
    make(folder, file);
    assert.throws(
      () => openReader({ path: file, busyMs: 10 }),
      (error: unknown) => error instanceof DatabaseError && error.message.startsWith(file) && says.test(error.message),
    );
  });
}

test('a writer does not touch a database of another kind', () => {
  using folder = new TestFolder();
  const file = folder.file('mine.db');
  change(file, 'CREATE TABLE mine (id INTEGER)');
  assert.throws(() => openWriter({ path: file, busyMs: 10 }), /no PowerDNS database/);
  const tables = new Sqlite(file).prepare('SELECT name FROM sqlite_master').pluck().all();
  assert.deepEqual(tables, ['mine']);
});

test('the schema has the tables, columns, and indexes of PowerDNS 4.7 and later', () => {
  using folder = new TestFolder();
  const database = openWriter({ path: folder.file('new.db'), busyMs: 10 });
  const indexes = database.prepare(`SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY name`).pluck().all();
  assert.deepEqual(indexes, [
    'catalog_idx',
    'comments_idx',
    'comments_order_idx',
    'domainidindex',
    'domainmetaidindex',
    'ip_nameserver_pk',
    'name_index',
    'namealgoindex',
    'records_lookup_id_idx',
    'records_lookup_idx',
    'records_order_idx',
  ]);
  assert.equal(database.pragma('journal_mode', { simple: true }), 'wal');
  database.close();
});

test(
  'a file that cannot be written keeps its journal mode and is served',
  { skip: process.getuid?.() === 0 && 'root writes anything' },
  () => {
    using folder = new TestFolder();
    const file = folder.database({ 'example.': SOA });
    change(file, 'PRAGMA journal_mode = DELETE');
    chmodSync(file, 0o444);
    setJournalMode(file, 'WAL', '');
    const database = openReader({ path: file, busyMs: 10 });
    assert.equal(database.pragma('journal_mode', { simple: true }), 'delete');
    database.close();
  },
);

import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import Sqlite from 'better-sqlite3';
import { DNSName } from '@span53/dns/wire';
import { TestFolder } from './sqlite/database.fixture.ts';
import {
  checkStoredZone,
  createZone,
  deleteZone,
  exportZone,
  listZones,
  loadZones,
  ZoneFileError,
} from './zone-files.ts';
import { SOA } from './zone.fixture.ts';

const origin = DNSName.of('example.');
const ZONE = `$TTL 300
${SOA}@ NS ns
ns A 192.0.2.1
mail MX 10 ns
x.ent TXT "a \\"b"
cut NS ns.cut
cut DS 1 13 2 ${'AB'.repeat(32)}
ns.cut A 192.0.2.2
`;

function rows(file: string, sql: string): unknown[] {
  const database = new Sqlite(file, { readonly: true });
  const result = database.prepare(sql).raw().all();
  database.close();
  return result;
}

test('a zone file becomes rows as PowerDNS has them, rectified', () => {
  using folder = new TestFolder();
  const file = folder.file('zones.db');
  const [loaded] = loadZones(file, [{ origin, file: 'example.zone', text: ZONE }]);
  assert.equal(loaded!.records, 8);
  assert.deepEqual(
    rows(file, 'SELECT name, type, content, ttl, prio, disabled, ordername, auth FROM records ORDER BY name, type'),
    [
      ['cut.example', 'DS', `1 13 2 ${'AB'.repeat(32)}`, 300, 0, 0, null, 1],
      ['cut.example', 'NS', 'ns.cut.example', 300, 0, 0, null, 0],
      ['ent.example', null, null, null, null, 0, null, 1],
      ['example', 'NS', 'ns.example', 300, 0, 0, null, 1],
      ['example', 'SOA', 'ns.example hostmaster.example 7 7200 900 86400 60', 3600, 0, 0, null, 1],
      ['mail.example', 'MX', 'ns.example', 300, 10, 0, null, 1],
      ['ns.cut.example', 'A', '192.0.2.2', 300, 0, 0, null, 0],
      ['ns.example', 'A', '192.0.2.1', 300, 0, 0, null, 1],
      ['x.ent.example', 'TXT', '"a \\"b"', 300, 0, 0, null, 1],
    ],
  );
  assert.deepEqual(rows(file, 'SELECT name, type FROM domains'), [['example', 'NATIVE']]);
  assert.deepEqual(rows(file, 'SELECT kind, content FROM domainmetadata'), [['SOA-EDIT-API', 'DEFAULT']]);
});

test('what is exported loads to the same rows', () => {
  using folder = new TestFolder();
  const [first, second] = [folder.file('1.db'), folder.file('2.db')];
  loadZones(first, [{ origin, file: 'z', text: ZONE }]);
  const text = exportZone(first, origin);
  assert.match(text, /^example\.\t3600\tIN\tSOA\t/);
  loadZones(second, [{ origin, file: 'z', text }]);
  assert.equal(exportZone(second, origin), text);
});

test('loading again replaces the records and keeps zone, metadata and comments', () => {
  using folder = new TestFolder();
  const file = folder.file('zones.db');
  loadZones(file, [{ origin, file: 'z', text: ZONE }]);
  const database = new Sqlite(file);
  database.exec(`INSERT INTO comments (domain_id, name, type, modified_at, comment) VALUES (1, 'x', 'A', 1, 'c')`);
  database.close();
  loadZones(file, [{ origin, file: 'z', text: `${SOA}@ NS ns.other.\n` }]);
  const counts = ['domains', 'records', 'domainmetadata', 'comments'].map(
    (table) => (rows(file, `SELECT count(*) FROM ${table}`)[0] as number[])[0],
  );
  assert.deepEqual(counts, [1, 2, 1, 1]);
});

const refused: [what: string, text: string, says: RegExp][] = [
  ['a syntax error', `${SOA}www A 192.0.2.300\n`, /^z:2:\d+: .*IPv4 address/],
  ['no SOA', 'www 60 A 192.0.2.1\n', /SOA/],
  ['a name out of the zone', `${SOA}www.other. 60 A 192.0.2.1\n`, /is not in example\./],
  ['a CNAME with other data', `${SOA}@ NS ns.other.\nw CNAME x\nw 60 A 192.0.2.1\n`, /CNAME/],
];
for (const [what, text, says] of refused) {
  test(`${what} is refused and nothing of any zone is stored`, () => {
    using folder = new TestFolder();
    const file = folder.file('zones.db');
    const fine = { origin: DNSName.of('fine.'), file: 'f', text: `${SOA}@ NS ns.example.\n` };
    assert.throws(
      () => loadZones(file, [fine, { origin, file: 'z', text: `$TTL 60\n${text}` }]),
      (error: unknown) => error instanceof ZoneFileError && says.test(error.problems.join('\n').replace('z:3', 'z:2')),
    );
    createZone(file, DNSName.of('other.'));
    assert.deepEqual(
      listZones(file).map(({ name }) => name.toString()),
      ['other.'],
    );
  });
}

test('$INCLUDE reads files of the folder and below, not others', () => {
  using folder = new TestFolder();
  mkdirSync(folder.file('zones/sub'), { recursive: true });
  writeFileSync(folder.file('secret'), 'x 60 TXT "secret"\n');
  symlinkSync(folder.file('secret'), folder.file('zones/link'));
  writeFileSync(folder.file('zones/sub/hosts'), 'h 60 A 192.0.2.7\n');
  const main = folder.file('zones/example.zone');
  writeFileSync(main, `$TTL 60\n${SOA}@ NS ns.other.\n$INCLUDE sub/hosts\n`);
  assert.equal(loadZones(folder.file('a.db'), [{ origin, file: main }])[0]!.records, 3);
  for (const bad of ['../secret', 'link', '/etc/hostname', 'sub']) {
    writeFileSync(main, `$TTL 60\n${SOA}@ NS ns.other.\n$INCLUDE ${bad}\n`);
    assert.throws(() => loadZones(folder.file('b.db'), [{ origin, file: main }]), ZoneFileError, bad);
  }
  assert.throws(() => loadZones(folder.file('b.db'), [{ origin, file: folder.file('none') }]), /cannot be read/);
});

test('create, list, check, delete', () => {
  using folder = new TestFolder();
  const file = folder.file('zones.db');
  createZone(file, origin, { nameservers: [DNSName.of('ns.example.')] });
  assert.throws(() => createZone(file, origin), /exists already/);
  assert.equal(
    exportZone(file, origin),
    'example.\t3600\tIN\tSOA\ta.misconfigured.dns.server.invalid. hostmaster.example. 0 10800 3600 604800 3600\n' +
      'example.\t3600\tIN\tNS\tns.example.\n',
  );
  assert.equal(checkStoredZone(file, origin).errors, 1, 'the server has no address');
  createZone(file, DNSName.root);
  assert.deepEqual(
    listZones(file).map(({ name, kind, records }) => [name.toString(), kind, records]),
    [
      ['.', 'NATIVE', 1],
      ['example.', 'NATIVE', 2],
    ],
  );
  const database = new Sqlite(file);
  database.exec(`INSERT INTO records (domain_id, name, type, content) VALUES (1, 'bad.example', 'A', 'x')`);
  database.close();
  assert.deepEqual(checkStoredZone(file, origin).broken, ['bad.example A x']);
  assert.equal(deleteZone(file, origin), true);
  assert.equal(deleteZone(file, origin), false);
  assert.throws(() => exportZone(file, origin), /no zone example\./);
  assert.deepEqual(rows(file, 'SELECT count(*) FROM records'), [[1]]);
});

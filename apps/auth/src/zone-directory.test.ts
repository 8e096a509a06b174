import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { loadZoneDirectory } from './zone-directory.ts';
import { listZones, ZoneFileError } from './zone-files.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'span53-zones-'));
after(() => rmSync(folder, { recursive: true }));
const database = path.join(folder, 'zones.sqlite');
const soa = '$TTL 60\n@ SOA ns.example. hostmaster.example. 1 2 3 4 5\n@ NS ns.example.\n';

test('every zone file of the folder is loaded, and loaded again at the next start', () => {
  writeFileSync(path.join(folder, 'root.zone'), soa);
  writeFileSync(path.join(folder, 'example.zone'), soa);
  writeFileSync(path.join(folder, 'notes.txt'), 'not a zone');
  for (let start = 0; start < 2; start += 1) {
    const loaded = loadZoneDirectory(database, folder);
    assert.deepEqual(
      loaded.map(({ origin }) => origin.toString()),
      ['example.', '.'],
    );
  }
  assert.equal(listZones(database).length, 2);
});

test('a mistake in one file stores nothing and names file and line; a missing folder is said', () => {
  writeFileSync(path.join(folder, 'bad.zone'), `${soa}www A 192.0.2.300\n`);
  assert.throws(
    () => loadZoneDirectory(database, folder),
    (error) => error instanceof ZoneFileError && /bad\.zone:4/.test(error.message),
  );
  assert.throws(() => loadZoneDirectory(database, path.join(folder, 'absent')), /zone-directory .*absent/);
});

/** `span53 zone` on a database of its own. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const SPAN53 = fileURLToPath(new URL('../../span53', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'span53-zone-'));
after(() => rmSync(folder, { recursive: true }));
const database = path.join(folder, 'zones.sqlite');

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function span53(...args: string[]): Outcome {
  const run = spawnSync(SPAN53, [...args, '--database', database], { encoding: 'utf8', timeout: 30_000 });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

const zone = (...args: string[]): Outcome => span53('zone', ...args);

test('create, load, list, check, export, delete', () => {
  assert.equal(zone('create', 'new.example', 'ns1.example').code, 0);
  assert.equal(zone('create', 'new.example').code, 1, 'it exists');
  const file = path.join(folder, 'shop.zone');
  writeFileSync(file, '$TTL 60\n@ SOA ns hostmaster 1 2 3 4 5\n@ NS ns\nns A 192.0.2.1\nwww A 192.0.2.80\n');
  const loaded = zone('load', 'shop.example', file);
  assert.equal(loaded.code, 0, loaded.err);
  assert.match(loaded.out, /shop\.example\.: 4 records/);
  assert.deepEqual(
    zone('list')
      .out.trim()
      .split('\n')
      .map((line) => line.split('\t')[0]),
    ['new.example.', 'shop.example.'],
  );
  assert.match(zone('export', 'shop.example').out, /^www\.shop\.example\.\s+60\s+IN\s+A\s+192\.0\.2\.80$/m);
  assert.match(zone('check', 'shop.example').out, /shop\.example\.: 0 errors/);
  assert.equal(zone('delete', 'shop.example').code, 0);
  assert.equal(zone('delete', 'shop.example').code, 1);
  assert.equal(zone('export', 'shop.example').code, 1);
});

test('a zone has its name in the script of its owner (RFC 5890)', () => {
  assert.equal(zone('create', 'bücher.example', 'ns.bücher.example').code, 0);
  assert.match(
    zone('export', 'bücher.example').out,
    /^xn--bcher-kva\.example\.\s.*\sNS\s+ns\.xn--bcher-kva\.example\.$/m,
  );
  assert.equal(zone('delete', 'xn--bcher-kva.example').code, 0);
  assert.equal(zone('create', 'bü@cher.example').code, 2);
});

test("pdnsutil's old words do the same", () => {
  assert.equal(span53('create-zone', 'old.example', 'ns1.example').code, 0);
  assert.match(span53('list-all-zones').out, /^old\.example\.\t/m);
  assert.match(span53('list-zone', 'old.example').out, /^old\.example\.\s+\d+\s+IN\s+NS\s+ns1\.example\.$/m);
  assert.match(span53('check-zone', 'old.example').out, /old\.example\.: 0 errors/);
  assert.equal(span53('delete-zone', 'old.example').code, 0);
});

test('mistakes in a file store nothing; wrong words are told', () => {
  const file = path.join(folder, 'bad.zone');
  writeFileSync(file, '$TTL 60\n@ SOA ns hostmaster 1 2 3 4 5\n@ NS ns\nns A 192.0.2.300\n');
  const bad = zone('load', 'bad.example', file);
  assert.equal(bad.code, 1);
  assert.match(bad.err, /bad\.zone:4:\d+/);
  assert.ok(!zone('list').out.includes('bad.example'));
  for (const words of [['load', 'one.example'], ['nonsense'], ['create'], ['check', 'a..b'], []]) {
    assert.equal(zone(...words).code, 2, words.join(' '));
  }
});

/** What others sign, we accept: BIND, ldns and Knot DNS, for every algorithm and denial; their keys and ours, too. */
import assert from 'node:assert/strict';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import {
  algorithmName,
  formatBindPrivate,
  makeDsRdata,
  parseBindPrivate,
  signingKeyFromPem,
  verifyZone,
  verifyZonemd,
} from '@span53/dns/dnssec';
import { formatRdata } from '@span53/dns/rdata';
import { recordsOf, RType, type RRset } from '@span53/dns/wire';
import { writeZone } from '@span53/dns/zonefile';
import { algorithms, keysFor, origin, plain, text, zone } from './dnssec-zone.ts';
import { output, skipUnless } from './tools.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'span53-dnssec-foreign-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Checks a zone that others signed, and that a change of it does not pass. */
function accept(file: string, ds: readonly Uint8Array[] | undefined): RRset[] {
  const signed = zone(readFileSync(file, 'utf8'));
  const at = { origin, unixSeconds: Math.floor(Date.now() / 1000), ...(ds === undefined ? {} : { ds }) };
  const findings = verifyZone({ ...at, rrsets: signed });
  assert.deepEqual(
    findings.map(({ name, message }) => `${name} ${message}`),
    [],
  );
  const changed = signed.map((set) => (set.type === RType.MX ? { ...set, ttl: 1, rdata: set.rdata.slice(1) } : set));
  assert.notEqual(verifyZone({ ...at, rrsets: changed.filter(({ rdata }) => rdata.length > 0) }).length, 0);
  return signed;
}

const dsOf = (signed: readonly RRset[]): Uint8Array[] =>
  signed
    .filter(({ type }) => type === RType.DNSKEY)
    .flatMap(({ rdata }) => rdata)
    .filter((rdata) => (rdata[1]! & 1) === 1)
    .map((rdata) => makeDsRdata(origin, rdata)!);

const foreign = [
  { what: 'NSEC', bind: [], ldns: [], knot: 'nsec3: off' },
  {
    what: 'NSEC3',
    bind: ['-3', '-', '-H', '0'],
    ldns: ['-n', '-t', '0'],
    knot: 'nsec3: on\n    nsec3-iterations: 0\n    nsec3-salt-length: 0',
  },
  {
    what: 'NSEC3 with opt-out',
    bind: ['-3', 'aabb', '-H', '2', '-A'],
    ldns: ['-n', '-p', '-s', 'aabb', '-t', '2'],
    knot: 'nsec3: on\n    nsec3-opt-out: on\n    nsec3-iterations: 2',
  },
];
/** Each algorithm with each denial, but not RSASHA1 with NSEC3: algorithm 5 means NSEC (RFC 5155 §2), so BIND and Knot
 *  refuse to sign, and what ldns would sign breaks the RFC. */
const cases = [5, 7, 10, ...algorithms].flatMap((algorithm) =>
  foreign
    .filter(({ what }) => algorithm !== 5 || what === 'NSEC')
    .map((denial) => ({ algorithm, name: algorithmName(algorithm), denial })),
);
const rsaBits = (algorithm: number): string[] => (algorithm < 13 ? ['-b', '2048'] : []);

for (const { algorithm, name, denial } of cases) {
  test(
    `dnssec-signzone with ${name} and ${denial.what}: we accept, keys too`,
    { skip: skipUnless(['dnssec-signzone']) },
    () => {
      const dir = mkdtempSync(path.join(folder, 'bind-'));
      const keygen = ['-K', dir, '-a', name, ...rsaBits(algorithm)];
      const ids = [['-f', 'KSK'], []].map((flag) =>
        output('dnssec-keygen', [...keygen, ...flag, 'example.'], dir).trim(),
      );
      writeFileSync(path.join(dir, 'plain'), text);
      output(
        'dnssec-signzone',
        ['-S', '-K', dir, ...denial.bind, '-o', 'example.', '-f', 'signed', '-O', 'full', 'plain'],
        dir,
      );
      const signed = accept(path.join(dir, 'signed'), undefined);
      accept(path.join(dir, 'signed'), dsOf(signed));
      for (const id of ids) {
        const record = zone(readFileSync(path.join(dir, `${id}.key`), 'utf8').replace('IN DNSKEY', '3600 IN DNSKEY'));
        const key = parseBindPrivate(
          readFileSync(path.join(dir, `${id}.private`), 'utf8'),
          record[0]!.rdata[0]![1]! + 256,
        );
        assert.ok(typeof key !== 'string', String(key));
        assert.equal(formatRdata(RType.DNSKEY, key.rdata), formatRdata(RType.DNSKEY, record[0]!.rdata[0]!));
      }
    },
  );
}

for (const { algorithm, name, denial } of cases) {
  test(
    `ldns-signzone with ${name} and ${denial.what}: we accept, ZONEMD too`,
    { skip: skipUnless(['ldns-signzone']) },
    () => {
      const dir = mkdtempSync(path.join(folder, 'ldns-'));
      const keys = [['-k'], []].map((flag) =>
        output('ldns-keygen', ['-a', String(algorithm), ...rsaBits(algorithm), ...flag, 'example.'], dir).trim(),
      );
      writeFileSync(path.join(dir, 'plain'), text);
      output(
        'ldns-signzone',
        [...denial.ldns, '-o', 'example.', '-z', 'simple:sha384', '-f', 'signed', 'plain', ...keys],
        dir,
      );
      const signed = accept(path.join(dir, 'signed'), undefined);
      accept(path.join(dir, 'signed'), dsOf(signed));
      assert.deepEqual(verifyZonemd(origin, signed), { state: 'good' });
    },
  );
}

/** Knot DNS has the IANA name of algorithm 7 only. */
const knotName = (algorithm: number): string => (algorithm === 7 ? 'RSASHA1-NSEC3-SHA1' : algorithmName(algorithm));
for (const { algorithm, name, denial } of cases) {
  test(
    `kzonesign with ${name} and ${denial.what}: we accept, PEM keys too`,
    { skip: skipUnless(['kzonesign', 'keymgr']) },
    () => {
      const dir = mkdtempSync(path.join(folder, 'knot-'));
      mkdirSync(path.join(dir, 'out'));
      writeFileSync(path.join(dir, 'plain'), [...writeZone(recordsOf(plain))].join(''));
      writeFileSync(
        path.join(dir, 'knot.conf'),
        `server:
    rundir: "${dir}"
database:
    storage: "${dir}"
policy:
  - id: p
    algorithm: ${knotName(algorithm)}
    ksk-lifetime: 0
    zsk-lifetime: 0
    ${denial.knot}
zone:
  - domain: example.
    file: "${dir}/plain"
    dnssec-signing: on
    dnssec-policy: p
    zonemd-generate: zonemd-sha512
`,
      );
      output('kzonesign', ['-c', path.join(dir, 'knot.conf'), '-o', path.join(dir, 'out'), 'example.'], dir);
      const file = globSync(path.join(dir, 'out', '*'))[0]!;
      const signed = accept(file, undefined);
      accept(file, dsOf(signed));
      assert.deepEqual(verifyZonemd(origin, signed), { state: 'good' });
      const published = signed.filter(({ type }) => type === RType.DNSKEY).flatMap(({ rdata }) => rdata);
      const pems = globSync(path.join(dir, 'keys', 'keys', '*.pem'));
      assert.equal(pems.length, published.length);
      for (const pem of pems) {
        const key = signingKeyFromPem(readFileSync(pem, 'utf8'), { algorithm });
        assert.ok(
          key !== undefined && published.some((rdata) => Buffer.compare(rdata.subarray(4), key.publicKey) === 0),
        );
      }
    },
  );
}

for (const algorithm of algorithms) {
  const bind = skipUnless(['dnssec-signzone']);
  test(`dnssec-signzone signs with the ${algorithmName(algorithm)} key files that we write`, { skip: bind }, () => {
    const dir = mkdtempSync(path.join(folder, 'export-'));
    const records = keysFor(algorithm).map(
      (key) => `example. 3600 IN DNSKEY ${formatRdata(RType.DNSKEY, key.rdata)}\n`,
    );
    const bases = keysFor(algorithm).map((key, i) => {
      const base = `Kexample.+${String(algorithm).padStart(3, '0')}+${String(key.tag).padStart(5, '0')}`;
      writeFileSync(path.join(dir, `${base}.key`), records[i]!);
      writeFileSync(path.join(dir, `${base}.private`), formatBindPrivate(key));
      return base;
    });
    writeFileSync(path.join(dir, 'plain'), text + records.join(''));
    output('dnssec-signzone', ['-K', dir, '-o', 'example.', '-f', 'signed', '-O', 'full', 'plain', ...bases], dir);
    accept(path.join(dir, 'signed'), [makeDsRdata(origin, keysFor(algorithm)[0]!.rdata)!]);
  });
}

/** Keys we write, read by others: PEM by Knot DNS, `.private` by ldns (by BIND: dnssec-foreign.interop.test.ts). */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import {
  algorithmName,
  curveKey,
  algorithmParts,
  formatBindPrivate,
  generateKey,
  makeDsRdata,
  parseBindPrivate,
  signingKey,
  signingKeyToPem,
  verifyZone,
  type SigningKey,
} from '@span53/dns/dnssec';
import { formatRdata } from '@span53/dns/rdata';
import { DNSName, groupRecords, RType } from '@span53/dns/wire';
import { readZone } from '@span53/dns/zonefile';
import { output, skipUnless } from './tools.ts';

const origin = DNSName.of('example.');
const folder = mkdtempSync(path.join(tmpdir(), 'span53-keys-interop-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const algorithms = [8, 13, 14, 15, 16];

const show = (key: SigningKey): string => formatRdata(RType.DNSKEY, key.rdata);

for (const algorithm of algorithms) {
  test(`keymgr imports the ${algorithmName(algorithm)} PEM that we write`, { skip: skipUnless(['keymgr']) }, () => {
    const dir = mkdtempSync(path.join(folder, 'knot-'));
    const config = path.join(dir, 'knot.conf');
    writeFileSync(
      config,
      `server:\n    rundir: "${dir}"\ndatabase:\n    storage: "${dir}"\nzone:\n  - domain: example.\n`,
    );
    const key = generateKey({ algorithm });
    const pem = path.join(dir, 'key.pem');
    writeFileSync(pem, signingKeyToPem(key));
    const keymgr = (...args: string[]): string => output('keymgr', ['-c', config, 'example.', ...args], dir);
    keymgr('import-pem', pem, `algorithm=${algorithm}`, 'ksk=yes');
    assert.equal(keymgr('dnskey', String(key.tag)).trim(), `example. DNSKEY ${show(key)}`);
  });
}

/** Key files of ldns and BIND, by their base name. */
function writeKey(dir: string, key: SigningKey): string {
  const [algorithm, tag] = [String(key.algorithm).padStart(3, '0'), String(key.tag).padStart(5, '0')];
  const base = `Kexample.+${algorithm}+${tag}`;
  writeFileSync(path.join(dir, `${base}.key`), `example. 3600 IN DNSKEY ${show(key)}\n`);
  writeFileSync(path.join(dir, `${base}.private`), formatBindPrivate(key));
  return base;
}

/** A zone signed by ldns with our key is good. */
function signWithLdns(dir: string, key: SigningKey): void {
  const base = writeKey(dir, key);
  writeFileSync(path.join(dir, 'plain'), '$TTL 3600\n@ SOA ns admin 1 7200 900 1209600 300\n@ NS ns\nns A 192.0.2.1\n');
  output('ldns-signzone', ['-o', 'example.', '-f', 'signed', 'plain', base], dir);
  const rrsets = groupRecords(readZone(readFileSync(path.join(dir, 'signed'), 'utf8'), { origin }));
  const ds = [makeDsRdata(origin, key.rdata)!];
  assert.deepEqual(verifyZone({ origin, rrsets, ds, unixSeconds: Math.floor(Date.now() / 1000) }), []);
}

for (const algorithm of algorithms) {
  const skip = skipUnless(['ldns-signzone']);
  test(`ldns-signzone signs with the ${algorithmName(algorithm)} key files that we write`, { skip }, () => {
    signWithLdns(mkdtempSync(path.join(folder, 'ldns-')), generateKey({ algorithm }));
  });
}

for (const algorithm of [13, 14]) {
  const skip = skipUnless(['ldns-signzone']);
  test(`${algorithmName(algorithm)}: a key that is a small number has all its octets`, { skip }, () => {
    const parts = algorithmParts(algorithm)!;
    const secret = Buffer.alloc(parts.keyOctets / 2, 0x5a).fill(0, 0, 2);
    const key = signingKey(curveKey(parts, secret)!, algorithm, 257);
    assert.match(formatBindPrivate(key), /^PrivateKey: AA/m);
    const read = parseBindPrivate(formatBindPrivate(key));
    assert.ok(typeof read !== 'string' && show(read) === show(key));
    signWithLdns(mkdtempSync(path.join(folder, 'small-')), key);
  });
}

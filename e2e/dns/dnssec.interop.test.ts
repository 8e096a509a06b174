/** What we sign, others accept; what others sign, we accept: BIND, ldns, Knot DNS and Unbound, for every algorithm. */
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';

import {
  type DenialKind,
  algorithmName,
  formatBindPrivate,
  generateKey,
  makeDsRdata,
  parseBindPrivate,
  signZone,
  signingKeyFromPem,
  type SigningKey,
  verifyZone,
  verifyZonemd,
  ZonemdHash,
} from '@span53/dns/dnssec';
import { formatRdata } from '@span53/dns/rdata';
import { DNSName, groupRecords, parseRType, recordsOf, RType, type RRset } from '@span53/dns/wire';
import { readZone, writeZone } from '@span53/dns/zonefile';
import { freePort, output, run, skipUnless, startServer, stopServer } from './tools.ts';

const origin = DNSName.of('example.');
const folder = mkdtempSync(path.join(tmpdir(), 'span53-dnssec-interop-'));
const servers: ChildProcess[] = [];
after(async () => {
  for (const server of servers) await stopServer(server);
  rmSync(folder, { recursive: true, force: true });
});

/** Types that Knot DNS 3.2 does not read by name. */
const knotLacks = ['MB', 'PX'].map((type) => parseRType(type)!);
/** Upper-case names in RDATA of all kinds: each type lowers them, or does not, in canonical form (RFC 6840 §5.1). */
const text = `$TTL 3600
@ SOA Ns1 Admin 1 7200 3600 1209600 300
@ NS Ns1
@ NS ns2.Sub
@ MX 10 Mail
@ TXT "text" "more"
Ns1 A 192.0.2.1
mail A 192.0.2.25
mail AAAA 2001:db8::25
WWW 60 CNAME Ns1
ptr PTR Ns1
mb MB Ns1
minfo MINFO Ns1 Mail
rp RP Admin Text
afsdb AFSDB 1 Ns1
rt RT 1 Ns1
px PX 1 Ns1 Mail
srv SRV 1 2 53 Ns1
naptr NAPTR 1 2 "u" "E2U+sip" "!^.*$!sip:a@example.!" .
naptr NAPTR 1 3 "s" "" "" Srv
kx KX 1 Ns1
alias DNAME Target.Example.Net.
svcb SVCB 1 Ns1 alpn=h2,h3 port=8443 ipv4hint=192.0.2.1
https HTTPS 0 Ns1
lp LP 10 L64.example.
loc LOC 52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m
caa CAA 0 issue "ca.example"
unknown TYPE65280 \\# 4 0A0B0C0D
a.b.ent TXT "below empty non-terminals"
*.wild MX 10 Mail
sub NS ns2.Sub
ns2.sub A 192.0.2.4
x.deep NS Ns1
secure NS ns1.Secure
secure DS 12345 13 2 ${'AB'.repeat(32)}
ns1.secure AAAA 2001:db8::1
${Array.from({ length: 20 }, (_, i) => `host${i} A 198.51.100.${i}`).join('\n')}
`;
const now = Math.floor(Date.now() / 1000);
const zone = (zoneText: string): RRset[] => {
  const reader = readZone(zoneText, { origin });
  const rrsets = groupRecords(reader);
  assert.deepEqual(reader.errors, []);
  return rrsets;
};
const all = zone(text);
const plain = all.filter(({ type }) => !knotLacks.includes(type));
const algorithms = [8, 13, 14, 15, 16];
const keysOf = new Map<number, SigningKey[]>();
const keysFor = (algorithm: number): SigningKey[] => {
  const made = keysOf.get(algorithm) ?? [257, 256].map((flags) => generateKey({ algorithm, flags }));
  keysOf.set(algorithm, made);
  return made;
};
const denials: { what: string; denial: DenialKind }[] = [
  { what: 'NSEC', denial: { kind: 'nsec' } },
  { what: 'NSEC3', denial: { kind: 'nsec3' } },
  {
    what: 'NSEC3 with salt and iterations',
    denial: { kind: 'nsec3', iterations: 3, salt: Buffer.from('aabbccdd', 'hex') },
  },
  { what: 'NSEC3 with opt-out', denial: { kind: 'nsec3', optOut: true } },
];
const sign = (algorithm: number, denial: DenialKind, rrsets = all): RRset[] =>
  signZone({
    origin,
    rrsets,
    keys: keysFor(algorithm),
    inception: now - 3600,
    expiration: now + 30 * 86_400,
    denial,
    zonemd: [ZonemdHash.SHA384],
  })!;
const write = (file: string, rrsets: Iterable<RRset>): string => {
  const name = path.join(folder, file);
  writeFileSync(name, [...writeZone(recordsOf(rrsets))].join(''));
  return name;
};

const checkers = [
  { tool: 'dnssec-verify', rrsets: all, args: (file: string) => ['-o', 'example.', file] },
  { tool: 'ldns-verify-zone', rrsets: all, args: (file: string) => ['-Z', file] },
  { tool: 'kzonecheck', rrsets: plain, args: (file: string) => ['-o', 'example.', '-d', 'on', file] },
];
for (const algorithm of algorithms) {
  for (const { what, denial } of denials) {
    for (const { tool, rrsets, args } of checkers) {
      test(
        `we sign with ${algorithmName(algorithm)} and ${what}: ${tool} accepts`,
        { skip: skipUnless([tool]) },
        () => {
          const file = write(`ours-${algorithm}.zone`, sign(algorithm, denial, rrsets));
          const { status, output: said } = run(tool, args(file), folder);
          assert.equal(status, 0, said);
        },
      );
    }
  }
}

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
for (const algorithm of [5, 7, 10, ...algorithms]) {
  const name = { 5: 'RSASHA1', 7: 'NSEC3RSASHA1', 10: 'RSASHA512' }[algorithm] ?? algorithmName(algorithm);
  const rsaBits = algorithm < 13 ? ['-b', '2048'] : [];
  for (const { what, bind } of foreign) {
    if (algorithm === 5 && what !== 'NSEC') continue; // RFC 5155 §2: algorithm 5 means NSEC
    test(
      `dnssec-signzone with ${name} and ${what}: we accept, keys too`,
      { skip: skipUnless(['dnssec-signzone']) },
      () => {
        const dir = mkdtempSync(path.join(folder, 'bind-'));
        const keygen = ['-K', dir, '-a', name, ...rsaBits];
        const ids = [['-f', 'KSK'], []].map((flag) =>
          output('dnssec-keygen', [...keygen, ...flag, 'example.'], dir).trim(),
        );
        writeFileSync(path.join(dir, 'plain'), text);
        output(
          'dnssec-signzone',
          ['-S', '-K', dir, ...bind, '-o', 'example.', '-f', 'signed', '-O', 'full', 'plain'],
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
}

for (const algorithm of algorithms) {
  for (const { what, ldns } of foreign) {
    test(
      `ldns-signzone with ${algorithmName(algorithm)} and ${what}: we accept, ZONEMD too`,
      { skip: skipUnless(['ldns-signzone']) },
      () => {
        const dir = mkdtempSync(path.join(folder, 'ldns-'));
        const bits = algorithm < 13 ? ['-b', '2048'] : [];
        const keys = [['-k'], []].map((flag) =>
          output('ldns-keygen', ['-a', String(algorithm), ...bits, ...flag, 'example.'], dir).trim(),
        );
        writeFileSync(path.join(dir, 'plain'), text);
        output(
          'ldns-signzone',
          [...ldns, '-o', 'example.', '-z', 'simple:sha384', '-f', 'signed', 'plain', ...keys],
          dir,
        );
        const signed = accept(path.join(dir, 'signed'), undefined);
        accept(path.join(dir, 'signed'), dsOf(signed));
        assert.deepEqual(verifyZonemd(origin, signed), { state: 'good' });
      },
    );
  }
}

for (const algorithm of algorithms) {
  for (const { what, knot } of foreign) {
    test(
      `kzonesign with ${algorithmName(algorithm)} and ${what}: we accept, PEM keys too`,
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
    algorithm: ${algorithmName(algorithm)}
    ksk-lifetime: 0
    zsk-lifetime: 0
    ${knot}
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

/** Serves a signed zone with knotd, which makes nothing of its own. */
async function serve(rrsets: readonly RRset[]): Promise<{ port: number; server: ChildProcess }> {
  const dir = mkdtempSync(path.join(folder, 'served-'));
  const port = await freePort();
  writeFileSync(path.join(dir, 'zone'), [...writeZone(recordsOf(rrsets))].join(''));
  writeFileSync(
    path.join(dir, 'knot.conf'),
    `server:
    rundir: "${dir}"
    listen: 127.0.0.1@${port}
database:
    storage: "${dir}"
log:
  - target: stdout
    any: info
zone:
  - domain: example.
    file: "${dir}/zone"
`,
  );
  const server = await startServer('knotd', ['-c', path.join(dir, 'knot.conf')], {
    cwd: dir,
    ready: /loaded, serial|server started/,
  });
  servers.push(server);
  return { port, server };
}

const questions = [
  { name: 'host1.example.', type: 'A', delv: /fully validated/, unbound: /\(secure\)/ },
  { name: 'a.b.wild.example.', type: 'MX', delv: /fully validated/, unbound: /\(secure\)/ },
  {
    name: 'host1.example.',
    type: 'MX',
    delv: /negative response, fully validated/,
    unbound: /no mail handler record \(secure\)/,
  },
  {
    name: 'b.ent.example.',
    type: 'A',
    delv: /negative response, fully validated/,
    unbound: /no address record|no A record|\(secure\)/,
  },
  {
    name: 'nothing.example.',
    type: 'A',
    delv: /negative response, fully validated/,
    unbound: /not found: 3\(NXDOMAIN\)\. \(secure\)/,
  },
  { name: 'unknown.example.', type: 'TYPE65280', delv: /fully validated/, unbound: /\(secure\)/ },
];
/** With opt-out nothing proves that a name does not exist: an unsigned delegation may stand there (RFC 5155 §12.2). For
 *  NXDOMAIN only Unbound says so. */
const optOutQuestions = questions.map((question) => {
  const { name } = question;
  if (name === 'a.b.wild.example.') return { ...question, delv: /^; unsigned answer/m, unbound: /\(insecure\)/ };
  return name === 'nothing.example.' ? { ...question, unbound: /3\(NXDOMAIN\)\. \(insecure\)/ } : question;
});
/** Debian builds Unbound without it. */
const unboundLacks = algorithms.filter((algorithm) => algorithmName(algorithm) === 'ED448');
for (const algorithm of algorithms) {
  for (const { what, denial } of denials) {
    test(
      `delv and unbound-host validate answers from what we sign with ${algorithmName(algorithm)} and ${what}`,
      { skip: skipUnless(['delv', 'unbound-host', 'knotd']) },
      async () => {
        const { port, server } = await serve(sign(algorithm, denial, plain));
        const [ksk] = keysFor(algorithm);
        const [flags, protocol, , key] = formatRdata(RType.DNSKEY, ksk!.rdata).split(' ');
        const anchor = path.join(folder, 'anchor');
        const record = `${flags} ${protocol} ${algorithm}`;
        writeFileSync(anchor, `trust-anchors { example. static-key ${record} "${key}"; };\n`);
        const unbound = path.join(folder, 'unbound.conf');
        writeFileSync(
          unbound,
          `server:
  username: ""
  chroot: ""
  do-not-query-localhost: no
  trust-anchor: "example. DNSKEY ${record} ${key}"
stub-zone:
  name: "example."
  stub-addr: 127.0.0.1@${port}
`,
        );
        const optOut = denial.kind === 'nsec3' && denial.optOut === true;
        for (const question of optOut ? optOutQuestions : questions) {
          const args = ['@127.0.0.1', '-p', String(port), '-a', anchor, '+root=example.', question.name, question.type];
          assert.match(run('delv', args, folder).output, question.delv, `${question.name} ${question.type}`);
          if (unboundLacks.includes(algorithm)) continue;
          const host = run('unbound-host', ['-C', unbound, '-v', '-t', question.type, question.name], folder);
          assert.match(host.output, question.unbound, `${question.name} ${question.type}`);
        }
        await stopServer(server);
      },
    );
  }
}

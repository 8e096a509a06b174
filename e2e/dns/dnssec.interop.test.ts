/** What we sign, others accept: BIND, ldns, Knot DNS and Unbound, for every algorithm and denial. */
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { type DenialKind, algorithmName, signZone, ZonemdHash } from '@span53/dns/dnssec';
import { formatRdata } from '@span53/dns/rdata';
import { recordsOf, RType, type RRset } from '@span53/dns/wire';
import { writeZone } from '@span53/dns/zonefile';
import { algorithms, all, keysFor, origin, plain } from './dnssec-zone.ts';
import { freePort, run, skipUnless, startServer, stopServer } from './tools.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'span53-dnssec-interop-'));
const servers: ChildProcess[] = [];
after(async () => {
  for (const server of servers) await stopServer(server);
  rmSync(folder, { recursive: true, force: true });
});

const now = Math.floor(Date.now() / 1000);
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

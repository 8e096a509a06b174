/** TSIG beside others: dig, kdig and nsupdate ask us, we ask knotd and named, also for a zone of many messages. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

import {
  parseTsigKey,
  signAnswer,
  signMessage,
  TsigKeyring,
  TsigStreamVerifier,
  verifyAnswer,
  verifyRequest,
  type TsigKey,
  type TsigVerdict,
} from '@span53/dns/tsig';
import {
  DNSName,
  Flag,
  isUpdate,
  MessageBuilder,
  MessageView,
  RClass,
  RCode,
  readUpdate,
  RType,
  Section,
  type Update,
} from '@span53/dns/wire';
import { frame, FrameSplitter } from '@span53/transport';
import { freePort, skipUnless, startServer, stopServer } from './tools.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'span53-tsig-interop-'));
const servers: ChildProcess[] = [];
const secret = Buffer.from('0123456789abcdef0123456789abcdef').toString('base64');
const algorithms = ['hmac-md5', 'hmac-sha1', 'hmac-sha224', 'hmac-sha256', 'hmac-sha384', 'hmac-sha512'];
const keyOf = (algorithm: string): TsigKey => parseTsigKey(`${algorithm}:key-${algorithm}.example:${secret}`)!;
const unixSeconds = (): number => Math.floor(Date.now() / 1000);

/** Our server: answers every signed question with one TXT record, takes updates, and keeps what it was told. */
const keyring = new TsigKeyring(algorithms.map(keyOf));
const seen: { verdict: TsigVerdict; update: Update | number | undefined }[] = [];
let clockSkew = 0;
let macOctetsMin: number | undefined;
function answer(octets: Buffer): Uint8Array {
  const view = MessageView.open(octets)!;
  const now = unixSeconds() + clockSkew;
  const verdict = verifyRequest(view, keyring, { unixSeconds: now, ...(macOctetsMin && { macOctetsMin }) });
  seen.push({ verdict, update: isUpdate(view) ? readUpdate(view) : undefined });
  const rcode =
    verdict.state === 'malformed' ? RCode.FORMERR : verdict.state === 'good' ? RCode.NOERROR : RCode.NOTAUTH;
  const flags = Flag.QR | Flag.AA | (view.flags & 0x7900) | rcode;
  const builder = new MessageBuilder().start({ id: view.id, flags, limit: 65_535 });
  builder.question(view.qname, view.qtype, view.qclass);
  if (rcode === RCode.NOERROR && view.qtype === RType.TXT) {
    const rdata = [Buffer.from('\u0005hello', 'latin1')];
    builder.rrset(Section.ANSWER, { name: view.qname, type: RType.TXT, class: RClass.IN, ttl: 5, rdata });
  }
  if (view.opt !== undefined) builder.opt({ udpSize: 1232 });
  return signAnswer(builder.finish(), verdict, now);
}
const udp = createSocket('udp4');
const tcp = createServer((socket) => {
  const splitter = new FrameSplitter();
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    splitter.push(chunk, (message) => socket.write(frame(answer(Buffer.from(message)))));
  });
});
let port = 0;
before(async () => {
  await once(tcp.listen(0, '127.0.0.1'), 'listening');
  port = (tcp.address() as AddressInfo).port;
  udp.on('message', (message, peer) => udp.send(answer(message), peer.port, peer.address));
  udp.bind(port, '127.0.0.1');
  await once(udp, 'listening');
});
after(async () => {
  udp.close();
  tcp.close();
  for (const server of servers) await stopServer(server);
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a tool without blocking our server, which runs in this process. */
async function run(tool: string, args: readonly string[], input = ''): Promise<string> {
  const child = spawn(tool, args, { cwd: folder, env: { ...process.env, NODE_OPTIONS: '' } });
  let text = '';
  child.stdout.on('data', (chunk) => (text += String(chunk)));
  child.stderr.on('data', (chunk) => (text += String(chunk)));
  child.stdin.end(input);
  const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await once(child, 'close');
  clearTimeout(timer);
  return text;
}

for (const tool of ['dig', 'kdig']) {
  for (const algorithm of algorithms) {
    for (const transport of [['+notcp'], ['+tcp']]) {
      test(`${tool} ${transport[0]} with ${algorithm}: both sides verify`, { skip: skipUnless([tool]) }, async () => {
        const args = [
          '@127.0.0.1',
          '-p',
          String(port),
          '-y',
          `${algorithm}:key-${algorithm}.example:${secret}`,
          '+retry=0',
        ];
        const said = await run(tool, [...args, ...transport, '+norec', 'www.example', 'TXT']);
        assert.equal(seen.at(-1)?.verdict.state, 'good', said);
        assert.match(said, /"hello"/);
        assert.match(said, /TSIG PSEUDOSECTION/);
        assert.doesNotMatch(said, /verify|WARNING|failed|\bBAD(SIG|KEY|TIME|TRUNC)\b/);
      });
    }
  }
}

const wrong = Buffer.from('another secret').toString('base64');
const errors = [
  {
    what: 'an unknown key',
    key: `hmac-sha256:nobody.example:${secret}`,
    skew: 0,
    state: RCode.BADKEY,
    told: /BADKEY/i,
  },
  {
    what: 'a wrong secret',
    key: `hmac-sha256:key-hmac-sha256.example:${wrong}`,
    skew: 0,
    state: 16,
    told: /BADSIG|BADVERS/i,
  },
  {
    what: 'a clock that differs',
    key: `hmac-sha256:key-hmac-sha256.example:${secret}`,
    skew: 1000,
    state: RCode.BADTIME,
    told: /BADTIME|clock|time/i,
  },
];
for (const { what, key, skew, state, told } of errors) {
  test(`dig learns of ${what}`, { skip: skipUnless(['dig']) }, async () => {
    clockSkew = skew;
    const said = await run('dig', ['@127.0.0.1', '-p', String(port), '-y', key, '+retry=0', 'www.example', 'TXT']);
    clockSkew = 0;
    const { verdict } = seen.at(-1)!;
    assert.equal(verdict.state === 'bad' ? verdict.error : verdict.state, state);
    assert.match(said, told);
    assert.match(said, /NOTAUTH/);
  });
}

for (const { least, state } of [
  { least: 16, state: 'good' },
  { least: undefined, state: RCode.BADTRUNC },
]) {
  test(`dig cuts its MAC to 128 bits, policy ${least ?? 'whole'}`, { skip: skipUnless(['dig']) }, async () => {
    macOctetsMin = least;
    const key = `hmac-sha256-128:key-hmac-sha256.example:${secret}`;
    const said = await run('dig', ['@127.0.0.1', '-p', String(port), '-y', key, '+retry=0', 'www.example', 'TXT']);
    macOctetsMin = undefined;
    const { verdict } = seen.at(-1)!;
    assert.equal(verdict.state === 'bad' ? verdict.error : verdict.state, state, said);
    assert.match(said, least === undefined ? /BADTRUNC/ : /"hello"/);
  });
}

test('nsupdate: a signed UPDATE is read and its answer believed', { skip: skipUnless(['nsupdate']) }, async () => {
  const commands = `server 127.0.0.1 ${port}
zone example.
prereq nxdomain new.example.
update delete old.example. A
update add new.example. 60 A 192.0.2.9
send
answer
`;
  const said = await run('nsupdate', ['-y', `hmac-sha512:key-hmac-sha512.example:${secret}`], commands);
  const { verdict, update } = seen.at(-1)!;
  assert.equal(verdict.state, 'good', said);
  assert.ok(typeof update === 'object');
  assert.deepEqual(
    update.changes.map(({ kind, name }) => `${kind} ${name}`),
    ['delete rrset old.example.', 'add new.example.'],
  );
  assert.deepEqual(
    update.prerequisites.map(({ kind }) => kind),
    ['name not in use'],
  );
  assert.match(said, /status: NOERROR/);
  assert.doesNotMatch(said, /failed|\bBAD(SIG|KEY|TIME|TRUNC)\b/);
});

/** Enough records for a transfer of several messages. */
const zoneText = `$TTL 300
@ SOA ns admin 1 7200 3600 1209600 300
@ NS ns
ns A 192.0.2.1
${Array.from({ length: 6000 }, (_, i) => `host${i} TXT "${'x'.repeat(20)} ${i}"`).join('\n')}
`;

async function startKnot(): Promise<number> {
  const dir = mkdtempSync(path.join(folder, 'knot-'));
  const free = await freePort();
  writeFileSync(path.join(dir, 'zone'), zoneText);
  const keys = algorithms.map(
    (name) => `  - id: key-${name}.example.\n    algorithm: ${name}\n    secret: ${secret}\n`,
  );
  const ids = algorithms.map((name) => `key-${name}.example.`).join(', ');
  writeFileSync(
    path.join(dir, 'knot.conf'),
    `server:\n    rundir: "${dir}"\n    listen: 127.0.0.1@${free}\n` +
      `database:\n    storage: "${dir}"\nkey:\n${keys.join('')}` +
      `acl:\n  - id: a\n    key: [${ids}]\n    action: transfer\nlog:\n  - target: stdout\n    any: info\n` +
      `zone:\n  - domain: example.\n    file: "${dir}/zone"\n    acl: a\n`,
  );
  servers.push(await startServer('knotd', ['-c', path.join(dir, 'knot.conf')], { cwd: dir, ready: /loaded, serial/ }));
  return free;
}

async function startNamed(): Promise<number> {
  const dir = mkdtempSync(path.join(folder, 'named-'));
  const free = await freePort();
  writeFileSync(path.join(dir, 'zone'), zoneText);
  const keys = algorithms.map((name) => `key "key-${name}.example." { algorithm ${name}; secret "${secret}"; };\n`);
  keys.push(`key "short.example." { algorithm hmac-sha256-128; secret "${secret}"; };\n`);
  const allowed = algorithms.map((name) => `key "key-${name}.example.";`).join(' ');
  writeFileSync(
    path.join(dir, 'named.conf'),
    `${keys.join('')}options { directory "${dir}"; listen-on port ${free} { 127.0.0.1; }; listen-on-v6 { none; }; ` +
      `pid-file none; session-keyfile none; recursion no; dnssec-validation no; };\ncontrols { };\n` +
      `zone "example." { type primary; file "zone"; allow-transfer { ${allowed} }; notify no; };\n`,
  );
  servers.push(await startServer('named', ['-g', '-c', path.join(dir, 'named.conf')], { cwd: dir, ready: /running/ }));
  return free;
}

function question(type: number): Buffer {
  const builder = new MessageBuilder().start({ id: 0x5353, flags: 0, limit: 512 });
  builder.question(DNSName.of('example.'), type, RClass.IN);
  return builder.finish();
}

/** Sends one message on a stream and gives each answer to `take` until that says it is enough. */
async function exchange(to: number, message: Uint8Array, take: (view: MessageView) => boolean): Promise<void> {
  const socket = connect(to, '127.0.0.1');
  socket.setTimeout(10_000, () => socket.destroy(new Error('no answer within 10 s')));
  socket.write(frame(message));
  const splitter = new FrameSplitter();
  try {
    for await (const chunk of socket) {
      let done = false;
      splitter.push(chunk as Buffer, (octets) => {
        done ||= take(MessageView.open(Buffer.from(octets))!);
      });
      if (done) return;
    }
    assert.fail('the connection ended before the answer did');
  } finally {
    socket.destroy();
  }
}

const ports = new Map<string, number>();
for (const { tool, start } of [
  { tool: 'knotd', start: startKnot },
  { tool: 'named', start: startNamed },
]) {
  const skip = skipUnless([tool]);
  let to = 0;
  before(async () => {
    if (skip === false) to = await start();
    ports.set(tool, to);
  });

  for (const algorithm of algorithms) {
    test(`${tool} with ${algorithm}: a signed question and a signed transfer`, { skip }, async () => {
      const key = keyOf(algorithm);
      const soa = signMessage(question(RType.SOA), key, { unixSeconds: unixSeconds() });
      await exchange(to, soa.message, (view) => {
        assert.equal(view.rcode, RCode.NOERROR);
        assert.equal(verifyAnswer(view, key, soa.mac, { unixSeconds: unixSeconds() }).state, 'good');
        return true;
      });
      const axfr = signMessage(question(RType.AXFR), key, { unixSeconds: unixSeconds() });
      const verifier = new TsigStreamVerifier(key, axfr.mac);
      let messages = 0;
      let soas = 0;
      let records = 0;
      await exchange(to, axfr.message, (view) => {
        messages += 1;
        assert.equal(view.rcode, RCode.NOERROR);
        const { state } = verifier.verify(view, { unixSeconds: unixSeconds() });
        assert.ok(state === 'good' || state === 'unsigned', `message ${messages}: ${state}`);
        const cursor = view.records();
        while (cursor.next()) {
          if (cursor.section !== Section.ANSWER) continue;
          records += 1;
          if (cursor.type === RType.SOA) soas += 1;
        }
        return soas === 2;
      });
      assert.ok(verifier.settled);
      assert.ok(messages > 1, `${messages} messages`);
      assert.equal(records, 6004);
    });
  }

  const failures = [
    { what: 'an unknown key', key: parseTsigKey(`nobody.example:${secret}`)!, skew: 0, error: RCode.BADKEY },
    { what: 'a wrong secret', key: parseTsigKey(`key-hmac-sha256.example:${wrong}`)!, skew: 0, error: 16 },
    { what: 'another time', key: keyOf('hmac-sha256'), skew: 5000, error: RCode.BADTIME },
  ];
  for (const { what, key, skew, error } of failures) {
    test(`${tool} tells us of ${what}`, { skip }, async () => {
      const signed = signMessage(question(RType.SOA), key, { unixSeconds: unixSeconds() + skew });
      await exchange(to, signed.message, (view) => {
        assert.equal(view.rcode, RCode.NOTAUTH);
        const verdict = verifyAnswer(view, key, signed.mac, { unixSeconds: unixSeconds() + skew });
        assert.equal(verdict.state === 'bad' ? verdict.error : verdict.state, error);
        return true;
      });
    });
  }
}

for (const { name, error } of [
  { name: 'short.example', error: RCode.NOERROR },
  { name: 'key-hmac-sha256.example', error: RCode.BADTRUNC },
]) {
  test(`named takes or refuses a MAC of 128 bits by its key: ${name}`, { skip: skipUnless(['named']) }, async () => {
    const key = parseTsigKey(`${name}:${secret}`)!;
    const signed = signMessage(question(RType.SOA), key, { unixSeconds: unixSeconds(), macOctets: 16 });
    await exchange(ports.get('named')!, signed.message, (view) => {
      const verdict = verifyAnswer(view, key, signed.mac, { unixSeconds: unixSeconds(), macOctetsMin: 16 });
      const told = verdict.state === 'bad' ? verdict.error : verdict.state === 'good' ? RCode.NOERROR : verdict.state;
      assert.equal(told, error);
      return true;
    });
  });
}

/** The outside of the commands: exit codes, messages with file, line and key, nothing half-started (commands.md). */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const SPAN53 = fileURLToPath(new URL('../../span53', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'span53-cli-'));
after(() => rmSync(folder, { recursive: true }));

function span53(...args: string[]): { code: number | null; out: string; err: string } {
  const run = spawnSync(SPAN53, args, { encoding: 'utf8', timeout: 30_000, cwd: folder });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

function file(name: string, text: string): string {
  const target = path.join(folder, name);
  writeFileSync(target, text);
  return target;
}

const good = {
  proxy:
    'binds: [{listen_address: "127.0.0.1:0", protocol: Do53}]\nbackends: [{address: "127.0.0.1:9", protocol: Do53}]\n',
  recursor: 'incoming: {listen: ["127.0.0.1:0"]}\n',
  auth: `local-address: 127.0.0.1\nlocal-port: 0\ngsqlite3-database: ${folder}/zones.sqlite\n`,
  collector: `store: {path: "${folder}/traces.sqlite"}\n`,
};

for (const [server, yaml] of Object.entries(good)) {
  test(`${server}: --check-config of a good and a bad file`, () => {
    const fine = span53(server, '-C', file(`${server}-good.yml`, yaml), '--check-config');
    assert.equal(fine.code, 0, fine.err);
    assert.match(fine.out, /Configuration '.*good\.yml' OK!/);
    const bad = span53(server, '-C', file(`${server}-bad.yml`, `${yaml}nonsense_key: 1\n`), '--check-config');
    assert.equal(bad.code, 2);
    const line = yaml.split('\n').length;
    assert.match(bad.err, new RegExp(`bad\\.yml:${line}:1 nonsense_key: no such key`));
  });

  test(`${server}: --version, --help, an unknown option, a missing file`, () => {
    assert.match(span53(server, '--version').out, new RegExp(`^span53-${server} \\d+\\.\\d+\\.\\d+\n$`));
    assert.match(span53(server, '--help').out, /--check-config/);
    assert.equal(span53(server, '--nonsense').code, 2);
    const missing = span53(server, '-C', path.join(folder, 'absent.yml'));
    assert.equal(missing.code, 2);
    assert.match(missing.err, /absent\.yml.* cannot be read/);
  });
}

test('who reads no further ends a command without a word', async () => {
  const child = spawn(SPAN53, ['--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let said = '';
  child.stderr.on('data', (octets: Buffer) => (said += octets.toString()));
  await once(child, 'close');
  assert.equal(said, '');
});

test('--print-config hides secrets', () => {
  const yaml = `${good.auth}api: yes\napi-key: hunter2secret\n`;
  const { code, out } = span53('auth', '-C', file('secret.yml', yaml), '--print-config');
  assert.equal(code, 0);
  assert.ok(out.includes('api-key') && !out.includes('hunter2secret'), out);
});

test('--set wins over the file, and is named when it is wrong', () => {
  const target = file('set.yml', good.recursor);
  assert.equal(span53('recursor', '-C', target, '--set', 'recursor.max_qperq=10', '--check-config').code, 2);
  const wrong = span53('recursor', '-C', target, '--set', 'incoming.listen=[nonsense]', '--check-config');
  assert.equal(wrong.code, 2);
  assert.match(wrong.err, /--set incoming\.listen/);
});

test('a key that PowerDNS has and we do not follow is named with its line', () => {
  const rule = '{name: lua, selector: {type: Lua, function_code: "x"}, action: {type: Drop}}';
  const yaml = `${good.proxy}query_rules:\n  - ${rule}\n`;
  const { code, err } = span53('check', file('proxy-lua.yml', yaml));
  assert.equal(code, 2);
  assert.match(err, /proxy-lua\.yml:4:\d+ query_rules\[0\]\.selector/);
});

test('span53 check tells the kind of file by its keys', () => {
  assert.match(span53('check', file('some.yml', good.recursor)).out, /a good recursor configuration/);
  assert.equal(span53('check', file('what.yml', 'color: blue\n')).code, 2);
  assert.equal(span53('check').code, 2);
});

test('a port in use: exit 1, one clear message, nothing left', async () => {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const yaml = `incoming: {listen: ["127.0.0.1:${socket.address().port}"]}\n`;
  const { code, err } = span53('recursor', '-C', file('used.yml', yaml));
  socket.close();
  assert.equal(code, 1);
  assert.match(err, /cannot listen on udp 127\.0\.0\.1:\d+: the address is in use/);
});

test('auth: a file that is no database, and zone files with mistakes: exit 1, every mistake, nothing stored', () => {
  file('not.sqlite', 'this is text, not a database, and long enough to be looked at');
  const broken = span53('auth', '-C', file('notdb.yml', good.auth.replace('zones.sqlite', 'not.sqlite')));
  assert.equal(broken.code, 1);
  assert.match(broken.err, /not\.sqlite/);
  file('bad.test.zone', '$TTL 60\n@ SOA ns hostmaster 1 2 3 4 5\n@ NS ns\nns A 192.0.2.300\nmx MX ten mail\n');
  const zones = span53('auth', '-C', file('zones.yml', `${good.auth}zone-directory: ${folder}\n`));
  assert.equal(zones.code, 1);
  assert.match(zones.err, /bad\.test\.zone:4:/);
  assert.match(zones.err, /bad\.test\.zone:5:/);
  assert.ok(!existsSync(path.join(folder, 'zones.sqlite')));
});

test('span53 alone, --version, an unknown command', () => {
  assert.match(span53().out, /usage: span53 COMMAND/);
  assert.match(span53('--version').out, /^span53 \d/);
  assert.equal(span53('nonsense').code, 2);
});

for (const command of ['up', 'dig', 'trace', 'check', 'zone']) {
  test(`span53 ${command} --help: what it does and its usage, exit code 0`, () => {
    const { code, out, err } = span53(command, '--help');
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, new RegExp(`^span53 ${command}: .+\n\nusage: span53 ${command} `));
  });
}

const badTraceWords = [
  { args: ['--last', '0'], says: /^span53 trace: 0: not a number from 1 to 500\nusage: / },
  { args: ['--last', '5', '6'], says: /^span53 trace: one word too many: 6\n/ },
  { args: ['nonsense'], says: /^span53 trace: nonsense: not a trace ID\n/ },
  {
    args: ['--last', '--collector', 'nonsense'],
    says: /^span53 trace: --collector nonsense: not an http or https URL/,
  },
  { args: [], says: /^span53 trace: say which/ },
];
for (const { args, says } of badTraceWords) {
  test(`span53 trace ${args.join(' ')}: bad usage`, () => {
    const { code, err } = span53('trace', ...args);
    assert.equal(code, 2);
    assert.match(err, says);
  });
}

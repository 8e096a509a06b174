import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { ConfigError, formatIssue, type Override } from '@span53/config';
import { TestFolder } from '../sqlite/database.fixture.ts';
import { loadAuthConfig } from './load.ts';

const load = (text: string, file = 'auth.yml', overrides: Override[] = []) =>
  loadAuthConfig({ file, text, overrides, options: {} }, { version: '1.2.3' });

function problems(text: string, file = 'auth.yml'): string[] {
  try {
    load(text, file);
  } catch (error) {
    if (error instanceof ConfigError) return error.issues.map(formatIssue);
    throw error;
  }
  return [];
}

test("an empty file gives PowerDNS' defaults", () => {
  const { config, warnings } = load('');
  assert.deepEqual(config.listen.map(String), ['0.0.0.0:53', '[::]:53']);
  assert.equal(config.keys['gsqlite3-database'], 'powerdns.sqlite');
  assert.deepEqual(
    [config.keys['cache-ttl'], config.keys['negquery-cache-ttl'], config.keys['query-cache-ttl']],
    [20, 60, 20],
  );
  assert.equal(config.keys['udp-truncation-threshold'], 1232);
  assert.deepEqual([config.webListen, config.workers, warnings], [[], 'auto', []]);
  assert.equal(config.identity.version, 'Span53 Authoritative Server 1.2.3');
});

const same: [yaml: string, conf: string][] = [
  ['local-address: [127.0.0.1, "::1"]', 'local-address=127.0.0.1, ::1'],
  ['local-address: "127.0.0.1:5300"\nlocal-port: 5301', 'local-port=5301\nlocal-address=127.0.0.1:5300'],
  ['cache-ttl: 0', '  cache-ttl = 0   # off'],
  [
    'api: true\napi-key: k\nwebserver-allow-from: [192.0.2.0/24]',
    'api=yes\napi-key=k\nwebserver-allow-from=192.0.2.0/24',
  ],
  ['webserver: "on"', 'webserver'.concat('=on')],
  ['launch: gsqlite3\ngsqlite3-database: /x.db', 'launch=gsqlite3:main\ngsqlite3-main-database=/x.db'],
  ['receiver-threads: 3', 'receiver-threads=3'],
  ['workers: auto', 'workers=auto'],
  ['version-string: anonymous\nserver-id: disabled', 'version-string=anonymous\nserver-id=disabled'],
  ['local-address: ["192.0.2.1", "192.0.2.2"]', 'local-address=192.0.2.1\nlocal-address+=192.0.2.2'],
];
for (const [yaml, conf] of same) {
  test(`pdns.conf says the same as YAML: ${conf.replaceAll('\n', ' | ')}`, () => {
    const plain = ({ config }: ReturnType<typeof load>) =>
      JSON.stringify({ ...config, telemetry: 0, listen: config.listen.map(String), web: config.webListen.map(String) });
    assert.equal(plain(load(conf, 'pdns.conf')), plain(load(yaml)));
  });
}

const wrong: [text: string, file: string, issues: string[]][] = [
  ['cache-tll: 5', 'auth.yml', ['auth.yml:1:1 cache-tll: no such key; did you mean "cache-ttl"?']],
  [
    'a=1\n\ncache-ttl=-1',
    'pdns.conf',
    ['pdns.conf:3:1 cache-ttl: expected a whole number from 0 to 31536000, got "-1"', 'pdns.conf:1:1 a: no such key'],
  ],
  ['primary: yes', 'auth.yml', ['auth.yml:1:10 primary: known to PowerDNS, not supported by Span53']],
  ['also-notify=192.0.2.1', 'x.conf', ['x.conf:1:1 also-notify: known to PowerDNS, not supported by Span53']],
  [
    'gsqlite3-basic-query=SELECT 1',
    'x.conf',
    ['x.conf:1:1 gsqlite3-basic-query: known to PowerDNS, not supported by Span53'],
  ],
  ['launch: bind', 'auth.yml', ['auth.yml:1:9 launch: backend bind is known to PowerDNS, not supported by Span53']],
  [
    'local-address: 192.0.2.300',
    'auth.yml',
    ['auth.yml:1:16 local-address: expected IP or IP:port, got "192.0.2.300"'],
  ],
  [
    'gsqlite3-pragma-journal-mode: "WAL; DROP TABLE records"',
    'auth.yml',
    ['auth.yml:1:31 gsqlite3-pragma-journal-mode: expected one of DELETE, TRUNCATE, PERSIST, MEMORY, WAL, OFF'],
  ],
  ['this is no setting', 'x.conf', ['x.conf:1:1 expected name=value']],
  ['api: maybe', 'auth.yml', ['auth.yml:1:6 api: expected yes or no, got "maybe"']],
];
for (const [text, file, issues] of wrong) {
  test(`${file}: ${text.replaceAll('\n', ' | ')} is told with its place`, () => {
    assert.deepEqual(problems(text, file).toSorted(), issues.toSorted());
  });
}

test("settings at PowerDNS' default ask for nothing", () => {
  const { warnings } = load('primary=no\nsecondary=off\nallow-axfr-ips=127.0.0.0/8, ::1\nsetuid=\n', 'pdns.conf');
  assert.deepEqual(warnings, []);
});

test('settings that make no difference warn', () => {
  const { warnings } = load('# a comment\nsecurity-poll-suffix=\nguardian=yes\n', 'pdns.conf');
  assert.deepEqual(warnings.map(formatIssue), [
    'pdns.conf:2:1 security-poll-suffix: makes no difference to Span53',
    'pdns.conf:3:1 guardian: makes no difference to Span53',
  ]);
});

test('include-dir adds the *.conf files of a folder in order, and problems name them', () => {
  using folder = new TestFolder();
  mkdirSync(folder.file('d'));
  writeFileSync(folder.file('d/20.conf'), 'cache-ttl=20\nlocal-port=5320\n');
  writeFileSync(folder.file('d/10.conf'), 'cache-ttl=10\nlocal-port=5310\nserver-id=ten\n');
  writeFileSync(folder.file('d/notes.txt'), 'nonsense');
  const file = folder.file('pdns.conf');
  const { config } = load('include-dir=d\ncache-ttl=1\n', file);
  assert.deepEqual([config.keys['cache-ttl'], config.listen[0]!.port, config.identity.serverId], [20, 5320, 'ten']);
  writeFileSync(folder.file('d/20.conf'), '\nprimary=yes\n');
  assert.deepEqual(problems('include-dir=d', file), [
    `${folder.file('d/20.conf')}:2:1 primary: known to PowerDNS, not supported by Span53`,
  ]);
  assert.match(problems('include-dir=none', file)[0]!, /include-dir: cannot be read/);
});

test('--set wins, and secrets are not printed', () => {
  const { config, printable } = load('api: yes\napi-key: k\nwebserver-password: p', 'auth.yml', [
    { key: 'local-port', value: '5300' },
  ]);
  assert.equal(config.listen[0]!.port, 5300);
  assert.deepEqual(printable, { api: 'yes', 'api-key': '***', 'webserver-password': '***', 'local-port': 5300 });
});

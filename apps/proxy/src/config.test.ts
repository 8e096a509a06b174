import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { ConfigError, formatIssue } from '@span53/config';

import { loadProxyConfig } from './config.ts';

function load(text: string, options: Record<string, string[] | boolean> = {}, file = 'proxy.yml') {
  return loadProxyConfig({ file, text, overrides: [], options });
}

/** Problems and warnings, as an operator reads them, without the file's name. */
function verdict(text: string, options: Record<string, string[] | boolean> = {}) {
  try {
    const { warnings } = load(text, options);
    return { problems: [], warnings: warnings.map(told) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { problems: error.issues.map(told), warnings: [] };
  }
}

const told = (issue: Parameters<typeof formatIssue>[0]): string => formatIssue(issue).replace('proxy.yml:', '');
const sample = (name: string): string => readFileSync(new URL(`../samples/${name}.yml`, import.meta.url), 'utf8');
const backend = 'backends: [{address: "192.0.2.1", protocol: Do53}]';

const refused = 'known to PowerDNS, not supported by Span53';
const unused = 'makes no difference to Span53';

const samples = [
  { name: 'two-resolvers', problems: [], warnings: [] },
  {
    name: 'pools-by-name',
    problems: [],
    warnings: [`5:5 binds[0].reuseport: ${unused}`, `6:5 binds[0].threads: ${unused}`],
  },
  {
    name: 'health-checks-and-weights',
    problems: [
      '16:13 backends[1].health_checks.mode: lazy health checks are not supported by Span53',
      `20:13 backends[1].health_checks.lazy: ${refused}`,
      '22:15 backends[2].protocol: only Do53 backends are supported by Span53',
      `26:10 backends[2].tls: ${refused}`,
    ],
    warnings: [],
  },
  {
    name: 'cache-behaviour',
    problems: [],
    warnings: [
      `7:34 packet_caches[0].shards: ${unused}`,
      `7:123 packet_caches[0].keep_stale_data: ${unused}`,
      `12:63 cache_settings.cleaning_percentage: ${unused}`,
    ],
  },
  {
    name: 'observability',
    problems: [
      `17:28 webserver.prometheus_add_instance: ${refused}`,
      `19:19 console.listen_address: ${refused}`,
      `22:22 ring_buffers.size: ${refused}`,
    ],
    warnings: [],
  },
];
for (const { name, problems, warnings } of samples) {
  test(`sample ${name}: loads, or names each key that it may not have`, () => {
    assert.deepEqual(verdict(sample(name)), { problems, warnings });
  });
}

test('the proxy half of the configuration that PowerDNS presented loads unchanged', () => {
  const loggers = '{protobuf_loggers: [{name: pblog, address: "127.0.0.1:5301"}]}';
  const action = '{type: SetTrace, value: true, remote_loggers: [pblog]}';
  const rule = `{name: Enable tracing, selector: {type: All}, action: ${action}}`;
  const text = [
    'logging: {open_telemetry_tracing: {enabled: true}}',
    `remote_logging: ${loggers}`,
    `query_rules: [${rule}]`,
    'binds: [{listen_address: "127.0.0.1:5300"}]',
    backend,
  ].join('\n');
  const { config, warnings } = load(text);
  assert.deepEqual(warnings, []);
  assert.equal(config.recordAll, true);
  assert.deepEqual(
    config.telemetry.destinations.map(({ name, type }) => [name, type]),
    [['pblog', 'pdns']],
  );
  assert.deepEqual(config.telemetry.tracing?.traceTo, [], 'no exporter of our own gets anything');
});

test('without binds and -l: where dnsdist listens; -l replaces, --acl adds', () => {
  const listen = (options: Record<string, string[]>, text = backend) =>
    load(text, options).config.listen.map(({ address }) => address.toString());
  assert.deepEqual(listen({}), ['127.0.0.1:53']);
  const text = `binds: [{listen_address: "192.0.2.9"}]\n${backend}`;
  assert.deepEqual(listen({}, text), ['192.0.2.9:53']);
  assert.deepEqual(listen({ local: ['127.0.0.1:5300', '[::1]:5300'] }, text), ['127.0.0.1:5300', '[::1]:5300']);
  const { acl } = load(`acl: ["192.0.2.0/24"]\n${backend}`, { acl: ['198.51.100.0/24'] }).config.yaml;
  assert.equal(acl.toString(), '192.0.2.0/24, 198.51.100.0/24');
});

test('bad values on the command line name their option', () => {
  assert.deepEqual(verdict(backend, { local: ['nowhere'], acl: ['x/99'] }).problems, [
    '--local expected IP or IP:port, got "nowhere"',
    '--acl expected an IP prefix, got "x/99"',
  ]);
});

test('no backend is a warning, as in dnsdist', () => {
  assert.deepEqual(verdict('').warnings, [
    'proxy.yml backends: No downstream servers defined: all packets will get dropped',
  ]);
});

const refusals = [
  [
    'binds: [{listen_address: "192.0.2.1:853", protocol: DoT}]',
    '1:53 binds[0].protocol: only Do53 listeners are supported by Span53',
  ],
  ['backends: [{address: "192.0.2.1"}]', '1:12 backends[0].protocol: missing'],
  [
    'backends: [{address: "dns.example", protocol: Do53}]',
    '1:22 backends[0].address: expected IP or IP:port, got "dns.example"',
  ],
  ['backends: [{address: "192.0.2.1", protocol: do53, weight: 0}]', '1:59 backends[0].weight: expected at least 1'],
  ['dynamic_rules: [{name: a, rules: []}]', `1:16 dynamic_rules: ${refused}`],
  ['packet_caches: [{name: a, size: 0}]', '1:33 packet_caches[0].size: expected at least 1'],
  ['pools: [{name: "", packet_cache: x}]', '1:34 pools[0].packet_cache: unable to find a cache named "x"'],
  ['packet_caches: [{name: a, size: 1}, {name: a, size: 1}]', '1:44 packet_caches[1].name: the name "a" is taken'],
  ['tunning: {}', '1:1 tunning: no such key; did you mean "tuning"?'],
  ['general: {server_id: 5}', '1:22 general.server_id: expected a string'],
  ['logging: {verbose: yes}', '1:20 logging.verbose: expected true or false'],
] as const;
for (const [text, problem] of refusals) {
  test(`refused: ${text}`, () => {
    const full = text.includes('backends:') ? text : `${text}\n${backend}`;
    assert.deepEqual(verdict(full).problems, [problem]);
  });
}

test('two backends alike, and two rules alike, are told apart in metrics', () => {
  const twice = `backends: [{address: "192.0.2.1", protocol: Do53}, {address: "192.0.2.1", protocol: Do53}]`;
  const rule = '{name: same, selector: {type: All}, action: {type: None}}';
  assert.deepEqual(verdict(`${twice}\nquery_rules: [${rule}, ${rule}]`).problems, []);
});

test('tier C blocks load and warn once each', () => {
  const text = 'snmp: {enabled: true}\nsecurity_polling: {polling_interval: 0}\nebpf: {ipv4: {max_entries: 5}}';
  assert.deepEqual(
    verdict(`${text}\n${backend}`).warnings,
    ['1:1 snmp', '2:1 security_polling', '3:1 ebpf'].map((place) => `${place}: ${unused}`),
  );
});

test('--print-config hides secrets', () => {
  const { printable } = load(
    `webserver: {listen_addresses: ["127.0.0.1:8083"], api_key: hidden, password: hidden}\n${backend}`,
  );
  assert.deepEqual((printable as { webserver: object }).webserver, {
    listen_addresses: ['127.0.0.1:8083'],
    api_key: '***',
    password: '***',
  });
});

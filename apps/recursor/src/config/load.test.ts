import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ConfigError, formatIssue } from '@span53/config';
import { IPAddress } from '@span53/dns/inet';
import { DNSName } from '@span53/dns/wire';
import { loadRecursorConfig } from './load.ts';

const load = (text: string) => loadRecursorConfig({ file: 'recursor.yml', text, overrides: [], options: {} });
const problemsOf = (text: string): string[] => {
  try {
    load(text);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.issues.map(formatIssue);
  }
};

test('an empty file is PowerDNS’ defaults', () => {
  const { config, warnings } = load('');
  assert.deepEqual(warnings, []);
  assert.deepEqual(config.listen.map(String), ['127.0.0.1:53', '[::1]:53']);
  assert.equal(config.hints?.servers.length, 13);
  assert.equal(config.ipv6, false);
  const { incoming, outgoing } = config.yaml;
  assert.ok(incoming.allow_from.matches(IPAddress.parse('192.168.1.1')!));
  assert.ok(!incoming.allow_from.matches(IPAddress.parse('192.0.2.1')!));
  assert.ok(outgoing.dont_query.matches(IPAddress.parse('127.0.0.1')!));
  assert.equal(outgoing.max_qperq, 50);
});

test('both spellings of structured entries, ports, forward zones, trace targets', () => {
  const { config } = load(`
incoming: {listen: ["127.0.0.1", "127.0.0.2:5300"], port: 5301}
recursor:
  forward_zones: [{zone: corp.example, forwarders: ["192.0.2.1", "192.0.2.2:5300"]}]
  forward_zones_recurse: [{zone: ".", forwarders: ["192.0.2.3"]}]
outgoing: {traceparent_to: ["127.0.0.0/8", "test"]}
logging: {protobuf_servers: [{servers: ["192.0.2.9:5301"], log_queries: false, exportTypes: [A, TXT]}]}
`);
  assert.deepEqual(config.listen.map(String), ['127.0.0.1:5301', '127.0.0.2:5300']);
  const corp = config.forwards.get(DNSName.of('corp.example.'))!;
  assert.equal(corp.mode, 'forward');
  assert.deepEqual(corp.servers[0]!.addresses.map(String), ['192.0.2.1:53', '192.0.2.2:5300']);
  assert.equal(config.forwards.get(DNSName.root)?.mode, 'recurse');
  assert.ok(config.traceServers.matches(IPAddress.parse('127.0.0.9')!));
  assert.ok(config.traceZones.covers(DNSName.of('www.test.')));
  const [server] = config.yaml.logging.protobuf_servers;
  assert.equal(server?.logQueries, false);
  assert.equal(server.logResponses, true);
  assert.deepEqual(server.exportTypes, [1, 16]);
});

test('listen: a port as written, 0 for one that the system picks, `port` only where none is written', () => {
  const { config } = load('incoming: {listen: ["127.0.0.1:0", "[::1]:0", "127.0.0.2", "::1", "[::1]"], port: 5301}');
  const texts = config.listen.map(String);
  assert.deepEqual(texts, ['127.0.0.1:0', '[::1]:0', '127.0.0.2:5301', '[::1]:5301', '[::1]:5301']);
});

const bad = [
  { yaml: 'incoming:\n  alow_from: []', says: /recursor\.yml:2:3 incoming\.alow_from: no such key.*allow_from/ },
  { yaml: 'outgoing:\n  cookies: true', says: /recursor\.yml:2:\d+ outgoing\.cookies: known to PowerDNS, not supp/ },
  { yaml: 'recursor:\n  rpzs: [{name: x}]', says: /2:\d+ recursor\.rpzs: known to PowerDNS, not supported/ },
  { yaml: 'dnssec: {validation: validate}', says: /1:\d+ dnssec\.validation: validation is not supported yet/ },
  { yaml: 'recursor: {event_trace_enabled: 5}', says: /event_trace_enabled: expected 0, or 4/ },
  { yaml: 'recordcache: {max_ttl: 5}', says: /recordcache\.max_ttl: expected a whole number from 15/ },
  { yaml: 'outgoing: {source_address: []}', says: /no outgoing addresses configured/ },
  { yaml: 'outgoing: {udp_source_port_min: 9, udp_source_port_max: 8}', says: /is above udp_source_port_max/ },
  { yaml: 'outgoing: {traceparent_to: ["a..b"]}', says: /traceparent_to\[0\]: expected an IP prefix or a zone/ },
  { yaml: 'recursor: {hint_file: /nonexistent/hints}', says: /recursor\.hint_file: cannot be read/ },
  { yaml: 'recursor: {forward_zones: [{zone: a.example}]}', says: /forward_zones\[0\].*forwarders.*missing/ },
  { yaml: 'recursor: {any_to_tcp: yes}', says: /any_to_tcp: expected true or false/ },
];
for (const { yaml, says } of bad) {
  test(`told with its place: ${yaml.replaceAll('\n', ' ')}`, () => {
    const [first = ''] = problemsOf(yaml);
    assert.match(first, says);
  });
}

test('what makes no difference, or is dangerous, is a warning', () => {
  const { warnings } = load('recursor: {stack_size: 1}\nincoming: {allow_from: []}\ndnssec: {validation: process}');
  const texts = warnings.map(formatIssue);
  assert.match(texts[0]!, /recursor\.yml:1:\d+ recursor\.stack_size: makes no difference/);
  assert.match(texts[1]!, /incoming\.allow_from: queries from all IP addresses are allowed/);
  assert.match(texts[2]!, /dnssec\.validation: nothing is validated yet/);
});

test('secrets are not printed', () => {
  assert.deepEqual(load('webservice: {api_key: geheim, port: 8083}').printable, {
    webservice: { api_key: '***', port: 8083 },
  });
});

/** Samples of PowerDNS' format: loaded, or refused for keys that are named here. */
const samples = [
  { file: 'r1-minimal', refused: [] },
  {
    file: 'r2-company-forwarder',
    refused: ['auth_zones', 'export_etc_hosts', 'export_etc_hosts_search_suffix', 'negative_trustanchors'],
  },
  {
    file: 'r3-strict-validation',
    refused: [
      'validation',
      'log_bogus',
      'aggressive_nsec_cache_size',
      'disabled_algorithms',
      'trustanchors',
      'trustanchorfile',
      'cookies',
    ],
  },
  { file: 'r4-policy-zones-and-hooks', refused: ['allow_notify_from', 'allow_notify_for', 'lua_dns_script', 'rpzs'] },
  {
    file: 'r5-resilience-and-cache',
    refused: ['refresh_on_ttl_perc', 'serve_stale_extensions', 'locked_ttl_perc', 'zonetocaches', 'dot_to_auth_names'],
  },
  {
    file: 'r6-access-provider-with-a-second-file',
    refused: [
      'proxy_protocol_from',
      'use_incoming_edns_subnet',
      'edns_padding_from',
      'edns_subnet_allow_list',
      'include_dir',
      'dns64_prefix',
      'forwarding_catalog_zones',
      'sortlists',
      'api_dir',
    ],
  },
];
for (const { file, refused } of samples) {
  test(`sample ${file}: ${refused.length === 0 ? 'loads' : `refused for ${refused.join(', ')}`}`, () => {
    const text = readFileSync(new URL(`../../samples/${file}.yml`, import.meta.url), 'utf8');
    const keys = problemsOf(text).map(
      (problem) => /\.(\w+)(\[\d+\])*: /.exec(problem.split(' ').slice(1).join(' '))?.[1],
    );
    assert.deepEqual([...new Set(keys)].toSorted(), refused.toSorted());
  });
}

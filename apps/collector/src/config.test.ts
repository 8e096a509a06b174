import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError, formatIssue, formatYaml } from '@span53/config';
import { loadConfig } from './config.ts';

const load = (text: string) => loadConfig({ text, file: 'collector.yml', overrides: [] });

test('an empty file is a collector on loopback with the default ports', () => {
  const { config } = load('');
  assert.deepEqual(
    [config.otlp.listen, config.pdns_protobuf.listen, config.web.listen].map((list) => list.map(String)),
    [['127.0.0.1:4318'], ['127.0.0.1:5301'], ['127.0.0.1:5380']],
  );
  assert.equal(config.store.max_size, 1024 ** 3);
  assert.equal(config.store.max_age, 7 * 86_400_000);
  assert.deepEqual(config.forward, []);
});

test('every key can be set', () => {
  const { config } = load(`
otlp: { listen: ["0.0.0.0", "[::1]:4000"], max_body: 1MiB }
pdns_protobuf: { listen: [], frame: 4, max_frame: 64k, max_connections: 3, idle_timeout: 5m }
store: { path: ":memory:", max_size: 50MiB, max_age: 1h, max_spans_per_trace: 100 }
queue: { max_spans: 1000, max_size: 1MiB }
tail: { max_clients: 1, buffer: 10 }
web: { listen: ["127.0.0.1:0"], hosts: [traces.example.net] }
forward: [{ endpoint: "https://otlp.example.net/v1/traces", headers: { authorization: "Bearer x" }, queue_size: 1MiB }]
log_level: debug
`);
  assert.deepEqual(config.otlp.listen.map(String), ['0.0.0.0:4318', '[::1]:4000']);
  assert.equal(config.pdns_protobuf.frame, 4);
  assert.equal(config.pdns_protobuf.idle_timeout, 300_000);
  assert.equal(config.forward[0]!.timeout, 10_000);
});

const problems: readonly (readonly [string, RegExp])[] = [
  ['otlp: { listen: ["example.net:4318"] }', /collector\.yml:1:18 otlp\.listen\[0\]: expected IP or IP:port/],
  ['pdns_protobuf: { frame: 3 }', /expected 2 or 4/],
  ['store: { max_age: soon }', /expected a duration/],
  ['forward: [{ endpoint: "collector:4317" }]', /expected an http or https URL/],
  ['forward: [{}]', /endpoint: missing/],
  ['forward: [{ endpoint: "http://127.0.0.1:4318/v1/traces" }]', /the collector itself/],
  ['forward: [{ endpoint: "http://localhost:4318/v1/traces" }]', /the collector itself/],
  ['otlp: { listen: ["0.0.0.0"] }\nforward: [{ endpoint: "http://127.0.0.1:4318/v1/traces" }]', /the collector itself/],
  ['otlp: { listen: ["[::]"] }\nforward: [{ endpoint: "http://localhost:4318/v1/traces" }]', /the collector itself/],
  ['stores: {}', /no such key; did you mean "store"\?/],
];
for (const [text, expected] of problems) {
  test(`refused: ${text}`, () => {
    assert.throws(
      () => load(text),
      (error) => error instanceof ConfigError && expected.test(error.issues.map(formatIssue).join('\n')),
    );
  });
}

test('what is printed shows effective values under the keys of the file, and no credentials', () => {
  const { printable } = load('forward: [{ endpoint: "https://x.example/", headers: { authorization: secret } }]');
  const text = JSON.stringify(printable);
  assert.match(text, /"listen":\["127\.0\.0\.1:4318"\]/);
  assert.match(text, /"authorization":"\*\*\*"/);
  assert.doesNotMatch(text, /secret/);
  assert.deepEqual(load(formatYaml(printable)).printable, printable);
});

test('a back end on localhost is another one when we listen on an address of the network only', () => {
  const { config } = load(
    'otlp: { listen: ["192.0.2.1"] }\nforward: [{ endpoint: "http://localhost:4318/v1/traces" }]',
  );
  assert.equal(config.forward.length, 1);
});

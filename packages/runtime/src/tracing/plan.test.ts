import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError, formatIssue, loadYaml, structure } from '@span53/config';
import { type PlanInput, planTelemetry } from './plan.ts';
import { tracingSchema } from './schema.ts';

const schema = structure({ tracing: tracingSchema });
const load = (yaml: string) => loadYaml({ text: yaml, file: 't.yml', schema }).value.tracing;

function plan(yaml: string, settings: Partial<PlanInput> = {}) {
  return planTelemetry({
    config: load(yaml),
    app: 'proxy',
    version: '0.1.0',
    environment: {},
    process: { host: 'host.test', pid: 53 },
    ...settings,
  });
}

function problems(yaml: string): string[] {
  try {
    load(yaml);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.issues.map(formatIssue);
  }
  return [];
}

test('nothing configured: tracing is off', () => {
  assert.deepEqual(plan(''), { tracing: undefined, destinations: [], inFlightBytesMax: 8 * 1024 * 1024, warnings: [] });
});

test('switched on: loopback may ask, all is kept, OTLP to the usual port', () => {
  const { tracing, destinations } = plan('tracing: {enabled: true}');
  assert.deepEqual(
    tracing!.accept.map(({ sources, ...rest }) => ({ ...rest, sources: sources.map(String) })),
    [
      {
        sources: ['127.0.0.0/8', '::1/128'],
        tsigKeys: [],
        trust: 'continue',
        honourSampledFlag: 'presence',
        maxTracesPerSecond: 100,
      },
    ],
  );
  assert.deepEqual([tracing!.sampler, tracing!.tail], [{ kind: 'parentbased_always_on', ratio: 1 }, undefined]);
  const { spansMax, ...perSpan } = tracing!.limits;
  assert.deepEqual([spansMax, perSpan], [64, { attributesMax: 128, eventsMax: 128, linksMax: 128 }]);
  assert.deepEqual([tracing!.optionCode, tracing!.probe, tracing!.traceTo], [65_500, true, [0]]);
  assert.deepEqual(tracing!.encoder.resource, {
    'service.name': 'span53-proxy',
    'service.version': '0.1.0',
    'service.instance.id': 'host.test:53',
    'host.name': 'host.test',
    'process.pid': 53,
    'telemetry.sdk.name': 'span53',
    'telemetry.sdk.language': 'nodejs',
    'telemetry.sdk.version': '0.1.0',
  });
  const [otlp] = destinations;
  assert.ok(otlp?.type === 'otlp');
  assert.deepEqual([otlp.name, otlp.url, otlp.userAgent], ['otlp', 'http://localhost:4318/v1/traces', 'Span53/0.1.0']);
});

test('the recursor keeps more spans of a trace', () => {
  assert.equal(plan('tracing: {enabled: true}', { app: 'recursor' }).tracing!.limits.spansMax, 512);
});

const full = `
tracing:
  enabled: true
  service_name: edge
  instance_id: one
  resource: {deployment.environment.name: lab}
  accept:
    - sources: [192.0.2.0/24, 2001:db8::/32]
      trust: LINK
      honour_sampled_flag: w3c
      max_traces_per_second: 0.5
    - tsig_keys: [Lab]
  sampler: {type: traceidratio, ratio: 0.25}
  tail: {latency: 100ms, rcodes: [servfail, BADCOOKIE], error: true}
  downstream: [198.51.100.0/24]
  detail: high
  legacy_attributes: true
  drop_attributes: [client.address]
  limits: {spans: 10, value_length: 99}
  exporter:
    - {type: otlp, url: "https://collector.example/v1/traces", protocol: http/json, headers: {a: b}, interval: 2s, tls: {ca_file: /ca}}
    - {type: file, path: /tmp/t.jsonl, max_size: 1MiB}
    - {type: pdns, name: stream, servers: ["192.0.2.9", "[2001:db8::9]:5302"], frame4: true, strategy: hashed}
`;

test('everything configured', () => {
  const { tracing, destinations } = plan(full);
  const { accept, sampler, tail, encoder, limits, detail } = tracing!;
  assert.deepEqual(
    accept.map(({ trust, tsigKeys, honourSampledFlag, maxTracesPerSecond }) => [
      trust,
      tsigKeys,
      honourSampledFlag,
      maxTracesPerSecond,
    ]),
    [
      ['link', [], 'w3c', 0.5],
      ['continue', ['lab.'], 'presence', 100],
    ],
  );
  assert.deepEqual(sampler, { kind: 'traceidratio', ratio: 0.25 });
  assert.deepEqual(tail, { latencyMs: 100, rcodes: new Set(['SERVFAIL', 'BADCOOKIE']), error: true });
  assert.deepEqual([detail, limits.spansMax, encoder.valueLengthMax], ['high', 10, 99]);
  assert.deepEqual(encoder.scope, { name: 'span53/proxy', version: '0.1.0', attributes: { instance: 'one' } });
  assert.equal(encoder.aliases?.get('client.address')?.key, 'query.remote.address');
  assert.deepEqual([...encoder.drop!], ['client.address']);
  assert.deepEqual(
    [encoder.resource['service.name'], encoder.resource['deployment.environment.name']],
    ['edge', 'lab'],
  );
  const [otlp, file, stream] = destinations;
  assert.ok(otlp?.type === 'otlp' && file?.type === 'file' && stream?.type === 'pdns');
  assert.deepEqual(
    [otlp.url, otlp.encoding, otlp.headers, otlp.intervalMs, otlp.tls, otlp.compression],
    ['https://collector.example/v1/traces', 'json', { a: 'b' }, 2000, { ca: '/ca' }, 'gzip'],
  );
  assert.deepEqual([file.name, file.fileBytesMax], ['file-2', 1024 * 1024]);
  assert.deepEqual(
    [stream.name, stream.servers, stream.prefix, stream.strategy],
    ['stream', ['192.0.2.9:5301', '[2001:db8::9]:5302'], 4, 'Hashed'],
  );
  assert.deepEqual(tracing!.traceTo, [0, 1, 2]);
});

test('one exporter needs no list', () => {
  const { destinations } = plan(
    'tracing: {enabled: true, exporter: {type: otlp, url: "http://192.0.2.1:4318/v1/traces"}}',
  );
  assert.deepEqual(
    destinations.map(({ name }) => name),
    ['otlp'],
  );
});

test('OTEL_* fill what the file leaves open, and do not override it', () => {
  const environment = {
    OTEL_SERVICE_NAME: 'from-environment',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://192.0.2.1:4318',
    OTEL_EXPORTER_OTLP_COMPRESSION: 'none',
    OTEL_EXPORTER_OTLP_TIMEOUT: '53',
    OTEL_TRACES_SAMPLER: 'traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.5',
    OTEL_RESOURCE_ATTRIBUTES: 'a=b',
    OTEL_BSP_SCHEDULE_DELAY: 'x',
  };
  const open = plan('tracing: {enabled: true}', { environment });
  const [otlp] = open.destinations;
  assert.ok(otlp?.type === 'otlp');
  assert.deepEqual([otlp.url, otlp.compression, otlp.timeoutMs], ['http://192.0.2.1:4318/v1/traces', 'none', 53]);
  assert.deepEqual(open.tracing!.sampler, { kind: 'traceidratio', ratio: 0.5 });
  const { resource } = open.tracing!.encoder;
  assert.deepEqual([resource['service.name'], resource['a']], ['from-environment', 'b']);
  assert.equal(open.warnings.length, 1);

  const explicit = plan(full, { environment });
  const [mine] = explicit.destinations;
  assert.ok(mine?.type === 'otlp');
  assert.deepEqual([mine.url, mine.timeoutMs], ['https://collector.example/v1/traces', 53]);
  assert.deepEqual(explicit.tracing!.sampler.ratio, 0.25);
  assert.equal(explicit.tracing!.encoder.resource['service.name'], 'edge');
});

test('OTEL_SDK_DISABLED switches off, OTEL_TRACES_EXPORTER=none keeps recording', () => {
  assert.equal(plan('tracing: {enabled: true}', { environment: { OTEL_SDK_DISABLED: 'true' } }).tracing, undefined);
  const none = plan('tracing: {enabled: true}', { environment: { OTEL_TRACES_EXPORTER: 'none' } });
  assert.deepEqual([none.tracing?.traceTo, none.destinations], [[], []]);
});

test("destinations of PowerDNS' keys come after ours and get no trace by themselves", () => {
  const extra = [{ name: 'pb', type: 'file', path: '/tmp/x', fileBytesMax: 1, queueBytesMax: 1 }] as const;
  const { tracing, destinations } = plan('tracing: {enabled: true}', { extra });
  assert.deepEqual([destinations.map(({ name }) => name), tracing!.traceTo], [['otlp', 'pb'], [0]]);
  assert.deepEqual(plan('', { extra }).destinations, extra);
});

test('all problems at once, with their places', () => {
  const yaml = `tracing:
  enabeld: true
  accept: [{sources: [192.0.2.0/33], trust: maybe}]
  sampler: {ratio: 2}
  drop_attributes: [dns.nothing]
  exporter: {type: otlp, url: "ftp://x"}`;
  assert.deepEqual(problems(yaml), [
    't.yml:3:23 tracing.accept[0].sources[0]: expected an IP prefix, got "192.0.2.0/33"',
    't.yml:3:45 tracing.accept[0].trust: expected continue, link, deny, got "maybe"',
    't.yml:4:20 tracing.sampler.ratio: expected 0 to 1',
    't.yml:5:21 tracing.drop_attributes[0]: expected an attribute of the dictionary',
    't.yml:6:31 tracing.exporter.url: expected an http or https URL',
    't.yml:2:3 tracing.enabeld: no such key; did you mean "enabled"?',
  ]);
});

const beyondLimits = [
  ['{type: otlp, interval: 30d}', 'interval: expected at most 24h'],
  ['{type: otlp, batch_bytes: 65MiB}', 'batch_bytes: expected at most 64MiB'],
  ['{type: pdns, servers: ["192.0.2.1"], queue_bytes: 0}', 'queue_bytes: expected at least 1KiB'],
] as const;
for (const [exporter, says] of beyondLimits) {
  test(`no timer, request or queue has room for ${exporter}`, () => {
    const [problem, ...others] = problems(`tracing: {exporter: ${exporter}}`);
    assert.ok(problem?.endsWith(says), problem);
    assert.deepEqual(others, []);
  });
}

test('octets on the way are counted in 32 bits', () => {
  assert.match(problems('tracing: {limits: {in_flight_bytes: 4GiB}}').join(), /expected at most 1GiB/);
});

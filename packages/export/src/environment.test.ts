import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type OtelEnvironment, readOtelEnvironment } from './environment.ts';

const read = (variables: Record<string, string>): Partial<OtelEnvironment> => {
  const { resource, warnings, disabled, ...rest } = readOtelEnvironment(variables);
  return {
    ...rest,
    ...(disabled && { disabled }),
    ...(Object.keys(resource).length > 0 && { resource }),
    ...(warnings.length > 0 && { warnings }),
  };
};

const cases: { what: string; variables: Record<string, string>; expected: Partial<OtelEnvironment> }[] = [
  { what: 'nothing set', variables: {}, expected: {} },
  { what: 'empty is unset', variables: { OTEL_SERVICE_NAME: '', OTEL_TRACES_SAMPLER: ' ' }, expected: {} },
  {
    what: 'the base endpoint gets the path of traces',
    variables: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://192.0.2.1:4318/base/' },
    expected: { url: 'http://192.0.2.1:4318/base/v1/traces' },
  },
  {
    what: 'the endpoint of traces is used as it is, and wins',
    variables: {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://192.0.2.1:4318',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://collector.example',
    },
    expected: { url: 'https://collector.example/' },
  },
  {
    what: 'an endpoint that is no URL',
    variables: { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector.example:4318' },
    expected: {
      warnings: ['OTEL_EXPORTER_OTLP_ENDPOINT=collector.example:4318/v1/traces ignored: expected an http or https URL'],
    },
  },
  {
    what: 'the variable of traces before the one of all signals',
    variables: {
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
      OTEL_EXPORTER_OTLP_TIMEOUT: '2500',
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20x, x-a = b ',
    },
    expected: {
      encoding: 'json',
      compression: 'gzip',
      timeoutMs: 2500,
      headers: { authorization: 'Bearer x', 'x-a': 'b' },
    },
  },
  {
    what: 'grpc is not spoken',
    variables: { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
    expected: { warnings: ['OTEL_EXPORTER_OTLP_PROTOCOL=grpc ignored: expected http/protobuf, http/json'] },
  },
  {
    what: 'headers are secret',
    variables: { OTEL_EXPORTER_OTLP_HEADERS: 'secret' },
    expected: { warnings: ['OTEL_EXPORTER_OTLP_HEADERS ignored: expected key=value,key=value'] },
  },
  {
    what: 'the service name comes from the resource attributes',
    variables: { OTEL_RESOURCE_ATTRIBUTES: 'service.name=edge%2C1,a=b' },
    expected: { serviceName: 'edge,1', resource: { 'service.name': 'edge,1', a: 'b' } },
  },
  {
    what: 'one bad resource attribute discards all',
    variables: { OTEL_RESOURCE_ATTRIBUTES: 'a=b,c=%zz' },
    expected: { warnings: ['OTEL_RESOURCE_ATTRIBUTES=a=b,c=%zz ignored: expected key=value,key=value'] },
  },
  {
    what: 'sampler and ratio',
    variables: { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' },
    expected: { sampler: 'parentbased_traceidratio', samplerRatio: 0.25 },
  },
  {
    what: 'a ratio above 1',
    variables: { OTEL_TRACES_SAMPLER_ARG: '5' },
    expected: { warnings: ['OTEL_TRACES_SAMPLER_ARG=5 ignored: expected a number from 0 to 1'] },
  },
  {
    what: 'an empty batch would never be sent',
    variables: { OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '0' },
    expected: {
      warnings: ['OTEL_BSP_MAX_EXPORT_BATCH_SIZE=0 ignored: expected a whole number from 1 to 1000000000'],
    },
  },
  {
    what: 'what no timer can wait, and parts of things',
    variables: { OTEL_EXPORTER_OTLP_TIMEOUT: '9999999999', OTEL_SPAN_EVENT_COUNT_LIMIT: '1.5' },
    expected: {
      warnings: [
        'OTEL_EXPORTER_OTLP_TIMEOUT=9999999999 ignored: expected a whole number from 1 to 86400000',
        'OTEL_SPAN_EVENT_COUNT_LIMIT=1.5 ignored: expected a whole number from 0 to 1000000000',
      ],
    },
  },
  { what: 'no delay at all', variables: { OTEL_BSP_SCHEDULE_DELAY: '0' }, expected: { intervalMs: 0 } },
  {
    what: 'a queue size in traces has no effect',
    variables: { OTEL_BSP_MAX_QUEUE_SIZE: '99' },
    expected: {
      warnings: ['OTEL_BSP_MAX_QUEUE_SIZE=99 ignored: queues are limited in octets, by queue_bytes of the exporter'],
    },
  },
  { what: 'only the word true is true', variables: { OTEL_SDK_DISABLED: '1' }, expected: {} },
  { what: 'in any case', variables: { OTEL_SDK_DISABLED: 'TRUE' }, expected: { disabled: true } },
];
for (const { what, variables, expected } of cases) {
  test(`OTEL_*: ${what}`, () => {
    assert.deepEqual(read(variables), expected);
  });
}

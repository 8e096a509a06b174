/** `tracing.*`: the same keys in every server's configuration file (docs: tracing reference). */
import * as v from 'valibot';
import {
  bool,
  duration,
  f64,
  given,
  integer,
  needed,
  netmask,
  optional,
  rcode,
  secret,
  section,
  size,
  sizeWithin,
  socketAddress,
  structure,
  text,
  texts,
  u16,
  word,
} from '@span53/config';
import { attributeTypes, samplerKinds } from '@span53/tracing';

const rate = v.pipe(f64, v.minValue(0, 'expected a number from 0'));
const ratio = v.pipe(f64, v.minValue(0, 'expected 0 to 1'), v.maxValue(1, 'expected 0 to 1'));
const positive = integer(1, 1_000_000_000);
/** What a timer can wait: above 24 days setTimeout fires at once. */
const wait = duration({ min: '1ms', max: '24h' });
const queueSize = sizeWithin({ min: '1KiB', max: '1GiB' });
const url = v.pipe(
  text,
  v.check((value) => /^https?:$/.test(URL.parse(value)?.protocol ?? ''), 'expected an http or https URL'),
);
const headers = v.record(text, secret(text), 'expected a mapping of names to values');

const acceptEntry = structure({
  sources: given(v.array(netmask, 'expected a list of IP prefixes'), [], 'whose TRACEPARENT is looked at'),
  tsig_keys: given(texts, [], 'names of TSIG keys that are accepted from any address'),
  trust: given(word(['continue', 'link', 'deny']), 'continue', 'continue their trace, link to it, or ignore it'),
  honour_sampled_flag: given(
    word(['presence', 'w3c']),
    'presence',
    'presence: the option asks for a trace; w3c: its sampled bit does',
  ),
  max_traces_per_second: given(rate, 100, 'of this entry'),
});

const tls = section({
  ca_file: optional(text, 'PEM file of certificates to trust'),
  cert_file: optional(text, 'PEM file of our certificate'),
  key_file: optional(text, 'PEM file of its key'),
});

const otlpExporter = structure({
  type: needed(v.literal('otlp'), 'OTLP over HTTP'),
  name: optional(text, 'what rules and metrics call it'),
  url: optional(url, 'where traces are posted; default http://localhost:4318/v1/traces'),
  protocol: optional(word(['http/protobuf', 'http/json']), 'default http/protobuf'),
  headers: optional(headers, 'sent with each request'),
  compression: optional(word(['gzip', 'none']), 'default gzip'),
  timeout: optional(wait, 'of one request; default 10s'),
  interval: optional(wait, 'how long a trace waits for others; default 1s'),
  batch_size: optional(positive, 'traces in one request; default 512'),
  batch_bytes: given(sizeWithin({ min: '1KiB', max: '64MiB' }), '4MiB', 'octets in one request, before compression'),
  queue_bytes: given(queueSize, '16MiB', 'octets that wait; what comes on top is dropped and counted'),
  attempts: given(integer(1, 100), 5, 'requests for one batch, the first included'),
  retry_initial: given(wait, '1s', 'before the second attempt; doubled from one to the next'),
  retry_max: given(wait, '30s', 'the longest wait between attempts'),
  tls,
});

const fileExporter = structure({
  type: needed(v.literal('file'), 'one JSON object per line'),
  name: optional(text, 'what rules and metrics call it'),
  path: needed(text, 'the file'),
  max_size: given(size, '100MiB', 'then it is renamed to <path>.1'),
  queue_bytes: given(queueSize, '16MiB', 'octets that wait; what comes on top is dropped and counted'),
});

const pdnsExporter = structure({
  type: needed(v.literal('pdns'), 'PowerDNS protobuf stream'),
  name: optional(text, 'what rules and metrics call it'),
  servers: needed(v.pipe(v.array(socketAddress({ port: 5301 })), v.minLength(1, 'expected an address')), 'collectors'),
  frame4: given(bool, false, 'lengths of 4 octets, as recursor 5.5 can; else 2'),
  strategy: given(word(['All', 'RoundRobin', 'FirstAvailable', 'Hashed']), 'All', 'over several servers'),
  connection_count: given(integer(1, 64), 1, 'to each server'),
  timeout: given(wait, '2s', 'of connecting'),
  reconnect_wait_time: given(wait, '1s', 'between attempts'),
  stalled_write_timeout: given(wait, '5s', 'without progress; then the connection is opened anew'),
  queue_bytes: given(queueSize, '4MiB', 'octets that wait; what comes on top is dropped and counted'),
});

const exporter = v.variant('type', [otlpExporter, fileExporter, pdnsExporter], 'expected type otlp, file or pdns');

/** One exporter, or a list of them. */
const exporters = v.lazy((value) => (Array.isArray(value) ? v.array(exporter) : exporter));

const attributeKeys = new Set(Object.keys(attributeTypes));
const attributeKey = v.pipe(
  text,
  v.check((value) => attributeKeys.has(value), 'expected an attribute of the dictionary'),
);

/** The schema of the key `tracing`; may be left out as a whole. */
export const tracingSchema = section({
  enabled: given(bool, false, 'record traces at all'),
  service_name: optional(text, '`service.name`; default span53-<server>'),
  instance_id: optional(text, '`service.instance.id`; default <host>:<pid>'),
  resource: given(v.record(text, text, 'expected a mapping of texts'), {}, 'more attributes of this process'),
  accept: given(
    v.array(acceptEntry, 'expected a list'),
    [{ sources: ['127.0.0.0/8', '::1/128'] }],
    'who may have queries traced; the most specific prefix wins, nobody else is accepted',
  ),
  max_traces_per_second: given(rate, 1000, 'on request, of all entries together'),
  option_code: given(u16, 65_500, 'EDNS option code of TRACEPARENT, to read, strip and send'),
  accept_short: given(bool, true, 'also read the 18 and 26 octets of recursor 5.3'),
  probe: given(bool, true, 'answer an option without data with the trace ID'),
  sampler: section({
    type: optional(word(samplerKinds), 'of traces that nobody asked for; default parentbased_always_on'),
    ratio: optional(ratio, 'of the ratio samplers; default 1'),
  }),
  tail: section({
    latency: optional(duration(), 'keep what took longer, whatever the sampler said'),
    rcodes: given(v.array(rcode), [], 'keep answers with these'),
    error: given(bool, false, 'keep traces with a failed span'),
  }),
  downstream: given(
    v.array(netmask, 'expected a list of IP prefixes'),
    [],
    'servers that TRACEPARENT may be sent to; trace IDs tell others which queries belong together',
  ),
  detail: given(word(['low', 'normal', 'high']), 'normal', 'low: servers and attempts only; high: every stage a span'),
  legacy_attributes: given(bool, false, "PowerDNS' attribute names beside ours"),
  drop_attributes: given(v.array(attributeKey), [], 'attributes that never leave the process'),
  mask_v4: given(integer(0, 32), 32, 'bits of client addresses that spans tell'),
  mask_v6: given(integer(0, 128), 128, 'bits of client addresses that spans tell'),
  limits: section({
    spans: optional(integer(1, 4096), 'of one trace; default 64, in the recursor 512'),
    attributes: optional(integer(1, 1024), 'of one span; default 128'),
    events: optional(integer(0, 1024), 'of one span; default 128'),
    links: optional(integer(0, 1024), 'of one span; default 128'),
    value_length: optional(positive, 'characters of one value; default no limit'),
    traces: given(integer(1, 1_000_000), 10_000, 'recorded at the same time, in one worker'),
    in_flight_bytes: given(queueSize, '8MiB', 'on the way to the exporter thread'),
  }),
  exporter: optional(exporters, 'where traces go: one, or a list; default OTLP to where OTEL_* say'),
});

export type TracingConfig = v.InferOutput<typeof tracingSchema>;
export type ExporterConfig = v.InferOutput<typeof exporter>;
export const exporterList = (config: TracingConfig): readonly ExporterConfig[] | undefined => {
  if (config.exporter === undefined) return undefined;
  return Array.isArray(config.exporter) ? config.exporter : [config.exporter];
};

/** `logging`, `remote_logging`, `webserver`, `console`. */
import {
  bool,
  given,
  list,
  needed,
  netmaskSet,
  refused,
  secret,
  section,
  socketAddress,
  structure,
  text,
  texts,
  u16,
  u32,
  u64,
  u8,
  unused,
  unusedBlock,
} from '@span53/config';
import * as v from 'valibot';

const structured = section({
  enabled: refused(bool, true),
  level_prefix: unused(text),
  time_format: unused(v.picklist(['numeric', 'ISO8601'], 'expected numeric or ISO8601')),
  backend: refused(text, '', 'default', 'json'),
  set_instance_from_server_id: unused(bool),
});

export const logging = section({
  verbose: given(bool, false, 'more lines'),
  verbose_health_checks: given(bool, false, 'a line for each failed health check'),
  verbose_log_destination: refused(text, ''),
  syslog_facility: refused(text, ''),
  structured,
  open_telemetry_tracing: section({
    enabled: given(bool, false, 'without it SetTrace does nothing'),
    internal_tracing: unusedBlock,
  }),
});

const protobufLogger = structure({
  name: needed(text, 'name'),
  address: needed(socketAddress({ port: 5301 }), '`ip:port` of a receiver of the PowerDNS stream'),
  timeout: given(u16, 2, 'seconds to connect'),
  max_queued_entries: given(u64, 100, 'messages that may wait; below 10000 counts as 10000'),
  reconnect_wait_time: given(u8, 1, 'seconds between attempts to connect'),
  connection_count: unused(u64),
  stalled_write_timeout: unused(u32),
});

const otlpUrl = v.pipe(text, v.url('expected a URL such as http://127.0.0.1:4318/v1/traces'));
const otlpLogger = structure({
  name: needed(text, 'name'),
  address: needed(otlpUrl, 'URL with path'),
  interval: given(u32, 5, 'seconds between requests'),
  queue_size: given(u32, 500, 'traces that may wait'),
  batch_size: given(u32, 100, 'traces in one request'),
});

export const remoteLogging = section({
  protobuf_loggers: list(protobufLogger),
  dnstap_loggers: unusedBlock,
  otlp_loggers: list(otlpLogger),
});
export type ProtobufLoggerYaml = v.InferOutput<typeof protobufLogger>;
export type OtlpLoggerYaml = v.InferOutput<typeof otlpLogger>;

export const webserver = section({
  listen_addresses: given(
    v.array(socketAddress({ port: 8083 }), 'expected a list of addresses'),
    [],
    '`ip:port`; empty: none',
  ),
  password: given(secret(text), '', 'basic authentication, any user name'),
  api_key: given(secret(text), '', 'X-API-Key; empty: /api answers to the password only'),
  acl: given(netmaskSet, ['127.0.0.1', '::1'], 'who may connect'),
  allow_cross_origin_requests: unused(bool),
  api_requires_authentication: refused(bool, true),
  stats_require_authentication: given(bool, true, '/metrics and /jsonstat ask for key or password'),
  prometheus_add_instance: refused(bool, false),
  dashboard_requires_authentication: unused(bool),
  max_concurrent_connections: unused(u32),
  hash_plaintext_credentials: unused(bool),
  custom_headers: refused(v.array(v.unknown()), []),
  api_configuration_directory: unused(text),
  api_read_write: refused(bool, false),
  bind_fatal: unused(bool),
});

export const consoleSettings = section({
  listen_address: refused(text, ''),
  key: unused(text),
  acl: unused(texts),
  maximum_output_size: unused(u32),
  log_connections: unused(bool),
  max_concurrent_connections: unused(u64),
  bind_fatal: unused(bool),
});

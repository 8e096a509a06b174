/** `backends`: the servers that answer. */
import {
  bool,
  given,
  list,
  needed,
  parsed,
  refused,
  refusedBlock,
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
  word,
} from '@span53/config';
import { DNSName } from '@span53/dns/wire';
import * as v from 'valibot';

import { parseQclass, qtype } from './values.ts';

const protocol = v.pipe(
  word(['Do53', 'DoT', 'DoH']),
  v.check((value) => value === 'Do53', 'only Do53 backends are supported by Span53'),
);
const weight = v.pipe(u32, v.minValue(1, 'expected at least 1'));
const probeName = parsed('a domain name', (value) => DNSName.parse(value === '' ? 'a.root-servers.net.' : value));
const probeClass = parsed('IN, CHAOS, NONE or ANY', parseQclass);

const mode = v.pipe(
  word(['auto', 'lazy', 'up', 'down']),
  v.check((value) => value !== 'lazy', 'lazy health checks are not supported by Span53'),
);

const healthChecks = section({
  mode: given(mode, 'auto', '`auto`: probed; `up`, `down`: fixed'),
  qname: given(probeName, '', 'name asked for; empty: `a.root-servers.net.`'),
  qclass: given(probeClass, 'IN', 'its class'),
  qtype: given(qtype, 'A', 'its type'),
  function: unused(text),
  lua: unused(text),
  lua_file: unused(text),
  validation_function: unused(text),
  validation_lua: unused(text),
  validation_lua_file: unused(text),
  timeout: given(u16, 1000, 'milliseconds'),
  set_cd: given(bool, false, 'CD=1 in the probe'),
  max_failures: given(u8, 1, 'failures in a row before down'),
  rise: given(u8, 1, 'successes in a row before up'),
  interval: given(v.pipe(u32, v.minValue(1, 'expected at least 1')), 1, 'seconds between probes'),
  must_resolve: given(bool, false, 'NXDOMAIN and REFUSED are failures too'),
  use_tcp: given(bool, false, 'probe over TCP'),
  lazy: refusedBlock,
});

const tcp = section({
  retries: given(u16, 5, 'connection attempts for one query'),
  connect_timeout: given(u16, 5, 'seconds'),
  send_timeout: unused(u16),
  receive_timeout: given(u16, 30, 'seconds'),
  fast_open: unused(bool),
});

const backend = structure({
  address: needed(socketAddress({ port: 53 }), '`ip` or `ip:port`; port 53 unless given'),
  id: given(text, '', 'identity, also on the ring of `chashed`; empty: made from name and address'),
  name: given(text, '', 'in logs and metrics; empty: the address'),
  protocol: needed(protocol, '`Do53`'),
  tls: refusedBlock,
  doh: refusedBlock,
  use_client_subnet: refused(bool, false),
  use_proxy_protocol: refused(bool, false),
  queries_per_second: given(u32, 0, 'limit that `firstAvailable` and `PoolAvailable` keep to; 0: none'),
  order: given(u32, 1, 'lower first'),
  weight: given(weight, 1, 'share of the traffic'),
  udp_timeout: given(u8, 0, 'seconds; 0: `tuning.udp.timeout`'),
  pools: given(texts, [], 'pools it is in; empty: the default pool'),
  tcp,
  ip_bind_addr_no_port: unused(bool),
  health_checks: healthChecks,
  source: refused(text, ''),
  sockets: given(v.pipe(u32, v.minValue(1, 'expected 1 to 64'), v.maxValue(64, 'expected 1 to 64')), 1, 'UDP sockets'),
  disable_zero_scope: unused(bool),
  reconnect_on_up: unused(bool),
  max_in_flight: given(u32, 1, 'queries under way on one TCP connection'),
  max_udp_outstanding: given(u32, 0, 'open UDP queries; 0: `tuning.udp.max_outstanding_per_backend`'),
  max_outstanding_queries: given(u64, 0, 'at so many open queries policies pass it over; 0: no limit'),
  tcp_only: given(bool, false, 'TCP even for UDP clients'),
  auto_upgrade: unusedBlock,
  max_concurrent_tcp_connections: given(u32, 0, 'connections; 0: as many as needed'),
  proxy_protocol_advertise_tls: refused(bool, false),
  mac_address: unused(text),
  cpus: unused(text),
  xsk: unused(text),
  dscp: unused(u8),
  traceparent: given(
    v.picklist(['off', 'on', 'auto'], 'expected off, on or auto'),
    'auto',
    'ours: TRACEPARENT to this backend; `auto`: when SetTrace or `tracing.downstream` says so',
  ),
});

export const backends = list(backend);
export type BackendYaml = v.InferOutput<typeof backend>;
export type HealthCheckYaml = v.InferOutput<typeof healthChecks>;

/** `incoming`: who may ask, and how. */
import {
  bool,
  f64,
  given,
  integer,
  netmaskSet,
  parsed,
  refused,
  refusedBlock,
  section,
  text,
  texts,
  u16,
  u32,
  u64,
  unused,
} from '@span53/config';
import { type IPAddress, SocketAddress } from '@span53/dns/inet';
import * as v from 'valibot';

/** Loopback, private and link-local networks: PowerDNS' default. */
const ALLOW_FROM = [
  '127.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '192.168.0.0/16',
  '172.16.0.0/12',
  '::1/128',
  'fc00::/7',
  'fe80::/10',
];

/** An address without port gets that of `port`; the port 0 is one that the system picks. */
const address = parsed(
  'IP or IP:port',
  (entry): SocketAddress | IPAddress | undefined =>
    SocketAddress.parse(entry) ?? SocketAddress.parse(entry, 0)?.address,
);

export const incoming = section({
  allow_from: given(netmaskSet, ALLOW_FROM, 'Clients that may ask; `!` in front denies. Empty: everybody.'),
  allow_no_rd: given(bool, false, 'Answer queries with RD=0 from caches and local zones; else REFUSED.'),
  listen: given(
    v.array(address, 'expected a list'),
    ['127.0.0.1', '::1'],
    'Addresses for UDP and TCP, `IP` or `IP:port`; port 0: a free one.',
  ),
  port: given(u16, 53, 'Port of entries in `listen` that have none.'),
  tcp_timeout: given(integer(1, 86_400), 2, 'Seconds without progress before a client connection is closed.'),
  max_concurrent_requests_per_tcp_connection: given(
    integer(1, 65_535),
    10,
    'Queries worked on at a time per connection.',
  ),
  max_tcp_clients: given(u32, 1024, 'Client connections at a time, all workers together.'),
  max_tcp_per_client: given(u32, 0, 'Connections of one client address; 0: no limit.'),
  max_tcp_queries_per_connection: given(u32, 0, 'Queries on one connection; 0: no limit.'),
  udp_truncation_threshold: given(
    integer(512, 65_535),
    1232,
    'Octets of the largest UDP answer, and the payload size we advertise.',
  ),
  reuseport: given(bool, true, 'One socket per worker. With several workers it is always on.'),

  allow_from_file: refused(text, ''),
  allow_notify_for: refused(texts, []),
  allow_notify_for_file: refused(text, ''),
  allow_notify_from: refused(texts, []),
  allow_notify_from_file: refused(text, ''),
  edns_padding_from: refused(texts, []),
  edns_padding_mode: unused(text),
  gettag_needs_edns_options: refused(bool, false),
  non_local_bind: refused(bool, false),
  proxy_protocol_exceptions: refused(texts, []),
  proxy_protocol_from: refused(texts, []),
  proxy_protocol_maximum_size: unused(u64),
  proxymappings: refusedBlock,
  use_incoming_edns_subnet: refused(bool, false),

  distribution_load_factor: unused(f64),
  distribution_pipe_buffer_size: unused(u64),
  distributor_threads: unused(u64),
  edns_padding_tag: unused(u64),
  max_udp_queries_per_round: unused(u64),
  pdns_distributes_queries: unused(bool),
  tcp_fast_open: unused(u64),
});

/** `binds`: where clients reach us. */
import {
  bool,
  given,
  list,
  needed,
  refused,
  refusedBlock,
  section,
  socketAddress,
  structure,
  text,
  texts,
  u32,
  unused,
  unusedBlock,
  word,
} from '@span53/config';
import * as v from 'valibot';

const protocols = ['Do53', 'DoT', 'DoH', 'DoQ', 'DoH3', 'DNSCrypt'] as const;

/** Do53; the others are known but have no listener here. */
const protocol = v.pipe(
  word(protocols),
  v.check((value) => value === 'Do53', 'only Do53 listeners are supported by Span53'),
);

/** One listener: UDP and TCP on one address. */
const bind = structure({
  listen_address: needed(socketAddress({ port: 53 }), '`ip`, `ip:port`, `[v6]:port`; port 53 unless given'),
  reuseport: unused(bool),
  protocol: given(protocol, 'Do53', '`Do53`: UDP and TCP'),
  threads: unused(u32),
  interface: refused(text, ''),
  cpus: unused(text),
  enable_proxy_protocol: refused(bool, true, false),
  pad_responses: refused(bool, false),
  tcp: section({
    max_in_flight_queries: given(u32, 0, 'open queries of one connection; 0: one at a time'),
    listen_queue_size: unused(u32),
    fast_open_queue_size: unused(u32),
    max_concurrent_connections: given(u32, 0, 'connections of this listener on one worker; 0: as many as allowed'),
  }),
  tls: refusedBlock,
  doh: refusedBlock,
  doq: unusedBlock,
  quic: unusedBlock,
  dnscrypt: unusedBlock,
  additional_addresses: refused(texts, []),
  xsk: unused(text),
});

export const binds = list(bind);
export type BindYaml = v.InferOutput<typeof bind>;

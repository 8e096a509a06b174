/** `tuning`: limits and timeouts; and `retry`, which is ours. */
import { bool, given, refused, section, u16, u32, u64, u8, unused, unusedBlock } from '@span53/config';
import * as v from 'valibot';

const slots = v.pipe(u32, v.minValue(1, 'expected 1 to 65536'), v.maxValue(65_536, 'expected 1 to 65536'));

const udp = section({
  messages_per_round: unused(u32),
  send_buffer_size: unused(u32),
  receive_buffer_size: unused(u32),
  max_outstanding_per_backend: given(slots, 65_536, 'open UDP queries of one backend'),
  timeout: given(v.pipe(u8, v.minValue(1, 'expected at least 1')), 2, 'seconds until a UDP query is given up'),
  randomize_outgoing_sockets_to_backend: unused(bool),
  randomize_ids_to_backend: unused(bool),
});

const tcp = section({
  worker_threads: unused(u32),
  receive_timeout: given(u32, 2, 'seconds without a whole query until a connection is closed'),
  send_timeout: unused(u32),
  max_queries_per_connection: given(u64, 0, '0: no limit'),
  max_connection_duration: refused(u64, 0),
  max_queued_connections: unused(u64),
  internal_pipe_buffer_size: unused(u32),
  outgoing_max_idle_time: given(u64, 300, 'seconds that an idle backend connection is kept'),
  outgoing_cleanup_interval: unused(u64),
  outgoing_max_idle_connection_per_backend: unused(u64),
  max_connections_per_client: given(u32, 0, 'connections of one address; 0: no limit'),
  fast_open_key: unused(v.string()),
  connections_overload_threshold: refused(u8, 90),
  max_connection_rate_per_client: refused(u64, 0),
  connection_rate_interval: refused(u64, 5),
  max_tls_new_session_rate_per_client: refused(u64, 0),
  max_tls_resumed_session_rate_per_client: refused(u64, 0),
  max_read_ios_per_query: refused(u32, 50),
  ban_duration_for_exceeding_max_read_ios_per_query: refused(u32, 60),
  ban_duration_for_exceeding_tcp_tls_rate: refused(u32, 10),
  connections_mask_v4: refused(u8, 32),
  connections_mask_v6: refused(u8, 128),
  connections_mask_v4_port: unused(u8),
});

const doh = section({
  outgoing_worker_threads: unused(u32),
  outgoing_max_idle_time: refused(u64, 300),
  outgoing_cleanup_interval: refused(u64, 60),
  outgoing_max_idle_connection_per_backend: refused(u64, 10),
});

export const tuning = section({ doh, tcp, tls: unusedBlock, udp });

/** Ours: dnsdist never asks another backend by itself, and neither do we unless told. */
export const retry = section({
  count: given(
    v.pipe(u8, v.maxValue(8, 'expected 0 to 8')),
    0,
    'other backends asked after a timeout or network error',
  ),
  timeout_ms: given(u16, 0, 'milliseconds until another backend is asked; 0: when the query is given up'),
  tcp_on_truncation: given(bool, false, 'repeat over TCP what a backend truncated, instead of telling the client'),
});

/** `logging`: log lines, the PowerDNS protobuf stream, and which queries are traced. */
import {
  bool,
  dnsName,
  given,
  integer,
  list,
  needed,
  netmask,
  optional,
  refused,
  refusedBlock,
  rtype,
  section,
  socketAddress,
  structure,
  text,
  u64,
  unused,
  unusedBlock,
  word,
} from '@span53/config';
import * as v from 'valibot';

import { eitherCase } from './either-case.ts';

const protobufServer = eitherCase({
  servers: needed(list(socketAddress({ port: 0 })), 'Collectors, `IP:port`.'),
  timeout: given(integer(1, 3600), 2, 'Seconds for a connection.'),
  maxQueuedEntries: given(integer(1, 10_000_000), 100, 'Queue: so many times 100 octets, at least 1 MiB with traces.'),
  reconnectWaitTime: given(integer(1, 3600), 1, 'Seconds between attempts to connect.'),
  stalledWriteTimeout: given(integer(1, 3600), 5, 'Seconds without progress until a connection is given up.'),
  asyncConnect: given(bool, false, 'Connections are always made in the background.'),
  logQueries: given(bool, true, 'Send a message for each query.'),
  logResponses: given(bool, true, 'Send a message for each response, with its trace.'),
  exportTypes: given(
    v.array(rtype, 'expected a list'),
    ['A', 'AAAA', 'CNAME'],
    'Types of records in response messages.',
  ),
  frame4: given(bool, false, 'Lengths of four octets instead of two.'),
  strategy: given(word(['All', 'RoundRobin', 'FirstAvailable', 'Hashed']), 'All', 'How messages are spread.'),
  taggedOnly: refused(bool, false),
  logMappedFrom: refused(bool, false),
});
export type ProtobufServer = v.InferOutput<typeof protobufServer>;

/** One condition: all that is given must hold. */
const traceCondition = structure({
  acls: needed(v.array(netmask, 'expected a list of IP prefixes'), 'Clients; the most specific prefix wins.'),
  qnames: optional(v.array(dnsName, 'expected a list of names'), 'Names, and all below them.'),
  qtypes: optional(v.array(rtype, 'expected a list of types'), 'Types of the question.'),
  qid: optional(integer(0, 0xffff_ffff), 'ID of the query.'),
  edns_option_required: given(bool, false, 'Only queries with a valid TRACEPARENT option.'),
  traceid_only: given(bool, false, 'No spans: the trace ID alone goes into protobuf messages.'),
});
export type TraceConditionConfig = v.InferOutput<typeof traceCondition>;

export const logging = section({
  loglevel: given(integer(0, 9), 6, '3 errors, 4 warnings, 6 information, 7 all.'),
  opentelemetry_trace_conditions: given(
    v.array(traceCondition, 'expected a list'),
    [],
    'Queries to trace. Empty: none.',
  ),
  protobuf_mask_v4: given(integer(0, 32), 32, 'Bits of IPv4 client addresses that are sent.'),
  protobuf_mask_v6: given(integer(0, 128), 128, 'Bits of IPv6 client addresses that are sent.'),
  protobuf_servers: given(
    v.array(protobufServer, 'expected a list'),
    [],
    'Collectors of the PowerDNS stream; only the first entry is used.',
  ),
  quiet: given(bool, true, 'false: a log line for each query.'),

  outgoing_protobuf_servers: refusedBlock,
  trace: refused(text, 'no'),

  common_errors: unused(bool),
  disable_syslog: unused(bool),
  dnstap_framestream_servers: unusedBlock,
  dnstap_nod_framestream_servers: unusedBlock,
  facility: unused(text),
  protobuf_use_kernel_timestamp: unused(bool),
  rpz_changes: unused(bool),
  statistics_interval: unused(u64),
  structured_logging: unused(bool),
  structured_logging_backend: unused(text),
  timestamp: unused(bool),
});

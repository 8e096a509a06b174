/** `general`, `load_balancing_policies`, pools, caches and sets. */
import {
  bool,
  f64,
  given,
  list,
  needed,
  netmaskSet,
  parsed,
  refused,
  section,
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

export const general = section({
  server_id: given(text, '', 'identity in logs, remote logging and metrics; empty: the host name'),
  edns_udp_payload_size_self_generated_answers: given(u16, 1232, 'UDP size in the OPT record of our own answers'),
  add_edns_to_self_generated_answers: given(bool, true, 'an OPT record in our own answers when the query had one'),
  truncate_tc_answers: given(bool, false, 'empty all sections of answers that come with TC=1'),
  fixup_case: given(bool, false, "the query's letter case in the answer's question"),
  allow_empty_responses: refused(bool, false),
  drop_empty_queries: given(bool, false, 'drop queries without question instead of answering NOTIMP'),
  capabilities_to_retain: unused(texts),
});

export const loadBalancing = section({
  default_policy: given(text, 'leastOutstanding', 'policy of pools that name none'),
  servfail_on_no_server: given(bool, false, 'SERVFAIL when no backend can take the query, instead of silence'),
  round_robin_servfail_on_no_server: given(bool, false, '`roundrobin` gives up when all backends are down'),
  weighted_balancing_factor: given(f64, 0, 'bounded load of `wrandom`, `whashed`, `orderedWrandUntag`; 0: off'),
  consistent_hashing_balancing_factor: given(f64, 0, 'bounded load of `chashed`; 0: off'),
  custom_policies: unusedBlock,
  hash_perturbation: given(u32, 0, 'seed of the name hash; 0: random at each start'),
});

const pool = structure({
  name: needed(text, 'name; `""` is the default pool'),
  packet_cache: given(text, '', 'an entry of `packet_caches`; empty: no cache'),
  policy: given(text, '', 'load-balancing policy; empty: the default'),
  use_ecs: refused(bool, false),
  use_zero_scope: unused(bool),
});
export const pools = list(pool);

const optionCode = parsed('an option code in quotes', (value) =>
  /^\d{1,5}$/.test(value) && Number(value) <= 0xffff ? Number(value) : undefined,
);
const size = v.pipe(u64, v.minValue(1, 'expected at least 1'));

const packetCache = structure({
  name: needed(text, 'name'),
  size: needed(size, 'most entries, on each worker'),
  deferrable_insert_lock: unused(bool),
  dont_age: given(bool, false, 'serve the stored TTLs'),
  keep_stale_data: unused(bool),
  shuffle: given(bool, false, 'rotate A and AAAA records on hits'),
  max_negative_ttl: given(u32, 3600, 'seconds, cap for NXDOMAIN and NODATA'),
  max_ttl: given(u32, 86_400, 'seconds, cap for the rest'),
  min_ttl: given(u32, 0, 'answers with a smaller TTL are not cached'),
  shards: unused(u32),
  parse_ecs: refused(bool, false),
  stale_ttl: given(u32, 60, 'TTL of stale answers, seconds'),
  temporary_failure_ttl: given(u32, 60, 'seconds for SERVFAIL and REFUSED; 0: not cached'),
  truncated_ttl: unused(u32),
  cookie_hashing: given(bool, false, 'the EDNS cookie is part of the key'),
  maximum_entry_size: given(u32, 4096, 'larger answers are not cached, octets'),
  options_to_skip: given(
    v.array(optionCode, 'expected a list of option codes in quotes'),
    ['10', '12'],
    'EDNS options that are not part of the key; TRACEPARENT never is',
  ),
  payload_ranks: given(v.array(u16), [], 'UDP sizes that count as one in the key; empty: each its own'),
});
export const packetCaches = list(packetCache);
export type PacketCacheYaml = v.InferOutput<typeof packetCache>;

export const cacheSettings = section({
  stale_entries_ttl: given(u32, 0, 'seconds past expiry that an entry is served for while no backend is up'),
  cleaning_delay: given(u16, 60, 'seconds between looks for expired entries'),
  cleaning_percentage: unused(u16),
});

export const netmaskGroups = list(
  structure({
    name: needed(text, 'name; entries of one name merge'),
    netmasks: given(netmaskSet, [], 'prefixes; `!` excludes, the longest match decides'),
  }),
);

export const clientSubnet = section({
  override_existing: refused(bool, false),
  source_prefix_v4: refused(u8, 24),
  source_prefix_v6: refused(u8, 56),
});

export const proxyProtocol = section({
  acl: refused(texts, []),
  maximum_payload_size: unused(u32),
  apply_acl_to_proxied_clients: refused(bool, false),
});

export const ringBuffers = section({
  size: refused(u64, 10_000),
  shards: unused(u64),
  lock_retries: unused(u64),
  record_queries: refused(bool, true),
  record_responses: refused(bool, true),
  sampling_rate: unused(u64),
});

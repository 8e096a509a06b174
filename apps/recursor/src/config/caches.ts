/** `recordcache`, `packetcache`, `dnssec`, `ecs`: what is remembered, and what is proven. */
import {
  bool,
  given,
  integer,
  refused,
  refusedBlock,
  section,
  text,
  texts,
  u64,
  unused,
  unusedBlock,
  word,
} from '@span53/config';
import * as v from 'valibot';

export const recordcache = section({
  max_entries: given(u64, 1_000_000, 'RRsets, all workers together. The negative cache has a tenth of it.'),
  max_entry_size: given(u64, 8192, 'Octets of an RRset; larger ones are not kept.'),
  max_negative_ttl: given(u64, 3600, 'Seconds that NXDOMAIN and NODATA are kept at most.'),
  max_rrset_size: given(u64, 256, 'Records of an RRset; a response with more is not used.'),
  max_ttl: given(integer(15, 0xffff_ffff), 86_400, 'Seconds that anything is kept at most.'),

  locked_ttl_perc: refused(u64, 0),
  refresh_on_ttl_perc: refused(u64, 0),
  serve_stale_extensions: refused(u64, 0),
  zonetocaches: refusedBlock,

  keepwarm: unusedBlock,
  limit_qtype_any: unused(bool),
  max_cache_bogus_ttl: unused(u64),
  shards: unused(u64),
});

export const packetcache = section({
  disable: given(bool, false, 'Answer nothing from whole stored answers.'),
  max_entries: given(u64, 500_000, 'Answers, all workers together.'),
  max_entry_size: given(u64, 8192, 'Octets of an answer; larger ones are not kept.'),
  negative_ttl: given(u64, 60, 'Seconds that NXDOMAIN and NODATA answers are kept at most.'),
  servfail_ttl: given(u64, 60, 'Seconds that SERVFAIL answers are kept.'),
  ttl: given(u64, 86_400, 'Seconds that any answer is kept at most.'),

  shards: unused(u64),
});

const VALIDATION = ['off', 'process-no-validate', 'process', 'log-fail', 'validate'] as const;

const validation = v.pipe(
  word(VALIDATION),
  v.check(
    (mode) => mode !== 'log-fail' && mode !== 'validate',
    'validation is not supported yet; expected off or process-no-validate',
  ),
);

export const dnssec = section({
  validation: given(
    validation,
    'process-no-validate',
    '`process-no-validate`: signatures are asked for and passed on, not checked. `off`: not even asked for.',
  ),

  aggressive_nsec_cache_size: refused(u64, 0, 100_000),
  disabled_algorithms: refused(texts, []),
  log_bogus: refused(bool, false),
  negative_trustanchors: refusedBlock,
  trustanchorfile: refused(text, ''),
  trustanchors: refusedBlock,

  aggressive_cache_max_nsec3_hash_cost: unused(u64),
  aggressive_cache_min_nsec3_hit_ratio: unused(u64),
  max_dnskeys: unused(u64),
  max_ds_per_zone: unused(u64),
  max_nsec3_hash_computations_per_query: unused(u64),
  max_nsec3s_per_record: unused(u64),
  max_rrsigs_per_record: unused(u64),
  max_signature_validations_per_query: unused(u64),
  nsec3_max_iterations: unused(u64),
  nta_extended_error: unused(bool),
  signature_inception_skew: unused(u64),
  trustanchorfile_interval: unused(u64),
  x_dnssec_names: unused(texts),
});

/** Client subnets are sent to nobody: `outgoing.edns_subnet_allow_list` is not supported. */
export const ecs = section({
  add_for: unused(texts),
  cache_limit_ttl: unused(u64),
  ipv4_bits: unused(u64),
  ipv4_cache_bits: unused(u64),
  ipv4_never_cache: unused(bool),
  ipv6_bits: unused(u64),
  ipv6_cache_bits: unused(u64),
  ipv6_never_cache: unused(bool),
  minimum_ttl_override: unused(u64),
  scope_zero_address: unused(text),
});

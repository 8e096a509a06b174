/** The whole configuration file: every key that dnsdist 2.x has, and a few of ours. */
import {
  given,
  integer,
  list,
  needed,
  netmaskSet,
  refused,
  refusedBlock,
  structure,
  text,
  u32,
  unusedBlock,
} from '@span53/config';
import { tracingSchema } from '@span53/runtime';
import * as v from 'valibot';

import { actions } from '../actions/index.ts';
import { entrySchema, type Nested } from '../catalogue.ts';
import { responseActions } from '../response-actions/index.ts';
import { selectors } from '../selectors/index.ts';
import { backends } from './backends.ts';
import { binds } from './binds.ts';
import { consoleSettings, logging, remoteLogging, webserver } from './outputs.ts';
import {
  cacheSettings,
  clientSubnet,
  general,
  loadBalancing,
  netmaskGroups,
  packetCaches,
  pools,
  proxyProtocol,
  ringBuffers,
} from './traffic.ts';
import { retry, tuning } from './tuning.ts';

/** Who may ask when the file does not say. */
export const defaultAcl = [
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

const workers = v.union([v.literal('auto'), integer(0, 256)], 'expected auto or 0 to 256');
const selector = entrySchema(selectors, nested);
const action = entrySchema(actions, nested);
const responseAction = entrySchema(responseActions, nested);

function nested(): Nested {
  return { selector, action };
}

const rule = { name: given(text, '', 'in traces, metrics and API'), uuid: given(text, '', 'empty: made from place') };
const queryRule = structure({ ...rule, selector: needed(selector, 'when'), action: needed(action, 'what') });
const responseRule = structure({ ...rule, selector: needed(selector, 'when'), action: needed(responseAction, 'what') });

export type RuleYaml = v.InferOutput<typeof queryRule>;

/** Keys in the order of the reference page. */
export const proxySchema = structure({
  acl: given(netmaskSet, defaultAcl, 'clients that may ask; `!` excludes, the longest match decides'),
  binds,
  backends,
  pools,
  packet_caches: packetCaches,
  cache_settings: cacheSettings,
  load_balancing_policies: loadBalancing,
  netmask_groups: netmaskGroups,
  selectors: list(selector),
  query_rules: list(queryRule),
  cache_miss_rules: list(queryRule),
  response_rules: list(responseRule),
  cache_hit_response_rules: list(responseRule),
  cache_inserted_response_rules: list(responseRule),
  self_answered_response_rules: list(responseRule),
  xfr_response_rules: refused(v.array(v.unknown()), []),
  timeout_response_rules: unusedBlock,
  general,
  logging,
  remote_logging: remoteLogging,
  tuning,
  retry,
  webserver,
  console: consoleSettings,
  edns_client_subnet: clientSubnet,
  proxy_protocol: proxyProtocol,
  tracing: tracingSchema,
  workers: given(workers, 'auto', 'ours: data threads; `auto`: one per core, 0: none beside the main thread'),
  shutdown_grace_ms: given(u32, 2000, 'ours: milliseconds that a stop or reload waits for queries in flight'),
  ring_buffers: ringBuffers,
  dynamic_rules: refusedBlock,
  dynamic_rules_settings: refusedBlock,
  ebpf: unusedBlock,
  key_value_stores: unusedBlock,
  metrics: unusedBlock,
  mmdbs: unusedBlock,
  query_count: unusedBlock,
  security_polling: unusedBlock,
  snmp: unusedBlock,
  timed_ip_sets: unusedBlock,
  xsk: unusedBlock,
});

/** The file as parsed: names are DNS names, addresses are addresses, defaults are filled in. */
export type ProxyYaml = v.InferOutput<typeof proxySchema>;

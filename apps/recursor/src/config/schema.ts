/** The recursor's configuration file: PowerDNS Recursor 5.x YAML, with a few keys of our own. */
import { integer, optional, structure, unusedBlock } from '@span53/config';
import { tracingSchema } from '@span53/runtime';
import type * as v from 'valibot';

import { dnssec, ecs, packetcache, recordcache } from './caches.ts';
import { incoming } from './incoming.ts';
import { logging } from './logging.ts';
import { outgoing } from './outgoing.ts';
import { recursor } from './recursor.ts';
import { webservice } from './webservice.ts';

/** All sections. */
export const recursorSchema = structure({
  incoming,
  recursor,
  outgoing,
  recordcache,
  packetcache,
  dnssec,
  ecs,
  logging,
  webservice,
  tracing: tracingSchema,
  workers: optional(integer(0, 1024), 'Worker threads; the same as `recursor.threads`. (Span53)'),
  carbon: unusedBlock,
  nod: unusedBlock,
  snmp: unusedBlock,
});
export type RecursorYaml = v.InferOutput<typeof recursorSchema>;

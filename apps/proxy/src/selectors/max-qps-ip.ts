import { given, needed, u32, u8, unused } from '@span53/config';
import type { IPAddress } from '@span53/dns/inet';
import * as v from 'valibot';

import { defineSelector } from '../catalogue.ts';
import { ClientBuckets } from '../rate-limit.ts';

/** Clients remembered by one rule. */
const CLIENTS_MAX = 100_000;

/** Matches when the client, aggregated by mask, is over its limit: the opposite sense of `MaxQPS`. */
export const maxQpsIp = defineSelector({
  type: 'MaxQPSIP',
  options: {
    qps: needed(u32, 'queries per second of one client, on one worker'),
    ipv4_mask: given(v.pipe(u8, v.maxValue(32, 'expected 0 to 32')), 32, 'bits of an IPv4 address that make a client'),
    ipv6_mask: given(
      v.pipe(u8, v.maxValue(128, 'expected 0 to 128')),
      64,
      'bits of an IPv6 address that make a client',
    ),
    burst: given(u32, 0, 'tokens saved up; 0: as many as `qps`'),
    expiration: given(u32, 300, 'seconds until an idle client is forgotten'),
    cleanup_delay: given(u32, 60, 'seconds between looks for idle clients'),
    scan_fraction: unused(u32),
    shards: unused(u32),
  },
  build: (options) => {
    const { qps, burst, ipv4_mask: bits4, ipv6_mask: bits6 } = options;
    const clients = new ClientBuckets({
      rate: qps,
      burst: burst === 0 ? qps : burst,
      expirationMs: options.expiration * 1000,
      cleanupMs: options.cleanup_delay * 1000,
      clientsMax: CLIENTS_MAX,
    });
    return ({ client, nowMs }) => !clients.take(maskedKey(client.peer.address.unmapped(), bits4, bits6), nowMs);
  },
});

/** A key that all addresses of one masked client share. */
function maskedKey({ octets }: IPAddress, bits4: number, bits6: number): string {
  const bits = octets.length === 4 ? bits4 : bits6;
  let key = octets.length === 4 ? '4' : '6';
  for (let i = 0; i * 8 < bits; i += 1) {
    const kept = Math.min(8, bits - i * 8);
    key += String.fromCharCode(octets[i]! & (0xff << (8 - kept)));
  }
  return key;
}

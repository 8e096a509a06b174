/** Referrals: the NS RRset of a zone cut and the addresses that make it usable (RFC 1034 §4.2.1, RFC 9471). */
import { DNSName, type RRset, RType } from '@span53/dns/wire';
import type { Span } from '@span53/tracing';
import type { ServedZone } from '../zones/zone-view.ts';
import { ADDRESS_TARGETS_MAX } from './additional.ts';
import type { Answer } from './answer.ts';

/**
 * Adds the NS RRset to the authority section and the addresses that this zone has for its targets. Glue below the
 * cut is required: if it does not fit, TC is set (RFC 9471 §3.1). Other addresses of the zone, sibling glue among
 * them, are added as far as they fit (RFC 9471 §3.2).
 */
export function addReferral(answer: Answer, zone: ServedZone, ns: RRset, trace: Span | undefined): void {
  answer.authority.push({ rrset: ns });
  const origin = zone.view.origin;
  const optional: RRset[] = [];
  for (const rdata of ns.rdata.slice(0, ADDRESS_TARGETS_MAX)) {
    const target = DNSName.fromWire(rdata);
    if (!target.isPartOf(origin)) continue;
    const node = zone.view.node(target, trace);
    for (const type of [RType.A, RType.AAAA]) {
      const glue = node?.get(type);
      if (glue === undefined) continue;
      if (target.isPartOf(ns.name)) answer.additional.push({ rrset: glue, required: true });
      else optional.push(glue);
    }
  }
  for (const rrset of optional) answer.additional.push({ rrset });
}

/** Referrals: the NS RRset of a zone cut and the addresses that make it usable (RFC 1034 §4.2.1, RFC 9471). */
import { DNSName, type RRset, RType } from '@span53/dns/wire';
import type { Span } from '@span53/tracing';
import type { ServedZone } from '../zones/zone-view.ts';
import type { Answer } from './answer.ts';

/** Name servers whose addresses one referral looks up: a bound on the work that a query below a cut can cause. */
const GLUE_TARGETS_MAX = 128;

/**
 * Adds the NS RRset to the authority section and the addresses that this zone has for its targets. Glue below the
 * cut is required: if it does not fit, or is over the limit, TC is set (RFC 9471 §3.1). Other addresses of the zone,
 * sibling glue among them, are added behind it as far as they fit (RFC 9471 §3.2).
 */
export function addReferral(answer: Answer, zone: ServedZone, ns: RRset, trace: Span | undefined): void {
  answer.authority.push({ rrset: ns });
  const below = addAddressesOf(answer, zone, ns, { below: true, max: GLUE_TARGETS_MAX, trace });
  if (below > GLUE_TARGETS_MAX) answer.truncated = true;
  else addAddressesOf(answer, zone, ns, { below: false, max: GLUE_TARGETS_MAX - below, trace });
}

/** Looks up the addresses of at most `max` targets, those below the cut or the others; returns how many there are. */
function addAddressesOf(
  answer: Answer,
  zone: ServedZone,
  ns: RRset,
  { below, max, trace }: { readonly below: boolean; readonly max: number; readonly trace: Span | undefined },
): number {
  let targets = 0;
  for (const rdata of ns.rdata) {
    const target = DNSName.fromWire(rdata);
    if (!target.isPartOf(zone.view.origin) || target.isPartOf(ns.name) !== below) continue;
    targets += 1;
    if (targets > max) continue;
    const node = zone.view.node(target, trace);
    for (const type of [RType.A, RType.AAAA]) {
      const rrset = node?.get(type);
      if (rrset !== undefined) answer.additional.push(below ? { rrset, required: true } : { rrset });
    }
  }
  return targets;
}

/** The additional section of an answer: addresses of the names its records point to (RFC 1034 §4.3.2 step 6). */
import { DNSName, type RRset, RType, skipName } from '@span53/dns/wire';
import type { Span } from '@span53/tracing';
import type { ServedZone } from '../zones/zone-view.ts';
import type { Answer, Entry } from './answer.ts';
import { locate, type Place } from './lookup.ts';

/** Names for which one answer looks up addresses: a bound on the work that an RRset can cause. */
const ADDRESS_TARGETS_MAX = 32;

/** Octets of RDATA before the name that has addresses. */
const TARGET_AT = new Map<number, number>([
  [RType.NS, 0],
  [RType.MX, 2],
  [RType.SRV, 6], // RFC 2782
  [RType.AFSDB, 2],
  [RType.RT, 2],
  [RType.KX, 2],
  [RType.SVCB, 2], // RFC 9460 §4.1
  [RType.HTTPS, 2],
  [RType.MB, 0],
]);

/** Adds A and AAAA records that this zone has for the targets in `rrsets`, each once, as far as they will fit. */
export function addAddresses(
  answer: Answer,
  zone: ServedZone,
  rrsets: readonly RRset[],
  trace: Span | undefined,
): void {
  let targets = 0;
  for (const rrset of rrsets) {
    const at = TARGET_AT.get(rrset.type);
    if (at === undefined) continue;
    using span = trace?.span('dns.additional');
    for (const rdata of rrset.rdata) {
      const target = targetAt(rdata, at, rrset.name, rrset.type);
      if (target === undefined || !target.isPartOf(zone.view.origin)) continue;
      if (++targets > ADDRESS_TARGETS_MAX) return;
      addTarget(answer, zone, target, { glue: rrset.type === RType.NS, trace: span });
    }
  }
}

/** The name at `at`; undefined for one that has no addresses: the root of a null MX (RFC 7505) or null SRV. */
function targetAt(rdata: Uint8Array, at: number, owner: DNSName, type: number): DNSName | undefined {
  const end = skipName(rdata, at);
  if (end < 0) return undefined;
  if (end !== at + 1) return DNSName.fromWire(rdata.subarray(at, end));
  // "." in ServiceMode is the owner itself; in AliasMode it means that the service does not exist (RFC 9460 §2.5).
  const isService = (type === RType.SVCB || type === RType.HTTPS) && (rdata[0] !== 0 || rdata[1] !== 0);
  return isService ? owner : undefined;
}

function addTarget(
  answer: Answer,
  zone: ServedZone,
  target: DNSName,
  { glue, trace }: { glue: boolean; trace: Span | undefined },
): void {
  const place = locate(zone, target, false, trace);
  // Name servers below a cut are reached by glue; for other targets only authoritative data will do.
  const node = place.kind === 'cut' ? (glue ? zone.view.node(target, trace) : undefined) : nodeOf(place);
  if (node === undefined) return;
  for (const type of [RType.A, RType.AAAA]) {
    const rrset = node.get(type);
    if (rrset === undefined) continue;
    const entry: Entry = place.kind === 'wildcard' ? { rrset, owner: target } : { rrset };
    if (!isPresent(answer, entry)) answer.additional.push(entry);
  }
}

function nodeOf(place: Place) {
  return place.kind === 'node' || place.kind === 'wildcard' ? place.node : undefined;
}

/** An RRset is in a message once (RFC 2181 §5): not again when it is the answer itself. */
function isPresent({ answer, additional }: Answer, entry: Entry): boolean {
  return [answer, additional].some((section) => section.some((other) => sameEntry(other, entry)));
}

function sameEntry(a: Entry, b: Entry): boolean {
  return a.rrset.type === b.rrset.type && (a.owner ?? a.rrset.name).equals(b.owner ?? b.rrset.name);
}

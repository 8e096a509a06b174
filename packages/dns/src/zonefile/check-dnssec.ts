/** Checks of DNSSEC data that need no cryptography: is it where it belongs, and does it go together (RFC 4035 §2). */
import { decodeAs, nsec3, parseBase32Hex, rrsig, soa, zonemd } from '../rdata/index.ts';
import { RType, rtypeName, type DNSName } from '../wire/index.ts';
import type { Report } from './finding.ts';
import type { ZoneIndex, ZoneNode } from './zone-index.ts';

/** Types that stand at the apex and nowhere else. */
const APEX_ONLY = [RType.DNSKEY, RType.NSEC3PARAM, RType.CDS, RType.CDNSKEY, RType.ZONEMD];

/** What the nodes show together. */
export interface DnssecSummary {
  isSigned: boolean;
  hasNsec: boolean;
  hasNsec3: boolean;
}

/** Looks at the DNSSEC records of one node. `nowSeconds`, when known, finds expired signatures. */
export function checkDnssecNode(
  zone: ZoneIndex,
  node: ZoneNode,
  { summary, report, nowSeconds }: { summary: DnssecSummary; report: Report; nowSeconds: number | undefined },
): void {
  const { rrsets, name } = node;
  if (!name.equals(zone.origin)) {
    for (const type of APEX_ONLY) {
      const record = rrsets.get(type)?.[0];
      if (record !== undefined) report('apex-only', record, `${rtypeName(type)} belongs to the apex`);
    }
  }
  const ds = rrsets.get(RType.DS)?.[0];
  if (ds !== undefined && name.equals(zone.origin)) report('ds-at-apex', ds, 'has DS, which belongs to the parent');
  else if (ds !== undefined && !rrsets.has(RType.NS)) {
    report('ds-without-delegation', ds, 'has DS but is no delegation');
  }
  if (rrsets.has(RType.NSEC)) summary.hasNsec = true;
  const hashed = rrsets.get(RType.NSEC3)?.[0];
  if (hashed !== undefined) {
    summary.hasNsec3 = true;
    const value = decodeAs(nsec3, hashed.rdata);
    if (!isHash(name, zone, value?.next.length)) report('nsec3-owner', hashed, 'has NSEC3 but is no hash of a name');
    const iterations = value?.iterations ?? 0;
    if (iterations > 0) report('nsec3-iterations', hashed, `NSEC3 has ${iterations} iterations (RFC 9276: 0)`);
  }
  if (rrsets.has(RType.RRSIG)) summary.isSigned = true;
  checkSignatures(zone, node, report, nowSeconds);
}

/** True for a hash of as many octets right below the apex. */
function isHash(name: DNSName, zone: ZoneIndex, octets: number | undefined): boolean {
  if (name.isRoot || !name.parent().equals(zone.origin)) return false;
  return parseBase32Hex(String.fromCharCode(...name.labels()[0]!))?.length === octets;
}

function checkSignatures(zone: ZoneIndex, { rrsets, name }: ZoneNode, report: Report, nowSeconds?: number): void {
  for (const record of rrsets.get(RType.RRSIG) ?? []) {
    const signature = decodeAs(rrsig, record.rdata);
    if (signature === undefined) continue;
    const type = rtypeName(signature.typeCovered);
    const labels = name.labelCount - (name.isWildcard ? 1 : 0);
    if (!rrsets.has(signature.typeCovered))
      report('signature-of-nothing', record, `has a signature of ${type}, but no ${type}`);
    if (!signature.signer.equals(zone.origin))
      report('signer-is-not-the-zone', record, `${type} is signed by ${signature.signer}`);
    if (signature.labels !== labels) {
      report('signature-labels', record, `signature of ${type} counts ${signature.labels} labels, not ${labels}`);
    }
    if (nowSeconds === undefined) continue;
    // Serial arithmetic on 32 bits (RFC 4034 §3.1.5).
    if (((signature.expiration - nowSeconds) | 0) < 0)
      report('signature-expired', record, `signature of ${type} is expired`);
    if (((nowSeconds - signature.inception) | 0) < 0) {
      report('signature-not-yet-valid', record, `signature of ${type} is not valid yet`);
    }
  }
}

/** Looks at the zone as a whole, after all nodes. */
export function checkDnssecZone(zone: ZoneIndex, summary: DnssecSummary, report: Report): void {
  const apex = zone.get(zone.origin);
  const start = apex?.rrsets.get(RType.SOA)?.[0];
  if (apex === undefined || start === undefined) return;
  if (summary.hasNsec && summary.hasNsec3) report('nsec-and-nsec3', start, 'has NSEC and NSEC3');
  if (summary.hasNsec3 && !apex.rrsets.has(RType.NSEC3PARAM))
    report('nsec3param-missing', start, 'has NSEC3 but no NSEC3PARAM');
  const serial = decodeAs(soa, start.rdata)?.serial;
  for (const record of apex.rrsets.get(RType.ZONEMD) ?? []) {
    const digest = decodeAs(zonemd, record.rdata);
    if (digest !== undefined && digest.serial !== serial) {
      report('zonemd-serial', record, `ZONEMD is of serial ${digest.serial}, the zone of ${serial}`);
    }
  }
  if (summary.isSigned) for (const node of zone.nodes()) checkSigned(zone, node, report);
}

/** Every authoritative RRset of a signed zone has a signature (RFC 4035 §2.2). */
function checkSigned(zone: ZoneIndex, { name, rrsets }: ZoneNode, report: Report): void {
  const cut = zone.delegationOf(name);
  if (cut !== undefined && !cut.name.equals(name)) return;
  const signed = new Set((rrsets.get(RType.RRSIG) ?? []).map((record) => decodeAs(rrsig, record.rdata)?.typeCovered));
  for (const [type, records] of rrsets) {
    const isAuthoritative = cut === undefined || type === RType.DS || type === RType.NSEC;
    if (!isAuthoritative || type === RType.RRSIG || signed.has(type)) continue;
    report('signature-missing', records[0]!, `has no signature of ${rtypeName(type)}`);
  }
}

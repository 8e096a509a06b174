/** Checks a whole zone: what servers refuse to load, and what loads but will not work. */
import { canonicalRdata, decodeAs, soa } from '../rdata/index.ts';
import { RType, rtypeName, type DNSName } from '../wire/index.ts';
import { checkDnssecNode, checkDnssecZone, type DnssecSummary } from './check-dnssec.ts';
import { checkTargets, isHostName } from './check-targets.ts';
import { severities, type Report, type ZoneFinding } from './finding.ts';
import type { ZoneRecord } from './options.ts';
import { ZoneIndex, type ZoneNode } from './zone-index.ts';

/** What to check against. */
export interface ZoneCheckOptions {
  readonly origin: DNSName;
  /** Seconds since 1970, to find expired signatures; left out, none is. */
  readonly nowSeconds?: number;
  /** Findings kept; the rest is only counted. Default 1000. */
  readonly findingsMax?: number;
}

/** The findings, and how many there were. */
export interface ZoneCheck {
  readonly findings: readonly ZoneFinding[];
  readonly errors: number;
  readonly warnings: number;
  readonly notices: number;
}

/** Types that may stand beside a CNAME (RFC 4034 §4, RFC 2535 §2.3.5, RFC 3007 §3.1). */
const BESIDE_CNAME: ReadonlySet<number> = new Set([RType.RRSIG, RType.NSEC, RType.SIG, RType.NXT, RType.KEY]);
/** Types at a delegation that are the parent's, or glue. */
const AT_CUT: ReadonlySet<number> = new Set([
  RType.NS,
  RType.DS,
  RType.NSEC,
  RType.RRSIG,
  RType.A,
  RType.AAAA,
  RType.NSEC3,
]);
/** Types below a delegation that are glue. */
const GLUE: ReadonlySet<number> = new Set([RType.A, RType.AAAA]);

/** Reads all records and reports on them. Holds the zone in memory. */
export function checkZone(records: Iterable<ZoneRecord>, options: ZoneCheckOptions): ZoneCheck {
  const { origin, nowSeconds, findingsMax = 1000 } = options;
  const zone = new ZoneIndex(origin);
  const findings: ZoneFinding[] = [];
  const counts = { error: 0, warning: 0, notice: 0 };
  const report: Report = (code, { owner, type, file, line }, message) => {
    const severity = severities[code];
    counts[severity] += 1;
    if (findings.length < findingsMax) findings.push({ code, severity, owner, type, message, file, line });
  };
  for (const record of records) {
    if (record.owner.isPartOf(origin)) zone.add(record);
    else report('out-of-zone', record, `is not in ${origin}`);
  }
  checkApex(zone, report);
  const summary: DnssecSummary = { isSigned: false, hasNsec: false, hasNsec3: false };
  for (const node of zone.nodes()) {
    checkNode(zone, node, report);
    checkTargets(zone, node, report);
    checkDnssecNode(zone, node, { summary, report, nowSeconds });
  }
  checkDnssecZone(zone, summary, report);
  return { findings, errors: counts.error, warnings: counts.warning, notices: counts.notice };
}

function checkApex(zone: ZoneIndex, report: Report): void {
  const nowhere = { owner: zone.origin, file: '', line: 0 };
  const starts = zone.rrset(zone.origin, RType.SOA);
  const [start] = starts;
  if (start === undefined) report('soa-missing', { ...nowhere, type: RType.SOA }, 'has no SOA');
  const other = starts.find(({ rdata }) => dataKey(RType.SOA, rdata) !== dataKey(RType.SOA, start!.rdata));
  if (other !== undefined) report('soa-twice', other, 'has two SOA');
  if (zone.rrset(zone.origin, RType.NS).length === 0) {
    report('ns-missing', { ...nowhere, type: RType.NS }, 'has no NS');
  }
  const times = start === undefined ? undefined : decodeAs(soa, start.rdata);
  if (times !== undefined && (times.retry > times.refresh || times.expire < times.refresh + times.retry)) {
    report('soa-times', start!, 'SOA should have retry <= refresh and expire >= refresh + retry');
  }
}

function checkNode(zone: ZoneIndex, node: ZoneNode, report: Report): void {
  const { name, rrsets } = node;
  const isApex = name.equals(zone.origin);
  for (const rrset of rrsets.values()) checkRRset(rrset, report);
  const alias = rrsets.get(RType.CNAME)?.[0];
  if (alias !== undefined) {
    const beside = [...rrsets.keys()].find((type) => type !== RType.CNAME && !BESIDE_CNAME.has(type));
    if (beside !== undefined) report('cname-and-other-data', alias, `has CNAME and ${rtypeName(beside)}`);
  }
  const start = rrsets.get(RType.SOA)?.[0];
  if (start !== undefined && !isApex) report('soa-below-apex', start, 'has SOA but is not the apex');
  const servers = rrsets.get(RType.NS)?.[0];
  if (servers !== undefined && name.isWildcard) report('wildcard-ns', servers, 'delegates with a wildcard');
  if (servers !== undefined && !isApex && rrsets.has(RType.DNAME)) report('dname-and-ns', servers, 'has NS and DNAME');
  checkOcclusion(zone, node, report);
  const addressed = rrsets.get(RType.A) ?? rrsets.get(RType.AAAA) ?? rrsets.get(RType.MX);
  const host = name.isWildcard ? name.parent() : name;
  if (addressed !== undefined && !isHostName(host)) report('not-a-host-name', addressed[0]!, 'is no host name');
}

/** One TTL for all records (RFC 2181 §5.2), none twice, and one only where there can be one. */
function checkRRset(rrset: readonly ZoneRecord[], report: Report): void {
  const [first] = rrset;
  if (first === undefined || rrset.length === 1) return;
  const seen = new SeenData();
  for (const record of rrset) {
    const type = rtypeName(record.type);
    if (seen.add(record)) report('duplicate', record, `has the same ${type} twice`);
    else if (seen.size > 1 && record.type === RType.CNAME) report('cname-twice', record, 'has two CNAME');
    else if (seen.size > 1 && record.type === RType.DNAME) report('dname-twice', record, 'has two DNAME');
    // Signatures have the TTL of what they sign.
    if (record.ttl !== first.ttl && record.type !== RType.RRSIG) {
      report('ttl-mismatch', record, `${type} has TTL ${record.ttl}, before it ${first.ttl}`);
    }
  }
}

/** The data of one RRset. What differs in the case of names only is one record (RFC 4034 §6.3); the canonical form that
 *  tells is made only for data that differs in nothing but case, which is rare. */
class SeenData {
  /** How many records there are, copies not counted. */
  size = 0;
  readonly #alike = new Map<string, { readonly first: ZoneRecord; exact?: Set<string> }>();

  /** True for a copy of one that is there. */
  add(record: ZoneRecord): boolean {
    const key = Buffer.from(record.rdata).toString('latin1').toLowerCase();
    const alike = this.#alike.get(key);
    if (alike === undefined) this.#alike.set(key, { first: record });
    else {
      alike.exact ??= new Set([dataKey(record.type, alike.first.rdata)]);
      const exact = dataKey(record.type, record.rdata);
      if (alike.exact.has(exact)) return true;
      alike.exact.add(exact);
    }
    this.size += 1;
    return false;
  }
}

function dataKey(type: number, rdata: Uint8Array): string {
  return Buffer.from(canonicalRdata(type, rdata)).toString('latin1');
}

function checkOcclusion(zone: ZoneIndex, { name, rrsets }: ZoneNode, report: Report): void {
  const dname = zone.dnameAbove(name);
  const [first] = rrsets.values();
  if (dname !== undefined && first !== undefined && !isNsec3Only(rrsets)) {
    report('below-dname', first[0]!, `is below the DNAME at ${dname.name} (RFC 6672 §2.4)`);
    return;
  }
  const cut = zone.delegationOf(name);
  if (cut === undefined) return;
  const visible = cut.name.equals(name) ? AT_CUT : GLUE;
  for (const [type, records] of rrsets) {
    if (!visible.has(type))
      report('below-delegation', records[0]!, `${rtypeName(type)} is hidden by the delegation of ${cut.name}`);
  }
}

/** Hashed names are not in the tree of names: a DNAME at the apex does not hide them. */
function isNsec3Only(rrsets: ZoneNode['rrsets']): boolean {
  return [...rrsets.keys()].every((type) => type === RType.NSEC3 || type === RType.RRSIG);
}

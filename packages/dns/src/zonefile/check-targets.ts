/** Checks of names that records point to, as far as they are in the zone (RFC 2181 §10.3, RFC 9471). */
import { IPAddress } from '../inet/index.ts';
import { decodeAs, mx, ns, srv, svcb } from '../rdata/index.ts';
import { RType, rtypeName, type DNSName } from '../wire/index.ts';
import type { Report } from './finding.ts';
import type { ZoneRecord } from './options.ts';
import type { ZoneIndex, ZoneNode } from './zone-index.ts';

/** Looks at the targets of NS, MX and SRV records at one node, and at SVCB and HTTPS aliases. */
export function checkTargets(zone: ZoneIndex, node: ZoneNode, report: Report): void {
  for (const record of node.rrsets.get(RType.NS) ?? []) {
    const target = decodeAs(ns, record.rdata)?.target;
    if (target !== undefined) checkServer(zone, record, target, report);
  }
  for (const record of node.rrsets.get(RType.MX) ?? []) {
    const target = decodeAs(mx, record.rdata)?.exchange;
    if (target !== undefined) checkService(zone, record, target, report);
  }
  for (const record of node.rrsets.get(RType.SRV) ?? []) {
    const target = decodeAs(srv, record.rdata)?.target;
    if (target !== undefined) checkService(zone, record, target, report);
  }
  for (const record of [...(node.rrsets.get(RType.SVCB) ?? []), ...(node.rrsets.get(RType.HTTPS) ?? [])]) {
    const binding = decodeAs(svcb, record.rdata);
    if (binding?.priority !== 0 || binding.params.length === 0) continue;
    report('alias-with-parameters', record, 'has parameters in AliasMode, which are ignored (RFC 9460 §2.4.2)');
  }
}

function checkServer(zone: ZoneIndex, record: ZoneRecord, target: DNSName, report: Report): void {
  checkHostName(record, target, report);
  if (!target.isPartOf(zone.origin)) return;
  const cut = zone.delegationOf(target);
  if (cut !== undefined) {
    if (hasAddress(zone.get(target))) return;
    const own = cut.name.equals(record.owner);
    const code = own ? 'glue-missing' : 'sibling-glue-missing';
    report(code, record, `is served by ${target}, whose address is not in the zone`);
    return;
  }
  const node = zone.answering(target);
  if (hasAddress(node)) return;
  const alias = node?.rrsets.has(RType.CNAME) === true || zone.dnameAbove(target) !== undefined;
  // A wrong delegation is no reason to leave the rest of the zone unserved.
  const isApex = record.owner.equals(zone.origin);
  const code = isApex ? 'ns-without-address' : 'delegation-without-address';
  const aliasCode = isApex ? 'ns-is-alias' : 'delegation-to-alias';
  if (alias) report(aliasCode, record, `is served by ${target}, which is an alias`);
  else report(code, record, `is served by ${target}, which has no address`);
}

function checkService(zone: ZoneIndex, record: ZoneRecord, target: DNSName, report: Report): void {
  if (target.isRoot) return;
  checkHostName(record, target, report);
  if (!target.isPartOf(zone.origin) || zone.delegationOf(target) !== undefined) return;
  const node = zone.answering(target);
  if (hasAddress(node)) return;
  const what = `${rtypeName(record.type)} target ${target}`;
  const alias = node?.rrsets.has(RType.CNAME) === true || zone.dnameAbove(target) !== undefined;
  if (alias) report('target-is-alias', record, `${what} is an alias`);
  else report('target-without-address', record, `${what} has no address`);
}

function checkHostName(record: ZoneRecord, target: DNSName, report: Report): void {
  const what = `${rtypeName(record.type)} target ${target}`;
  if (IPAddress.parse(target.toString().slice(0, -1)) !== undefined) {
    report('address-as-name', record, `${what} is an address, where only a name can stand`);
  } else if (!isHostName(target)) report('not-a-host-name', record, `${what} is no host name`);
}

/** Letters, digits and inner hyphens (RFC 952, RFC 1123 §2.1). */
export function isHostName(name: DNSName): boolean {
  return name
    .labels()
    .every((label) => /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(String.fromCharCode(...label)));
}

function hasAddress(node: ZoneNode | undefined): boolean {
  return node !== undefined && (node.rrsets.has(RType.A) || node.rrsets.has(RType.AAAA));
}

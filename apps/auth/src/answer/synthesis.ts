/** Records that are in no zone: the CNAME of a DNAME (RFC 6672 §3.1). */
import { DNSName, type RRset, RType, sameName } from '@span53/dns/wire';

/** The name that a CNAME's or DNAME's only record leads to. */
export function targetOf(rrset: RRset): DNSName {
  return DNSName.fromWire(rrset.rdata[0]!);
}

/**
 * The CNAME from `name` to where `dname` moves it, with the DNAME's TTL; undefined when the new name would be over 255
 * octets (YXDOMAIN, RFC 6672 §2.2).
 */
export function synthesizedCname(name: DNSName, dname: RRset): RRset | undefined {
  const target = name.replaceSuffix(dname.name, targetOf(dname));
  if (target === undefined) return undefined;
  return { name, type: RType.CNAME, class: dname.class, ttl: dname.ttl, rdata: [target.wire] };
}

/** True when a chain of aliases has come by `name` before. */
export function visited(chain: readonly DNSName[], name: DNSName): boolean {
  return chain.some((other) => sameName(other.wire, name.wire));
}

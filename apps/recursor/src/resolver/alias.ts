/** CNAME and DNAME: where a name leads (RFC 1034 §3.6.2, RFC 6672). */
import { DNSName, RClass, RType } from '@span53/dns/wire';
import type { SignedRRset } from '../cache/record-cache.ts';

/** The target of a CNAME RRset; undefined unless it has exactly one well-formed record (RFC 2181 §10.1). */
export function cnameTarget(set: SignedRRset): DNSName | undefined {
  return set.rdata.length === 1 ? DNSName.read(set.rdata[0]!, 0) : undefined;
}

/** What a DNAME makes of a name below it: a CNAME of the same TTL, or `too-long` (YXDOMAIN, RFC 6672 §2.2). */
export function synthesise(name: DNSName, dname: SignedRRset): SignedRRset | 'too-long' | undefined {
  const target = cnameTarget(dname);
  if (target === undefined || name.equals(dname.name)) return undefined;
  const replaced = name.replaceSuffix(dname.name, target);
  if (replaced === undefined) return 'too-long';
  return { name, type: RType.CNAME, class: RClass.IN, ttl: dname.ttl, rdata: [replaced.wire], signatures: [] };
}

/** The first DNAME strictly above `name` and at or below `top` that `find` knows, closest first. */
export function dnameAbove(
  name: DNSName,
  top: DNSName,
  find: (owner: DNSName) => SignedRRset | undefined,
): SignedRRset | undefined {
  for (let at = name; at.labelCount > top.labelCount;) {
    at = at.parent();
    const set = find(at);
    if (set !== undefined) return set;
  }
  return undefined;
}

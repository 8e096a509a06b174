/** Where a name leads in a zone (RFC 1034 §4.3.2 step 3, RFC 4592 §3.3, RFC 6672 §3.2): pure, over a ZoneView. */
import { type DNSName, type RRset, RType } from '@span53/dns/wire';
import type { Span } from '@span53/tracing';
import type { ZoneNode } from '../zones/zone-node.ts';
import type { ServedZone } from '../zones/zone-view.ts';

/** The end of the way from the apex down to a name. */
export type Place =
  /** The name exists; `node` has no RRsets when it is an empty non-terminal. */
  | { readonly kind: 'node'; readonly node: ZoneNode }
  /** It does not, but `node`, the wildcard at its closest encloser, stands for it. */
  | { readonly kind: 'wildcard'; readonly node: ZoneNode; readonly encloser: DNSName }
  /** Neither; `encloser` is the closest name that does exist. */
  | { readonly kind: 'none'; readonly encloser: DNSName }
  /** It is at or below a zone cut. */
  | { readonly kind: 'cut'; readonly node: ZoneNode; readonly ns: RRset }
  /** It is below a DNAME. */
  | { readonly kind: 'dname'; readonly dname: RRset }
  /** A record on the way, or the store, cannot be read. */
  | { readonly kind: 'broken'; readonly node: ZoneNode; readonly type: number };

/** What a question finds. */
export type Found =
  | { readonly kind: 'answer'; readonly rrsets: readonly RRset[]; readonly wildcard: DNSName | undefined }
  | { readonly kind: 'cname'; readonly cname: RRset; readonly wildcard: DNSName | undefined }
  | { readonly kind: 'nodata'; readonly wildcard: DNSName | undefined }
  | { readonly kind: 'nxdomain'; readonly encloser: DNSName }
  | Extract<Place, { kind: 'cut' | 'dname' | 'broken' }>;

/**
 * Walks from the apex down to `name`, which is at or below it. A cut at `name` itself stops the walk unless
 * `throughCut`: DS lives on the parent side (RFC 4035 §3.1.4.1).
 */
export function locate(zone: ServedZone, name: DNSName, throughCut: boolean, trace: Span | undefined): Place {
  const { view, apex } = zone;
  let above = apex;
  for (let left = name.labelCount - view.origin.labelCount; ; left -= 1) {
    if (above.isBroken(RType.SOA)) return { kind: 'broken', node: above, type: RType.SOA };
    if (left === 0) return { kind: 'node', node: above };
    if (above.dname !== undefined) return { kind: 'dname', dname: above.dname };
    if (above.isBroken(RType.DNAME)) return { kind: 'broken', node: above, type: RType.DNAME };
    const here = name.ancestor(left - 1);
    const node = view.node(here, trace);
    if (node === undefined) return fromWildcard(zone, name.ancestor(left), trace);
    if (left > 1 || !throughCut) {
      if (node.ns !== undefined) return { kind: 'cut', node, ns: node.ns };
      if (node.isBroken(RType.NS)) return { kind: 'broken', node, type: RType.NS };
    }
    above = node;
  }
}

/** The wildcard below the closest encloser, if there is one (RFC 4592 §3.3.1). */
function fromWildcard(zone: ServedZone, encloser: DNSName, trace: Span | undefined): Place {
  const source = encloser.wildcard();
  const node = source === undefined ? undefined : zone.view.node(source, trace);
  if (node === undefined) return { kind: 'none', encloser };
  return { kind: 'wildcard', node, encloser };
}

/** What `type` finds at `name`. */
export function lookup(zone: ServedZone, name: DNSName, type: number, trace: Span | undefined): Found {
  const place = locate(zone, name, type === RType.DS, trace);
  switch (place.kind) {
    case 'cut':
    case 'dname':
    case 'broken':
      return place;
    case 'none':
      return { kind: 'nxdomain', encloser: place.encloser };
    case 'node':
      return select(place.node, type, undefined);
    case 'wildcard':
      return select(place.node, type, place.node.name);
  }
}

/** Types that may stand beside a CNAME (RFC 4034 §2.5, RFC 3007 §3): a question for them is not redirected. */
const BESIDE_CNAME: ReadonlySet<number> = new Set<number>([RType.CNAME, RType.RRSIG, RType.NSEC, RType.KEY]);

function select(node: ZoneNode, type: number, wildcard: DNSName | undefined): Found {
  if (node.unreadable) return { kind: 'broken', node, type };
  if (type === RType.ANY) {
    if (node.rrsets.length > 0) return { kind: 'answer', rrsets: node.rrsets, wildcard };
    return node.broken === undefined ? { kind: 'nodata', wildcard } : { kind: 'broken', node, type };
  }
  if (!BESIDE_CNAME.has(type)) {
    if (node.cname !== undefined) return { kind: 'cname', cname: node.cname, wildcard };
    if (node.isBroken(RType.CNAME)) return { kind: 'broken', node, type: RType.CNAME };
  }
  if (node.isBroken(type)) return { kind: 'broken', node, type };
  const rrset = node.get(type);
  return rrset === undefined ? { kind: 'nodata', wildcard } : { kind: 'answer', rrsets: [rrset], wildcard };
}

/** Signing whole zones (RFC 4035 §2, RFC 5155 §7.1, RFC 9276). */
import { decodeAs, encodeRdata, nsec, nsec3, nsec3param, rrsig, soa } from '../rdata/index.ts';
import { compareOctets, RType, type DNSName, type RRset } from '../wire/index.ts';
import { KeyFlag } from './key-tag.ts';
import { NSEC3_OCTETS, NSEC3_SHA1, nsec3Hash, nsec3Owner, type Nsec3Parameters } from './nsec3-hash.ts';
import { signatures, type Validity } from './sign.ts';
import type { SigningKey } from './signing-key.ts';
import { bitmapTypes, signedSets, zoneNodes, type ZoneNode } from './zone-nodes.ts';
import { zonemdRRset, ZONEMD_PLACEHOLDERS, type ZonemdHash } from './zonemd.ts';

/** How absence is proved. RFC 9276 §3.1 wants no iterations and no salt. */
export type DenialKind =
  | { readonly kind: 'nsec' }
  | ({
      readonly kind: 'nsec3';
      /** Skips unsigned delegations. */ readonly optOut?: boolean;
    } & Partial<Nsec3Parameters>);

/** A zone to be signed. */
export interface ZoneToSign extends Validity {
  readonly origin: DNSName;
  /** All RRsets; signatures, NSEC, NSEC3 and NSEC3PARAM among them are left out and made anew. */
  readonly rrsets: Iterable<RRset>;
  /** Keys with SEP sign the DNSKEY, CDS and CDNSKEY RRsets, those without the rest; where one kind is missing the other
   *  does its work. */
  readonly keys: readonly SigningKey[];
  readonly denial: DenialKind;
  /** Digests of the whole zone to put in (RFC 8976). Those that are there are left out: signing made them wrong. */
  readonly zonemd?: readonly ZonemdHash[];
}

const MADE = new Set<number>([RType.RRSIG, RType.NSEC, RType.NSEC3, RType.NSEC3PARAM]);

/** The signed zone, in canonical order; undefined when it has no SOA, no key that is not revoked, or a name so long
 *  that no hash fits in front of it (for NSEC3). */
export function signZone(zone: ZoneToSign): RRset[] | undefined {
  const { origin, denial, keys } = zone;
  const given = [...zone.rrsets].filter(({ type }) => !MADE.has(type));
  const soaSet = given.find((set) => set.type === RType.SOA && set.name.equals(origin));
  const soaData = soaSet === undefined ? undefined : decodeAs(soa, soaSet.rdata[0]!);
  if (soaSet === undefined || soaData === undefined || keys.every((key) => isRevoked(key))) return undefined;
  if (denial.kind === 'nsec3' && nsec3Owner(new Uint8Array(NSEC3_OCTETS), origin) === undefined) return undefined;
  const ttl = Math.min(soaSet.ttl, soaData.minimum); // RFC 9077 §3
  const head = { name: origin, class: soaSet.class };
  const digests = zone.zonemd ?? [];
  const rrsets = given.filter((set) => !isApex(set, RType.DNSKEY, origin) && !isApex(set, RType.ZONEMD, origin));
  rrsets.push({ ...head, type: RType.DNSKEY, ttl: dnskeyTtl(given, origin, soaSet.ttl), rdata: keyRdata(given, zone) });
  if (digests.length > 0) rrsets.push({ ...head, ...ZONEMD_PLACEHOLDERS, ttl: soaSet.ttl });
  if (denial.kind === 'nsec3') rrsets.push({ ...head, type: RType.NSEC3PARAM, ttl: 0, rdata: [parameters(denial)] });
  const nodes = zoneNodes(origin, rrsets);
  const chain = denial.kind === 'nsec' ? nsecChain(origin, nodes, ttl) : nsec3Chain(origin, nodes, { ...denial, ttl });
  const signed = withSignatures([...nodes, ...zoneNodesOf(chain)], zone);
  if (digests.length === 0) return inOrder(origin, signed);
  return inOrder(origin, withZonemd(signed, zone, soaSet, soaData.serial));
}

function isApex({ name, type }: RRset, wanted: number, origin: DNSName): boolean {
  return type === wanted && name.equals(origin);
}

function dnskeyTtl(rrsets: readonly RRset[], origin: DNSName, ttl: number): number {
  return rrsets.find((set) => isApex(set, RType.DNSKEY, origin))?.ttl ?? ttl;
}

/** Keys that the zone publishes already, and ours. */
function keyRdata(rrsets: readonly RRset[], { origin, keys }: ZoneToSign): Uint8Array[] {
  const published = rrsets.filter((set) => isApex(set, RType.DNSKEY, origin)).flatMap(({ rdata }) => rdata);
  const all = [...published, ...keys.map(({ rdata }) => rdata)].toSorted(compareOctets);
  return all.filter((octets, i) => i === 0 || compareOctets(octets, all[i - 1]!) !== 0);
}

function parameters({ iterations = 0, salt = new Uint8Array(0) }: Partial<Nsec3Parameters>): Uint8Array {
  return encodeRdata(nsec3param, { hashAlgorithm: NSEC3_SHA1, flags: 0, iterations, salt });
}

/** One NSEC at every name that has records of the zone, each leading to the next (RFC 4034 §4). */
function nsecChain(origin: DNSName, nodes: readonly ZoneNode[], ttl: number): RRset[] {
  const listed = nodes.filter(({ role }) => role === 'authoritative' || role === 'cut');
  return listed.map((node, i) => {
    const next = listed[i + 1]?.name ?? origin;
    const rdata = [encodeRdata(nsec, { next, types: bitmapTypes(node, [RType.NSEC, RType.RRSIG]) })];
    return { name: node.name, type: RType.NSEC, class: classOf(nodes), ttl, rdata };
  });
}

interface Nsec3Options extends Partial<Nsec3Parameters> {
  readonly optOut?: boolean;
  readonly ttl: number;
}

/** One NSEC3 for every name, empty non-terminals too, in the order of their hashes (RFC 5155 §7.1). */
function nsec3Chain(origin: DNSName, nodes: readonly ZoneNode[], options: Nsec3Options): RRset[] {
  const { iterations = 0, salt = new Uint8Array(0), optOut = false, ttl } = options;
  const listed = nsec3Nodes(origin, nodes, optOut).map((node) => ({
    hash: nsec3Hash(node.name, { iterations, salt }),
    types: bitmapTypes(node, isSigned(node) ? [RType.RRSIG] : []),
  }));
  listed.sort((a, b) => compareOctets(a.hash, b.hash));
  return listed.map(({ hash, types }, i) => {
    const next = listed[(i + 1) % listed.length]!.hash;
    const flags = optOut ? 1 : 0;
    const rdata = [encodeRdata(nsec3, { hashAlgorithm: NSEC3_SHA1, flags, iterations, salt, next, types })];
    return { name: nsec3Owner(hash, origin)!, type: RType.NSEC3, class: classOf(nodes), ttl, rdata };
  });
}

/** With opt-out, unsigned delegations and the empty names above only them are left out. */
function nsec3Nodes(origin: DNSName, nodes: readonly ZoneNode[], optOut: boolean): ZoneNode[] {
  const answered = nodes.filter(({ role }) => role !== 'occluded');
  const kept = optOut
    ? answered.filter((node) => node.role !== 'empty' && (node.role !== 'cut' || isSigned(node)))
    : answered;
  const above = new Set<string>();
  for (const { name } of kept) {
    for (let up = name; up.labelCount > origin.labelCount; up = up.parent()) above.add(up.parent().key);
  }
  const chosen = new Set(kept);
  return answered.filter((node) => chosen.has(node) || (node.role === 'empty' && above.has(node.name.key)));
}

/** True when something at the node itself has a signature: at an unsigned delegation nothing has. */
function isSigned(node: ZoneNode): boolean {
  return signedSets(node).length > 0;
}

function classOf(nodes: readonly ZoneNode[]): number {
  return nodes[0]!.sets[0]!.class;
}

/** Records of a chain as nodes of their own, so that they are signed like the others. */
function zoneNodesOf(chain: readonly RRset[]): ZoneNode[] {
  return chain.map((set) => ({ name: set.name, sets: [set], role: 'authoritative' }));
}

function withSignatures(nodes: readonly ZoneNode[], zone: ZoneToSign): RRset[] {
  return nodes.flatMap((node) => [
    ...node.sets,
    ...signedSets(node).map((set) => signatures(set, zone.origin, keysFor(set, zone), zone)),
  ]);
}

/** What a parent looks at is signed by the keys that it knows: CDS and CDNSKEY too (RFC 7344 §4.1). */
const BY_SEP_KEYS: ReadonlySet<number> = new Set([RType.DNSKEY, RType.CDS, RType.CDNSKEY]);

function keysFor({ type, name }: RRset, { keys, origin }: ZoneToSign): readonly SigningKey[] {
  const sep = BY_SEP_KEYS.has(type) && name.equals(origin);
  // A revoked key signs the DNSKEY RRset, which shows that its holder revoked it, and nothing else (RFC 5011 §2.1).
  const revoked = keys.filter((key) => isRevoked(key));
  const active = keys.filter((key) => !isRevoked(key));
  // Per algorithm: each one in the DNSKEY RRset must sign every RRset (RFC 4035 §2.2).
  const signing = active.filter((key) => {
    const mine = ((key.flags & KeyFlag.SEP) !== 0) === sep;
    return mine || !active.some((k) => k.algorithm === key.algorithm && ((k.flags & KeyFlag.SEP) !== 0) === sep);
  });
  return type === RType.DNSKEY && name.equals(origin) ? [...signing, ...revoked] : signing;
}

function isRevoked({ flags }: SigningKey): boolean {
  return (flags & KeyFlag.REVOKED) !== 0;
}

/** Puts the digests in: made over the signed zone, then signed themselves (RFC 8976 §3.1). */
function withZonemd(signed: readonly RRset[], zone: ZoneToSign, soaSet: RRset, serial: number): RRset[] {
  const { origin } = zone;
  const rrset = zonemdRRset({
    origin,
    rrsets: signed,
    serial,
    hashes: zone.zonemd!,
    ttl: soaSet.ttl,
    class: soaSet.class,
  });
  const others = signed.filter(
    (set) =>
      !isApex(set, RType.ZONEMD, origin) &&
      !(isApex(set, RType.RRSIG, origin) && covered(set.rdata[0]!) === RType.ZONEMD),
  );
  return [...others, rrset, signatures(rrset, origin, keysFor(rrset, zone), zone)];
}

/** The type that an RRSIG made here covers. */
function covered(rdata: Uint8Array): number {
  return decodeAs(rrsig, rdata)!.typeCovered;
}

function inOrder(origin: DNSName, rrsets: readonly RRset[]): RRset[] {
  const rank = ({ type, rdata }: RRset): number => (type === RType.RRSIG ? type + covered(rdata[0]!) / 0x10000 : type);
  return zoneNodes(origin, rrsets).flatMap(({ sets }) => sets.toSorted((a, b) => rank(a) - rank(b)));
}

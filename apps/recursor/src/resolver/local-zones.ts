/** Names that never leave the server: private reverse zones and special names (RFC 6303, RFC 6761). */
import { DNSName, NameTree, RClass, RCode, RType } from '@span53/dns/wire';
import type { SignedRRset } from '../cache/record-cache.ts';
import type { Outcome } from './events.ts';

const TTL = 86_400;
const NEGATIVE_TTL = 10_800;

/** Which of them are served. */
export interface LocalZoneSettings {
  /** localhost, loopback and the private networks of RFC 1918 (`serve_rfc1918`). */
  readonly rfc1918: boolean;
  /** The others of RFC 6303 and names that have no meaning in the DNS (`serve_rfc6303`; needs the first). */
  readonly rfc6303: boolean;
}

/** Loopback and RFC 1918. */
const PRIVATE = [
  'localhost.',
  '127.in-addr.arpa.',
  `${'0.'.repeat(31).replace('0.', '1.0.')}ip6.arpa.`,
  '10.in-addr.arpa.',
  '168.192.in-addr.arpa.',
  ...Array.from({ length: 16 }, (_, n) => `${16 + n}.172.in-addr.arpa.`),
];

/** RFC 6303 §4.2 to §4.6, RFC 7793 (shared address space), RFC 6761, 7686, 8375, 9462, 9476. */
const OTHERS = [
  '0.in-addr.arpa.',
  '254.169.in-addr.arpa.',
  '2.0.192.in-addr.arpa.',
  '100.51.198.in-addr.arpa.',
  '113.0.203.in-addr.arpa.',
  '255.255.255.255.in-addr.arpa.',
  ...Array.from({ length: 64 }, (_, n) => `${64 + n}.100.in-addr.arpa.`),
  `${'0.'.repeat(32)}ip6.arpa.`,
  'd.f.ip6.arpa.',
  '8.e.f.ip6.arpa.',
  '9.e.f.ip6.arpa.',
  'a.e.f.ip6.arpa.',
  'b.e.f.ip6.arpa.',
  '8.b.d.0.1.0.0.2.ip6.arpa.',
  'home.arpa.',
  'resolver.arpa.',
  'invalid.',
  'onion.',
  'alt.',
];

const localhost = DNSName.of('localhost.');
/** Serial, refresh, retry, expire, minimum (RFC 6303 §3). */
const timers = Buffer.alloc(20);
[1, 3600, 1200, 604_800, NEGATIVE_TTL].forEach((value, at) => timers.writeUInt32BE(value, 4 * at));
const soaRdata = Buffer.concat([localhost.wire, DNSName.of('nobody.invalid.').wire, timers]);

/** The zone names, most general first. */
export function localZoneNames({ rfc1918, rfc6303 }: LocalZoneSettings): DNSName[] {
  const texts = rfc1918 ? [...PRIVATE, ...(rfc6303 ? OTHERS : [])] : [];
  return texts.map((text) => DNSName.of(text));
}

/**
 * Answers for names in local zones; undefined for all others. A forward zone at or below a local zone wins, being
 * configured on purpose.
 */
export function localAnswers(
  settings: LocalZoneSettings,
  forwards: NameTree<{ readonly zone: DNSName }>,
): (name: DNSName, type: number) => Outcome | undefined {
  const zones = new NameTree<DNSName>();
  for (const zone of localZoneNames(settings)) zones.set(zone, zone);
  return (name, type) => {
    const zone = zones.closest(name);
    if (zone === undefined) return undefined;
    const forward = forwards.closest(name)?.zone;
    if (forward !== undefined && forward.labelCount >= zone.labelCount) return undefined;
    return answerIn(zone, name, type);
  };
}

function answerIn(zone: DNSName, name: DNSName, type: number): Outcome {
  const data = dataOf(zone, name);
  const found = data?.filter((set) => type === RType.ANY || set.type === type) ?? [];
  const rcode = data === undefined ? RCode.NXDOMAIN : RCode.NOERROR;
  const soa = setOf(zone, RType.SOA, soaRdata);
  return {
    rcode,
    answer: found.map((set) => ({ set, ttl: set.ttl })),
    authority: found.length > 0 ? [] : [{ set: soa, ttl: NEGATIVE_TTL }],
    failure: undefined,
    cachedFailure: false,
    fromCache: true,
  };
}

/** All RRsets of a name; empty for an empty non-terminal, undefined for a name that does not exist. */
function dataOf(zone: DNSName, name: DNSName): SignedRRset[] | undefined {
  const apex = name.equals(zone);
  const sets = apex ? [setOf(zone, RType.SOA, soaRdata), setOf(zone, RType.NS, localhost.wire)] : [];
  if (zone.equals(localhost)) {
    // All names below localhost are the loopback address too (RFC 6761 §6.3).
    return [
      ...sets,
      setOf(name, RType.A, Uint8Array.of(127, 0, 0, 1)),
      setOf(
        name,
        RType.AAAA,
        Uint8Array.from({ length: 16 }, (_, at) => (at === 15 ? 1 : 0)),
      ),
    ];
  }
  const text = zone.toString();
  if (text.startsWith('1.0.0.0.0.') && apex) return [...sets, setOf(name, RType.PTR, localhost.wire)];
  if (text === '127.in-addr.arpa.' && !apex) {
    const full = DNSName.of('1.0.0.127.in-addr.arpa.');
    if (name.equals(full)) return [setOf(name, RType.PTR, localhost.wire)];
    return full.isPartOf(name) ? [] : undefined;
  }
  return apex ? sets : undefined;
}

function setOf(name: DNSName, type: number, rdata: Uint8Array): SignedRRset {
  return { name, type, class: RClass.IN, ttl: TTL, rdata: [rdata], signatures: [] };
}

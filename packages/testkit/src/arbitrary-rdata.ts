/** Generators for the value of every record type, and for records, RRsets and messages made of them. */
import * as fc from 'fast-check';
import { IPAddress } from '@span53/dns/inet';
import { codecs, encodeRdata, type RdataCodec } from '@span53/dns/rdata';
import { DNSName, MessageBuilder, RClass, Section, type RRset } from '@span53/dns/wire';
import { arbitraryName } from './arbitraries.ts';

const u8 = fc.nat(0xff);
const u16 = fc.oneof(fc.nat(0xffff), fc.constantFrom(0, 1, 255, 256, 0xffff));
const u32 = fc.oneof(fc.nat(0xffff_ffff), fc.constantFrom(0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff));
const u48 = fc.oneof(fc.nat(2 ** 48 - 1), fc.constantFrom(0, 2 ** 32, 2 ** 48 - 1));
const name = arbitraryName().map((wire) => DNSName.fromWire(wire));
const octets = (minLength: number, maxLength = 80): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength, maxLength });
const string = fc.oneof(octets(0, 20), octets(0, 255));
const address = (size: 4 | 16): fc.Arbitrary<IPAddress> =>
  fc.uint8Array({ minLength: size, maxLength: size }).map((bytes) => IPAddress.fromOctets(bytes));
const types = fc
  .uniqueArray(fc.oneof(fc.integer({ min: 1, max: 127 }), fc.integer({ min: 1, max: 0xffff })), { maxLength: 12 })
  .map((list) => list.toSorted((a, b) => a - b));
const someTypes = types.filter((list) => list.length > 0);
const texts = fc.record({ strings: fc.array(string, { minLength: 1, maxLength: 4 }) });
const textsOf = (minLength: number, maxLength: number): fc.Arbitrary<unknown> =>
  fc.record({ strings: fc.array(string, { minLength, maxLength }) });
const target = fc.record({ target: name });
const preference = fc.record({ preference: u16, exchange: name });
const pair = fc.record({ first: name, second: name });
const blob = fc.record({ data: octets(1) });
const key = fc.record({ flags: fc.nat(0x3fff), protocol: u8, algorithm: u8, publicKey: octets(1) });
const tlsa = fc.record({ usage: u8, selector: u8, matchingType: u8, data: octets(1) });
const sized = (
  kinds: readonly (readonly [kind: number, size: number])[],
  min: number,
): fc.Arbitrary<[number, Uint8Array]> =>
  fc.oneof(
    fc.constantFrom(...kinds).chain(([kind, size]) => fc.tuple(fc.constant(kind), octets(size, size))),
    fc.tuple(fc.integer({ min: 100, max: 255 }), octets(min)),
  );
const ds = fc
  .tuple(
    u16,
    u8,
    sized(
      [
        [1, 20],
        [2, 32],
        [4, 48],
      ],
      1,
    ),
  )
  .map(([keyTag, algorithm, [digestType, digest]]) => ({ keyTag, algorithm, digestType, digest }));
const signature = fc.record({
  typeCovered: fc.integer({ min: 1, max: 0xffff }),
  algorithm: u8,
  labels: u8,
  originalTtl: u32,
  expiration: u32,
  inception: u32,
  keyTag: u16,
  signer: name,
  signature: octets(1),
});
const nsec3param = { hashAlgorithm: u8, flags: u8, iterations: u16, salt: fc.oneof(octets(0, 8), octets(0, 255)) };
const gateway = fc.oneof(
  fc.constant({ type: 0, target: DNSName.root }),
  fc.record({ type: fc.constant(1), target: address(4) }),
  fc.record({ type: fc.constant(2), target: address(16) }),
  fc.record({ type: fc.constant(3), target: name }),
);
const ilnp64 = fc.record({ preference: u16, value: octets(8, 8) });
const precision = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.nat(9))
  .map(([digit, exponent]) => (digit << 4) | exponent);
const angle = (degrees: number): fc.Arbitrary<number> =>
  fc.integer({ min: -degrees * 3_600_000, max: degrees * 3_600_000 }).map((value) => 0x8000_0000 + value);
const aplItem = fc.tuple(fc.boolean(), fc.oneof(address(4), address(16)), fc.nat(128)).map(([negated, ip, prefix]) => ({
  negated,
  family: ip.family === 4 ? 1 : 2,
  prefix: Math.min(prefix, ip.octets.length * 8),
  address: ip,
}));
const a6 = fc.tuple(fc.nat(128), address(16), name).map(([prefixLength, ip, prefixName]) => {
  const suffix = ip.octets.slice();
  for (let bit = 0; bit < prefixLength; bit += 1) suffix[bit >> 3]! &= ~(0x80 >> (bit & 7));
  return {
    prefixLength,
    suffix: IPAddress.fromOctets(suffix),
    prefixName: prefixLength === 0 ? DNSName.root : prefixName,
  };
});
const lengthPrefixed = fc
  .array(octets(1, 12), { minLength: 1, maxLength: 3 })
  .map((items) => Uint8Array.from(items.flatMap((item) => [item.length, ...item])));
const multiple = (size: number): fc.Arbitrary<Uint8Array> =>
  fc.integer({ min: 1, max: 4 }).chain((count) => octets(size * count, size * count));
/** Protocols, none twice, with weights; those over 100 have no text of their own. */
const weighted = fc
  .uniqueArray(fc.tuple(octets(1, 12), u8), { minLength: 1, maxLength: 3, selector: ([item]) => item.join() })
  .map((items): Uint8Array => Uint8Array.from(items.flatMap(([item, weight]) => [item.length, ...item, weight])));
/** TLS groups: none twice. */
const groups = fc
  .uniqueArray(u16, { minLength: 1, maxLength: 4 })
  .map((numbers): Uint8Array => Uint8Array.from(numbers.flatMap((number) => [number >> 8, number & 0xff])));
/** Values by SvcParamKey; keys 13 and up have any octets. */
const svcParams = fc
  .record(
    {
      1: lengthPrefixed,
      3: octets(2, 2),
      4: multiple(4),
      5: octets(1),
      6: multiple(16),
      7: fc.constant(Uint8Array.from(Buffer.from('/dns-query{?dns}'))),
      8: octets(0, 0),
      9: groups,
      10: lengthPrefixed,
      11: octets(0, 0),
      12: weighted,
      667: octets(0),
      65_534: octets(0),
    },
    { requiredKeys: [] },
  )
  .chain((values) => {
    const params = Object.entries(values).map(([number, value]) => ({ key: Number(number), value }));
    return fc.subarray(params.map((param) => param.key)).map((mandatory) => {
      const value: Uint8Array = Uint8Array.from(mandatory.flatMap((number) => [number >> 8, number & 0xff]));
      return mandatory.length === 0 ? params : [{ key: 0, value }].concat(params);
    });
  });
const svcb = fc.tuple(u16, name, svcParams).map(([priority, host, params]) => ({ priority, target: host, params }));

const digits = (min: number, max: number): fc.Arbitrary<Uint8Array> =>
  fc.array(fc.integer({ min: 48, max: 57 }), { minLength: min, maxLength: max }).map((list) => Uint8Array.from(list));
const externalCode = fc.record({
  list: octets(1, 12),
  value: octets(0, 12).filter((value) => !(value.length === 1 && value[0] === 0x2d)),
  code: octets(1, 12),
  descriptor: octets(0, 300),
});
const rkey = key.map((value) => ({ ...value, flags: 0 }));

/** Values by mnemonic. */
const values: Record<string, fc.Arbitrary<unknown>> = {
  A: fc.record({ address: address(4) }),
  AAAA: fc.record({ address: address(16) }),
  SOA: fc.record({ mname: name, rname: name, serial: u32, refresh: u32, retry: u32, expire: u32, minimum: u32 }),
  WKS: fc.record({
    address: address(4),
    protocol: u8,
    ports: fc.uniqueArray(u16).map((list) => list.toSorted((x, y) => x - y)),
  }),
  HINFO: textsOf(2, 2),
  X25: fc.record({ strings: fc.array(digits(4, 15), { minLength: 1, maxLength: 1 }) }),
  ISDN: textsOf(1, 2),
  GPOS: textsOf(3, 3),
  NSAP: blob,
  PX: fc.record({ preference: u16, map822: name, mapX400: name }),
  LOC: fc.record({
    size: precision,
    horizontalPrecision: precision,
    verticalPrecision: precision,
    latitude: angle(90),
    longitude: angle(180),
    altitude: u32,
  }),
  NXT: fc.record({
    next: name,
    types: fc
      .uniqueArray(fc.integer({ min: 1, max: 127 }), { minLength: 1 })
      .map((list) => list.toSorted((x, y) => x - y)),
  }),
  EID: blob,
  NIMLOC: blob,
  SRV: fc.record({ priority: u16, weight: u16, port: u16, target: name }),
  ATMA: fc.oneof(
    fc.record({ format: fc.constant(0), address: octets(1) }),
    fc.record({ format: fc.constant(1), address: digits(1, 15) }),
  ),
  NAPTR: fc.record({ order: u16, preference: u16, flags: string, services: string, regexp: string, replacement: name }),
  CERT: fc.record({ certificateType: u16, keyTag: u16, algorithm: u8, certificate: octets(1) }),
  A6: a6,
  SINK: fc.record({ meaning: u8, coding: u8, subcoding: u8, data: octets(0) }),
  APL: fc.record({ items: fc.array(aplItem, { maxLength: 4 }) }),
  SSHFP: fc
    .tuple(
      u8,
      sized(
        [
          [1, 20],
          [2, 32],
        ],
        1,
      ),
    )
    .map(([algorithm, [hash, fingerprint]]) => ({ algorithm, hash, fingerprint })),
  IPSECKEY: fc.tuple(u8, gateway, u8, octets(0)).map(([precedence, via, algorithm, publicKey]) => ({
    precedence,
    gateway: via,
    algorithm,
    publicKey,
  })),
  NSEC: fc.record({ next: name, types: someTypes }),
  NSEC3: fc.oneof(
    fc.record({ ...nsec3param, hashAlgorithm: fc.constant(1), next: octets(20, 20), types }),
    fc.record({ ...nsec3param, hashAlgorithm: fc.integer({ min: 2, max: 255 }), next: octets(1, 64), types }),
  ),
  NSEC3PARAM: fc.record(nsec3param),
  HIP: fc.record({
    algorithm: u8,
    hit: octets(1, 255),
    publicKey: octets(1),
    servers: fc.array(name, { maxLength: 3 }),
  }),
  CSYNC: fc.record({ serial: u32, flags: u16, types }),
  ZONEMD: fc
    .tuple(
      u32,
      u8,
      sized(
        [
          [1, 48],
          [2, 64],
        ],
        12,
      ),
    )
    .map(([serial, scheme, [hash, digest]]) => ({ serial, scheme, hash, digest })),
  DSYNC: fc.record({ rtype: fc.integer({ min: 1, max: 0xffff }), scheme: u8, port: u16, target: name }),
  L32: fc.record({ preference: u16, locator: address(4) }),
  EUI48: fc.record({ address: octets(6, 6) }),
  EUI64: fc.record({ address: octets(8, 8) }),
  TKEY: fc.record({
    algorithm: name,
    inception: u32,
    expiration: u32,
    mode: u16,
    error: u16,
    key: octets(0),
    other: octets(0),
  }),
  TSIG: fc.record({
    algorithm: name,
    timeSigned: u48,
    fudge: u16,
    mac: octets(0),
    originalId: u16,
    error: u16,
    other: octets(0),
  }),
  URI: fc.record({ priority: u16, weight: u16, target: octets(1, 300) }),
  CAA: fc.record({ flags: u8, tag: fc.stringMatching(/^[A-Za-z0-9]{1,15}$/), value: octets(0, 300) }),
  DOA: fc.record({ enterprise: u32, doaType: u32, location: u8, mediaType: string, data: octets(0) }),
  AMTRELAY: fc.record({ precedence: u8, discoveryOptional: fc.boolean(), relay: gateway }),
  IPN: fc.record({ node: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }) }),
};
const families: [value: fc.Arbitrary<unknown>, mnemonics: string][] = [
  [target, 'NS MD MF CNAME MB MG MR PTR DNAME NSAP-PTR'],
  [preference, 'MX AFSDB RT KX LP'],
  [pair, 'MINFO RP TALINK'],
  [externalCode, 'UNECE ISO'],
  [texts, 'TXT SPF NINFO AVC RESINFO WALLET CLA'],
  [ds, 'DS CDS TA DLV'],
  [key, 'KEY DNSKEY CDNSKEY'],
  [rkey, 'RKEY'],
  [tlsa, 'TLSA SMIMEA'],
  [signature, 'RRSIG SIG'],
  [blob, 'DHCID OPENPGPKEY HHIT BRID'],
  [svcb, 'SVCB HTTPS'],
  [ilnp64, 'NID L64'],
];
for (const [value, mnemonics] of families) for (const mnemonic of mnemonics.split(' ')) values[mnemonic] = value;

/** A value of the codec's type. Throws for a type that this file has forgotten. */
export function arbitraryValue<T>(codec: RdataCodec<T>): fc.Arbitrary<T> {
  const value = values[codec.mnemonic];
  if (value === undefined) throw new TypeError(`no generator of ${codec.mnemonic} data`);
  return value as fc.Arbitrary<T>;
}

/** An RRset of any type that can stand in a zone, one to three records. */
export function arbitraryRRset(): fc.Arbitrary<RRset> {
  const inZones = codecs.filter(({ type }) => type < 128 || type > 255);
  return fc.constantFrom(...inZones).chain((codec) => {
    const rdata = fc.array(
      arbitraryValue(codec).map((value) => encodeRdata(codec, value)),
      { minLength: 1, maxLength: 3 },
    );
    return fc.record({
      name,
      type: fc.constant(codec.type),
      class: fc.constant(RClass.IN),
      ttl: fc.nat(0x7fff_ffff),
      rdata,
    });
  });
}

/** A message of a question and RRsets in its three sections, and the RRsets themselves. */
export function arbitraryMessage(): fc.Arbitrary<{ message: Buffer; rrsets: RRset[][] }> {
  const sections = fc.tuple(...[0, 1, 2].map(() => fc.array(arbitraryRRset(), { maxLength: 3 })));
  return fc.tuple(u16, name, sections).map(([id, qname, rrsets]) => {
    const builder = new MessageBuilder().start({ id, flags: 0x8400, limit: 65_535 });
    builder.question(qname, 1, RClass.IN);
    rrsets.forEach((list, index) => {
      for (const rrset of list) builder.rrset((Section.ANSWER + index) as Section, rrset);
    });
    return { message: builder.finish(), rrsets };
  });
}

/** What fuzzing starts from: well-formed messages, RDATA, options and zone files. */
import { codecs, parseRdata } from '@span53/dns/rdata';
import { SocketAddress } from '@span53/dns/inet';
import {
  DNSName,
  encodeProxyHeader,
  MessageBuilder,
  NOTIFY_FLAGS,
  RType,
  Section,
  writeUpdate,
  type RRset,
} from '@span53/dns/wire';

const text = (type: number, data: string): Uint8Array => {
  const rdata = parseRdata(type, data);
  if (!(rdata instanceof Uint8Array)) throw new Error(`${type} ${data}: ${rdata.message}`);
  return rdata;
};

/** RDATA in text by type: formats with parts that lengths and names decide. */
const RDATA: readonly (readonly [number, string])[] = [
  [RType.A, '192.0.2.1'],
  [RType.NS, 'ns.example.'],
  [RType.SOA, 'ns.example. admin.example. 1 2 3 4 5'],
  [RType.MX, '10 mail.example.'],
  [RType.TXT, '"one" "two"'],
  [RType.AAAA, '2001:db8::1'],
  [RType.LOC, '52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m'],
  [RType.SRV, '1 2 53 ns.example.'],
  [RType.NAPTR, '1 2 "u" "E2U+sip" "!^.*$!sip:a@example.!" .'],
  [RType.CERT, '1 12345 8 AQID'],
  [RType.APL, '1:192.0.2.0/24 !2:2001:db8::/32'],
  [RType.DS, `1 13 2 ${'ab'.repeat(32)}`],
  [RType.IPSECKEY, '10 3 2 ns.example. AQID'],
  [RType.RRSIG, 'A 13 2 3600 20300101000000 20200101000000 1 example. AQID'],
  [RType.NSEC, 'b.example. A NS RRSIG NSEC TYPE65280'],
  [RType.DNSKEY, '257 3 13 AQID'],
  [RType.NSEC3, '1 1 12 aabbccdd 2t7b4g4vsa5smi47k61mv5bv1a22bojr A RRSIG'],
  [RType.HIP, '2 200100107B1A74DF365639CC39F1D578 AQID rvs.example.'],
  [RType.SVCB, '1 ns.example. mandatory=alpn alpn=h2,h3 port=53 ipv4hint=192.0.2.1 ipv6hint=2001:db8::1 key667="x"'],
  [
    RType.HTTPS,
    '1 . alpn=h2 no-default-alpn ech=AEX+DQ== dohpath=/dns-query{?dns} ohttp tls-supported-groups=29,23 ' +
      'docpath=dns pvd oots=dot:80,doh:20',
  ],
  [RType.UNECE, '20 -18 CEL "cold chain"'],
  [RType.ZONEMD, `1 1 240 ${'ab'.repeat(12)}`],
  [RType.DSYNC, 'CDS NOTIFY 5359 scanner.example.'],
  [RType.NXT, 'b.example. A SIG NXT'],
  [RType.A6, '64 ::1:2:3:4 prefix.example.'],
  [RType.CAA, '0 issue "ca.example"'],
  [RType.AMTRELAY, '10 0 3 relay.example.'],
  [RType.URI, '1 2 "https://example/"'],
  [RType.CSYNC, '1 3 A NS AAAA'],
  [RType.TKEY, 'gss-tsig. 1 2 3 NOERROR 3 AQID 0'],
];

/** RDATA with its type; types without a text above start from random octets. */
export const rdataSeeds: readonly (readonly [number, Uint8Array])[] = [
  ...RDATA.map(([type, data]) => [type, text(type, data)] as const),
  ...codecs
    .filter(({ type }) => !RDATA.some(([known]) => known === type))
    .map(({ type }) => [type, Buffer.alloc(8)] as const),
];

const owner = DNSName.of('www.example.');
const sets = rdataSeeds
  .slice(0, RDATA.length)
  .map(([type, rdata]): RRset => ({ name: owner, type, class: 1, ttl: 60, rdata: [rdata] }));
/** NSID, COOKIE, ECS and an empty TRACEPARENT of version 0. */
const options = Buffer.from('00030000000a00082464c4abcf10c9570008000700011800c00002ffdc00020000', 'hex');

function build(fill: (builder: MessageBuilder) => void, flags = 0x0100): Buffer {
  const builder = new MessageBuilder().start({ id: 0x1234, flags, limit: 65_535 });
  builder.question(owner, RType.A, 1);
  fill(builder);
  return builder.finish();
}

/** Whole messages: queries, answers, referrals, NOTIFY, UPDATE, signed ones. */
export const messageSeeds: readonly Buffer[] = [
  build(() => undefined),
  build((builder) => builder.opt({ udpSize: 1232, dnssecOk: true, options })),
  build((builder) => {
    for (const set of sets.slice(0, 6)) builder.rrset(Section.ANSWER, set);
    builder.rrset(Section.AUTHORITY, sets[1]!);
    builder.opt({ udpSize: 1232, options });
    builder.rrset(Section.ADDITIONAL, sets[0]!);
  }, 0x8180),
  build((builder) => {
    for (const set of sets) builder.rrset(Section.ANSWER, set);
  }, 0x8180),
  build((builder) => {
    const tsig = text(RType.TSIG, 'hmac-sha256. 1700000000 300 4 AQIDBA== 4660 NOERROR 0');
    builder.rrset(Section.ADDITIONAL, { name: owner, type: RType.TSIG, class: 255, ttl: 0, rdata: [tsig] });
  }),
  build((builder) => builder.rrset(Section.ANSWER, sets[2]!), NOTIFY_FLAGS),
  update(),
];

function update(): Buffer {
  const builder = new MessageBuilder().start({ id: 1, flags: 0x2800, limit: 65_535 });
  writeUpdate(builder, {
    zone: DNSName.of('example.'),
    class: 1,
    prerequisites: [{ kind: 'name in use', name: owner }],
    changes: [
      { kind: 'delete rrset', name: owner, type: RType.A },
      { kind: 'add', name: owner, type: RType.MX, ttl: 5, rdata: text(RType.MX, '10 mail.example.') },
    ],
  });
  return builder.finish();
}

/** Zone files with every directive and most kinds of token. */
export const zoneSeeds: readonly Buffer[] = [
  `$ORIGIN example.\n$TTL 1h30m\n@ IN SOA ns admin ( 1 ; serial\n 2h 3 4 5 )\n  NS ns\nns 60 IN A 192.0.2.1\n`,
  `$GENERATE 1-20/3 host$ A 192.0.2.$\n$GENERATE 0-5 \${0,3,x} TXT "n \${1}"\n`,
  `a\\.b\\032c TXT "a \\" b" 'x' \\# ; comment\nt TYPE65280 \\# 4 0a0b 0c0d\n`,
  `a TXT ( b\nc TXT "d ( \n( e ) ; "\n`,
  `$INCLUDE other.zone sub\n@ 3600 HTTPS 1 . alpn="f\\\\oo\\,bar,h2"\n`,
  ...RDATA.map(([type, data]) => `x${type} 5 TYPE${type} ${data}\n@ IN 7 TYPE${type} (\n${data} )\n`),
].map((zone) => Buffer.from(zone));

/** Names in text. */
export const nameSeeds: readonly Buffer[] = [
  'www.example.',
  String.raw`a\.b\000\255.test.`,
  '*.',
  '.',
  `${'a'.repeat(63)}.`,
].map((name) => Buffer.from(name));

const asked = { source: SocketAddress.parse('192.0.2.1:5353')!, target: SocketAddress.parse('198.51.100.7:53')! };

/** Headers of PROXY protocol version 2. */
export const proxySeeds: readonly Buffer[] = [
  encodeProxyHeader(),
  encodeProxyHeader({ transport: 'datagram', ...asked, tlvs: [{ type: 0xe0, value: Buffer.from('a') }] }),
  encodeProxyHeader({ transport: 'stream', ...asked, source: SocketAddress.parse('[2001:db8::1]:1')!, tlvs: [] }),
];

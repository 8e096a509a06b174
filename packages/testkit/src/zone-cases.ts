/** Zone files whose verdict is known, each with one thing to judge. The origin is `example.com.` */

/** One zone file. */
export interface ZoneCase {
  readonly what: string;
  readonly text: string;
  /** A server should load it. */
  readonly good: boolean;
}

const start = '$TTL 3600\n@ SOA ns admin 1 7200 900 1209600 300\n@ NS ns\nns A 192.0.2.1\n';

const good: readonly (readonly [what: string, text: string])[] = [
  ['nothing but what must be', start],
  ['SOA without TTL', start.slice('$TTL 3600\n'.length)],
  ['a TTL on the SOA alone', start.slice('$TTL 3600\n'.length).replace('SOA', '60 SOA')],
  ['$GENERATE', `${start}$GENERATE 1-20/3 h$ A 192.0.2.$\n`],
  ['$GENERATE with offset and width', `${start}$GENERATE 1-3 h\${10,4,d} CNAME x\${-1,3,x}\n`],
  ['$GENERATE of nibbles', `${start}$GENERATE 255-256 \${0,5,n}.r PTR h$\n`],
  ['$GENERATE of two words', `${start}$GENERATE 1-2 m$ MX "10 mx$.example.net."\n`],
  ['a wildcard', `${start}* A 192.0.2.2\n`],
  ['an empty non-terminal', `${start}a.b.c A 192.0.2.2\n`],
  ['a name of 255 octets', `${start}${`${'a'.repeat(49)}.`.repeat(4)}${'a'.repeat(41)} A 192.0.2.2\n`],
  ['a label of 63 octets', `${start}${'a'.repeat(63)} A 192.0.2.2\n`],
  ['glue', `${start}sub NS ns.sub\nns.sub A 192.0.2.2\n`],
  ['a delegation to somewhere else', `${start}sub NS ns.example.net.\n`],
  ['a signed delegation', `${start}sub NS ns.example.net.\nsub DS 1 13 2 ${'ab'.repeat(32)}\n`],
  ['DNAME beside other data', `${start}sub DNAME example.net.\nsub A 192.0.2.2\n`],
  ['out of zone, left out', `${start}www.example.net. A 192.0.2.2\n`],
  ['the same record twice', `${start}a A 192.0.2.2\na A 192.0.2.2\n`],
  ['TTLs that differ in an RRset', `${start}a 60 A 192.0.2.2\na 90 A 192.0.2.3\n`],
  ['RFC 3597 §5 data', `${start}a TYPE731 \\# 6 abcd ( ef 01 23 45 )\nb TYPE62347 \\# 0\nc CLASS1 TYPE1 192.0.2.2\n`],
  [
    'RFC 9460 appendix D.2',
    `${start}a SVCB 16 foo.example.org. alpn="f\\\\\\\\oo\\\\,bar,h2"\nb SVCB 1 . key667="hello\\210qoo"\n`,
  ],
  ['RFC 9460 §2.1, escapes in a value', `${start}a SVCB 1 . alpn=h\\050\n`],
  ['RFC 9460 AliasMode', `${start}@ HTTPS 0 foo.example.org.\n`],
  ['RFC 3123 §5', `${start}a APL 1:192.168.32.0/21 !1:192.168.38.0/28\n`],
  ['RFC 1876 §4', `${start}a LOC 42 21 54 N 71 06 18 W -24m 30m\nb LOC 52 14 05 N 00 08 50 E 10m\n`],
  ['RFC 4025 §2.6, no gateway', `${start}a IPSECKEY 10 0 2 . AQNRU3mG7TVTO2BkR47usntb102uFJtugbo6BSGvgqt4AQ==\n`],
  ['RFC 4025 §2.6, no key', `${start}a IPSECKEY 10 1 0 192.0.2.38\n`],
  ['RFC 8078 §4, removal of DS', `${start}@ CDS 0 0 0 00\n@ CDNSKEY 0 3 0 AA==\n`],
  ['RFC 5155 data', `${start}@ NSEC3PARAM 1 0 0 -\n`],
  ['RFC 7043 addresses', `${start}a EUI48 00-00-5e-00-53-2a\nb EUI64 00-00-5e-ef-10-00-00-2a\n`],
  ['quotes, escapes, comments', `${start}a TXT "a;b" a\\;b "\\"" \\065 ; c\n`],
  ['a long TXT', `${start}a TXT ${'"0123456789012345678901234567890123456789" '.repeat(60)}\n`],
  ['missing glue', `${start}sub NS ns.sub\n`],
  ['an MX without address', `${start}a MX 1 mail\n`],
  ['RFC 9460 §2.4.2, parameters in AliasMode', `${start}a SVCB 0 b.example.net. port=53\n`],
  ['null MX', `${start}a MX 0 .\n`],
];

const wrong: readonly (readonly [what: string, text: string])[] = [
  ['nothing', ''],
  ['no SOA', start.replace(/@ SOA.*\n/, '')],
  ['no NS', start.replace('@ NS ns\n', '')],
  ['two SOA', `${start}@ SOA ns admin 2 7200 900 1209600 300\n`],
  ['a SOA below', `${start}a SOA ns admin 2 7200 900 1209600 300\n`],
  ['a server without address', start.replace('ns A 192.0.2.1\n', '')],
  ['a server that is an alias', start.replace('ns A 192.0.2.1', 'ns CNAME ns.example.net.')],
  ['CNAME and other data', `${start}a CNAME b\na A 192.0.2.2\n`],
  ['two CNAME', `${start}a CNAME b\na CNAME c\n`],
  ['two DNAME', `${start}a DNAME b.example.net.\na DNAME c.example.net.\n`],
  ['data below a DNAME', `${start}a DNAME b.example.net.\nc.a A 192.0.2.2\n`],
  ['a class of another zone', `${start}a CH TXT x\n`],
  ['a TTL of 32 bits', `${start}a 4294967296 A 192.0.2.2\n`],
  ['a TTL with the sign bit', `${start}a 2147483648 A 192.0.2.2\n`],
  ['no TTL to inherit', `a A 192.0.2.1\n${start}`],
  ['no owner to inherit', `\tA 192.0.2.1\n${start}`],
  ['a label of 64 octets', `${start}${'a'.repeat(64)} A 192.0.2.2\n`],
  ['a name of 256 octets', `${start}${`${'a'.repeat(49)}.`.repeat(4)}${'a'.repeat(42)} A 192.0.2.2\n`],
  ['an empty label', `${start}a..b A 192.0.2.2\n`],
  ['an escape over 255', `${start}a\\256 A 192.0.2.2\n`],
  ['an escape of two digits', `${start}a TXT "\\12"\n`],
  ['quotes left open', `${start}a TXT "b\n`],
  ['quotes over two lines', `${start}a TXT "b\nc"\n`],
  ['a parenthesis left open', `${start}a TXT ( b\n`],
  ['a parenthesis too many', `${start}a TXT b )\n`],
  ['a string of 256 octets', `${start}a TXT "${'x'.repeat(256)}"\n`],
  ['an unknown type', `${start}a NOSUCH b\n`],
  ['a type of questions', `${start}a ANY b\n`],
  ['OPT', `${start}a OPT \\# 0\n`],
  ['text behind the data', `${start}a A 192.0.2.2 x\n`],
  ['an unknown directive', `${start}$NOSUCH x\n`],
  ['text behind $ORIGIN', `${start}$ORIGIN a. b.\n`],
  ['$INCLUDE of what is not there', `${start}$INCLUDE nosuchfile.zone\n`],
  ['$GENERATE backwards', `${start}$GENERATE 3-1 h$ A 192.0.2.$\n`],
  ['$GENERATE of wrong data', `${start}$GENERATE 255-256 h$ A 192.0.2.$\n`],
  ['data shorter than it says', `${start}a TYPE731 \\# 3 abcd\n`],
  ['opaque data that is no A', `${start}a A \\# 3 c00002\n`],
  ['opaque data that is no MX', `${start}a MX \\# 3 000ac0\n`],
  ['RFC 9460 appendix D.3, a key twice', `${start}a SVCB 1 . key123=abc key123=def\n`],
  ['RFC 9460 appendix D.3, alpn without value', `${start}a SVCB 1 . alpn\n`],
  ['RFC 9460 appendix D.3, a value for no-default-alpn', `${start}a SVCB 1 . alpn="h2" no-default-alpn=abc\n`],
  ['RFC 9460 appendix D.3, a mandatory key is missing', `${start}a SVCB 1 . mandatory=key123\n`],
  ['RFC 9460 appendix D.3, mandatory names itself', `${start}a SVCB 1 . mandatory=mandatory\n`],
  ['a digest that is too short', `${start}a DS 1 13 2 abcd\n`],
  ['a bitmap with an unknown type', `${start}a NSEC b A NOSUCH\n`],
  ['RFC 9848 §3, escapes in ech', `${start}a SVCB 1 . ech=YlK+21N\\//Q==\n`],
  ['RFC 9460 §7.3, escapes in a hint', `${start}a SVCB 1 . ipv4hint=192.0.2\\.1\n`],
  ['a pointer in RFC 3597 data', `${start}a MX \\# 6 00000161c000\n`],
  ['a salt with an odd digit', `${start}@ NSEC3PARAM 1 0 0 abc\n`],
  ['base64 with a wrong character', `${start}@ DNSKEY 257 3 13 AA_=\n`],
  ['a latitude over 90', `${start}a LOC 91 N 0 E 0m\n`],
  ['a prefix over 32', `${start}a APL 1:192.0.2.0/33\n`],
  ['a CAA tag with a hyphen', `${start}a CAA 0 is-sue "x"\n`],
];

/** All of them. */
export const zoneCases: readonly ZoneCase[] = [
  ...good.map(([what, text]) => ({ what, text, good: true })),
  ...wrong.map(([what, text]) => ({ what, text, good: false })),
];

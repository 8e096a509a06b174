/** The zone that the DNSSEC tests beside other software sign, and keys for it. */
import assert from 'node:assert/strict';
import { generateKey, type SigningKey } from '@span53/dns/dnssec';
import { DNSName, groupRecords, parseRType, type RRset } from '@span53/dns/wire';
import { readZone } from '@span53/dns/zonefile';

export const origin = DNSName.of('example.');

/** Types that Knot DNS 3.2 does not read by name. */
const knotLacks = ['MB', 'PX'].map((type) => parseRType(type)!);
/** Upper-case names in RDATA of all kinds: each type lowers them, or does not, in canonical form (RFC 6840 §5.1). */
export const text = `$TTL 3600
@ SOA Ns1 Admin 1 7200 3600 1209600 300
@ NS Ns1
@ NS ns2.Sub
@ MX 10 Mail
@ TXT "text" "more"
Ns1 A 192.0.2.1
mail A 192.0.2.25
mail AAAA 2001:db8::25
WWW 60 CNAME Ns1
ptr PTR Ns1
mb MB Ns1
minfo MINFO Ns1 Mail
rp RP Admin Text
afsdb AFSDB 1 Ns1
rt RT 1 Ns1
px PX 1 Ns1 Mail
srv SRV 1 2 53 Ns1
naptr NAPTR 1 2 "u" "E2U+sip" "!^.*$!sip:a@example.!" .
naptr NAPTR 1 3 "s" "" "" Srv
kx KX 1 Ns1
alias DNAME Target.Example.Net.
svcb SVCB 1 Ns1 alpn=h2,h3 port=8443 ipv4hint=192.0.2.1
https HTTPS 0 Ns1
lp LP 10 L64.example.
loc LOC 52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m
caa CAA 0 issue "ca.example"
unknown TYPE65280 \\# 4 0A0B0C0D
a.b.ent TXT "below empty non-terminals"
*.wild MX 10 Mail
sub NS ns2.Sub
ns2.sub A 192.0.2.4
x.deep NS Ns1
secure NS ns1.Secure
secure DS 12345 13 2 ${'AB'.repeat(32)}
ns1.secure AAAA 2001:db8::1
${Array.from({ length: 20 }, (_, i) => `host${i} A 198.51.100.${i}`).join('\n')}
`;
/** The RRsets of a zone in text, which must be right. */
export function zone(zoneText: string): RRset[] {
  const reader = readZone(zoneText, { origin });
  const rrsets = groupRecords(reader);
  assert.deepEqual(reader.errors, []);
  return rrsets;
}

/** All of it, and what Knot DNS reads. */
export const all = zone(text);
export const plain = all.filter(({ type }) => !knotLacks.includes(type));

/** Algorithms that we sign with. */
export const algorithms = [8, 13, 14, 15, 16];

const keysOf = new Map<number, SigningKey[]>();
/** A key with SEP and one without, the same for all tests of a file. */
export function keysFor(algorithm: number): SigningKey[] {
  const made = keysOf.get(algorithm) ?? [257, 256].map((flags) => generateKey({ algorithm, flags }));
  keysOf.set(algorithm, made);
  return made;
}

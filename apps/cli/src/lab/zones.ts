/** The lab's zones as zone-file text: `.` delegates `test.`, which delegates the leaf zones. */
import type { Authority, Places } from './places.ts';

/** One zone file: who serves it and what stands in it. */
export interface LabZone {
  readonly apex: string;
  readonly servedBy: readonly Authority[];
  readonly text: string;
}

const SOA_TIMERS = '1 3600 600 604800 60';

/** All zones of a lab whose servers stand at `places`. */
export function labZones(places: Places): LabZone[] {
  const at = places.authorities;
  const leaf = ['leaf1', 'leaf2'] as const;
  return [
    { apex: '.', servedBy: ['root'], text: rootZone(at) },
    { apex: 'test.', servedBy: ['test'], text: testZone(places) },
    { apex: 'shop.test.', servedBy: leaf, text: shopZone(at) },
    { apex: 'media.test.', servedBy: leaf, text: mediaZone() },
    { apex: 'slow.test.', servedBy: ['leaf1'], text: slowZone(places) },
  ];
}

/** Root hints for the lab's recursor. */
export function labHints(places: Places): string {
  const { root } = places.authorities;
  return `; Hints for the lab's own root.\n. 3600000 IN NS a.root.test.\na.root.test. 3600000 IN A ${root}\n`;
}

function rootZone(at: Places['authorities']): string {
  return `$ORIGIN .
$TTL 86400
@            IN SOA  a.root.test. hostmaster.root.test. ${SOA_TIMERS}
             IN NS   a.root.test.
a.root.test. IN A    ${at.root}
test.        IN NS   ns.test.
ns.test.     IN A    ${at.test}
`;
}

function testZone({ authorities: at, nobody }: Places): string {
  return `$ORIGIN test.
$TTL 3600
@        IN SOA  ns.test. hostmaster.test. ${SOA_TIMERS}
         IN NS   ns.test.
ns       IN A    ${at.test}
a.root   IN A    ${at.root}
; shop.test. has glue below the cut.
shop     IN NS   ns1.shop.test.
         IN NS   ns2.shop.test.
ns1.shop IN A    ${at.leaf1}
ns2.shop IN A    ${at.leaf2}
; media.test. has no glue: the names of its servers must be resolved first.
media    IN NS   ns1.shop.test.
         IN NS   ns2.shop.test.
; slow.test. has one server that answers and one address where nobody does.
slow     IN NS   ns1.slow.test.
         IN NS   ns2.slow.test.
ns1.slow IN A    ${at.leaf1}
ns2.slow IN A    ${nobody}
; dead.test. has only an address where nobody answers: SERVFAIL.
dead     IN NS   ns1.dead.test.
ns1.dead IN A    ${nobody}
; lame.test. is delegated to a server that does not serve it: SERVFAIL.
lame     IN NS   ns1.lame.test.
ns1.lame IN A    ${at.leaf2}
`;
}

function shopZone(at: Places['authorities']): string {
  const long = Array.from(
    { length: 12 },
    (_, i) => `big      IN TXT  "${String(i + 1).padStart(2, '0')} ${'x'.repeat(180)}"`,
  );
  return `$ORIGIN shop.test.
$TTL 300
@        IN SOA   ns1.shop.test. hostmaster.shop.test. ${SOA_TIMERS}
         IN NS    ns1.shop.test.
         IN NS    ns2.shop.test.
         IN A     192.0.2.80
         IN MX    10 mail.shop.test.
         IN TXT   "v=spf1 mx -all"
         IN CAA   0 issue "ca.example"
ns1      IN A     ${at.leaf1}
ns2      IN A     ${at.leaf2}
www      IN A     192.0.2.80
         IN AAAA  2001:db8:53::80
         IN HTTPS 1 . alpn=h2,h3
mail     IN A     192.0.2.25
; An alias into a zone of other servers' names.
cdn      IN CNAME edge.media.test.
loop     IN CNAME loop2.shop.test.
loop2    IN CNAME loop.shop.test.
; A wildcard, and an empty non-terminal above deep.ent.
*.apps   IN A     192.0.2.90
x.deep.ent IN TXT "below an empty non-terminal"
; More than fits into a UDP answer: TC, then TCP.
${long.join('\n')}
`;
}

function mediaZone(): string {
  return `$ORIGIN media.test.
$TTL 120
@        IN SOA   ns1.shop.test. hostmaster.media.test. ${SOA_TIMERS}
         IN NS    ns1.shop.test.
         IN NS    ns2.shop.test.
edge     IN A     198.51.100.7
         IN A     198.51.100.8
         IN AAAA  2001:db8:cd::7
old      IN DNAME shop.test.
`;
}

function slowZone({ authorities: at, nobody }: Places): string {
  return `$ORIGIN slow.test.
$TTL 60
@        IN SOA   ns1.slow.test. hostmaster.slow.test. ${SOA_TIMERS}
         IN NS    ns1.slow.test.
         IN NS    ns2.slow.test.
ns1      IN A     ${at.leaf1}
ns2      IN A     ${nobody}
www      IN A     203.0.113.60
`;
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DNSName, NameTree, RCode, RType, parseRType } from '@span53/dns/wire';
import { localAnswers, localZoneNames } from './local-zones.ts';

const forwards = new NameTree<{ readonly zone: DNSName }>();
for (const zone of [DNSName.root, DNSName.of('5.10.in-addr.arpa.')]) forwards.set(zone, { zone });
const all = localAnswers({ rfc1918: true, rfc6303: true }, forwards);
const loopback6 = `${'0.'.repeat(31).replace('0.', '1.0.')}ip6.arpa.`;

const cases = [
  { ask: 'localhost. A', rcode: 0, answers: 1 },
  { ask: 'www.localhost. AAAA', rcode: 0, answers: 1 },
  { ask: 'localhost. MX', rcode: 0, answers: 0 },
  { ask: '1.0.0.127.in-addr.arpa. PTR', rcode: 0, answers: 1 },
  { ask: '0.127.in-addr.arpa. PTR', rcode: 0, answers: 0 },
  { ask: '2.0.0.127.in-addr.arpa. PTR', rcode: RCode.NXDOMAIN, answers: 0 },
  { ask: `${loopback6} PTR`, rcode: 0, answers: 1 },
  { ask: '10.in-addr.arpa. SOA', rcode: 0, answers: 1 },
  { ask: '1.2.3.10.IN-ADDR.arpa. PTR', rcode: RCode.NXDOMAIN, answers: 0 },
  { ask: '31.172.in-addr.arpa. NS', rcode: 0, answers: 1 },
  { ask: '1.5.10.in-addr.arpa. PTR', rcode: undefined, answers: 0 },
  { ask: '32.172.in-addr.arpa. NS', rcode: undefined, answers: 0 },
  { ask: 'printer.home.arpa. A', rcode: RCode.NXDOMAIN, answers: 0 },
  { ask: 'x.onion. A', rcode: RCode.NXDOMAIN, answers: 0 },
  { ask: 'www.test. A', rcode: undefined, answers: 0 },
];
for (const { ask, rcode, answers } of cases) {
  test(`RFC 6303, RFC 6761: ${ask} ${rcode === undefined ? 'is asked elsewhere' : 'stays local'}`, () => {
    const [name = '', type = ''] = ask.split(' ');
    const outcome = all(DNSName.of(name), parseRType(type)!);
    assert.equal(outcome?.rcode, rcode);
    assert.equal(outcome?.answer.length ?? 0, answers);
    if (outcome !== undefined && answers === 0) assert.equal(outcome.authority[0]?.set.type, RType.SOA);
  });
}

test('serve_rfc6303 needs serve_rfc1918', () => {
  assert.equal(localZoneNames({ rfc1918: false, rfc6303: true }).length, 0);
  const some = localZoneNames({ rfc1918: true, rfc6303: false }).map(String);
  assert.ok(some.includes('168.192.in-addr.arpa.'));
  assert.ok(!some.includes('onion.'));
});

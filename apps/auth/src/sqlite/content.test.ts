import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatRdata } from '@span53/dns/rdata';
import { DNSName, parseRType, RType } from '@span53/dns/wire';
import { rdataOfRow, rowOfRdata } from './content.ts';

const zone = DNSName.of('example.com.');
const long = 'ab'.repeat(150);

/** `[type, content, prio, RDATA as text]`; the last undefined for content that cannot be served. */
const rows: [type: string, content: unknown, prio: number | null, rdata: string | undefined][] = [
  ['A', '192.0.2.1', 0, '192.0.2.1'],
  ['A', ' 192.0.2.1 ', null, '192.0.2.1'],
  ['A', 'not an address', 0, undefined],
  ['A', null, 0, undefined],
  ['A', 7, 0, undefined],
  ['CNAME', 'www.example.com', 0, 'www.example.com.'],
  ['CNAME', 'www.example.com.', 0, 'www.example.com.'],
  ['CNAME', '.', 0, '.'],
  ['MX', 'mail.example.com', 10, '10 mail.example.com.'],
  ['MX', '10 mail.example.com', null, '10 mail.example.com.'],
  ['MX', '10 mail.example.com', 0, '10 mail.example.com.'],
  ['MX', '.', 0, '0 .'],
  ['MX', 'mail.example.com', null, undefined],
  ['SRV', '2 5060 sip.example.com', 1, '1 2 5060 sip.example.com.'],
  ['SRV', '1 2 5060 sip.example.com', null, '1 2 5060 sip.example.com.'],
  ['TXT', '"v=spf1 -all"', 0, '"v=spf1 -all"'],
  ['TXT', '"one" "two"', 0, '"one" "two"'],
  ['TXT', '"a\\"b\\\\c\\010"', 0, '"a\\"b\\\\c\\010"'],
  ['TXT', '""', 0, '""'],
  ['TXT', 'v=spf1 include:x ~all', 0, '"v=spf1 include:x ~all"'],
  ['TXT', `"${long}"`, 0, `"${long.slice(0, 255)}" "${long.slice(255)}"`],
  ['TXT', '"open', 0, undefined],
  ['TXT', '"a" b', 0, undefined],
  ['TXT', '"\\999"', 0, undefined],
  ['TXT', '"end\\', 0, undefined],
  ['TXT', '"über"', 0, '"\\195\\188ber"'],
  ['SOA', 'ns1.example.com hm.example.com 7 1 2 3 4', 0, 'ns1.example.com. hm.example.com. 7 1 2 3 4'],
  ['SOA', 'ns1.example.com hm.example.com 7', 0, 'ns1.example.com. hm.example.com. 7 10800 3600 604800 3600'],
  ['SOA', 'ns1.example.com', 0, 'ns1.example.com. hostmaster.example.com. 0 10800 3600 604800 3600'],
  ['SOA', 'ns1.example.com hm.example.com x', 0, undefined],
  ['SOA', '', 0, undefined],
  ['TYPE65280', '\\# 2 abcd', 0, '\\# 2 ABCD'],
  ['HTTPS', '1 . alpn=h2 ipv4hint=192.0.2.1', 0, '1 . alpn="h2" ipv4hint=192.0.2.1'],
  ['NAPTR', '10 20 "u" "sip+E2U" "!^.*$!sip:x@example.com!" .', 0, '10 20 "u" "sip+E2U" "!^.*$!sip:x@example.com!" .'],
];

for (const [type, content, prio, expected] of rows) {
  test(`${type} ${String(content).slice(0, 40)} (prio ${prio})`, () => {
    const number = parseRType(type)!;
    const rdata = rdataOfRow(number, content, prio, zone);
    assert.equal(rdata === undefined ? undefined : formatRdata(number, rdata), expected);
  });
}

const written: [type: number, content: string, prio: number][] = [
  [RType.MX, 'mail.example.com', 10],
  [RType.MX, '.', 0],
  [RType.SRV, '2 5060 sip.example.com', 1],
  [RType.NS, 'ns1.example.com', 0],
  [RType.TXT, '"ends with a dot." "x"', 0],
  [RType.SOA, 'ns1.example.com hm\\.x.example.com 7 1 2 3 4', 0],
  [RType.NAPTR, '10 20 "u" "sip+E2U" "!^.*$!sip:x@example.com.!" .', 0],
  [RType.CAA, '0 issue "ca.example."', 0],
];
for (const [type, content, prio] of written) {
  test(`PowerDNS' form of ${content} comes back`, () => {
    const rdata = rdataOfRow(type, content, prio, zone);
    assert.deepEqual(rowOfRdata(type, rdata!), { content, prio });
  });
}

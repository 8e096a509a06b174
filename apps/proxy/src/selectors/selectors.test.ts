import assert from 'node:assert/strict';
import { test } from 'node:test';

import { encodeOptions } from '@span53/dns/edns';
import { Flag } from '@span53/dns/wire';

import { bed, octetsOf, problemsOf, queryOf, type QueryExtras, TestClient } from '../bed.test.ts';
import { selectors } from './index.ts';

interface Case {
  /** The file that is proved. */
  readonly file: string;
  readonly selector: string;
  readonly ask?: string;
  readonly extras?: QueryExtras;
  readonly client?: TestClient;
  readonly tags?: Record<string, string>;
  readonly trailing?: boolean;
  readonly random?: number;
  readonly matches: boolean;
}

const tcpClient = new TestClient('127.0.0.1:40000', 'tcp');
const cookie = encodeOptions([{ code: 10, data: Buffer.from('01234567') }]);
const rows: Case[] = [
  { file: 'all', selector: '{type: All}', matches: true },
  { file: 'and', selector: '{type: And, selectors: [{type: RD}, {type: All}]}', matches: true },
  { file: 'and', selector: '{type: And, selectors: [{type: RD}, {type: DNSSEC}]}', matches: false },
  { file: 'and', selector: '{type: And}', matches: true },
  { file: 'or', selector: '{type: Or, selectors: [{type: DNSSEC}, {type: RD}]}', matches: true },
  { file: 'or', selector: '{type: Or}', matches: false },
  { file: 'not', selector: '{type: Not, selector: {type: RD}}', matches: false },
  { file: 'by-name', selector: '{type: ByName, selector_name: named}', matches: true },
  { file: 'dnssec', selector: '{type: DNSSEC}', extras: { udpSize: 1232, dnssecOk: true }, matches: true },
  { file: 'dnssec', selector: '{type: DNSSEC}', extras: { flags: Flag.CD }, matches: true },
  { file: 'dnssec', selector: '{type: DNSSEC}', extras: { udpSize: 1232 }, matches: false },
  { file: 'dst-port', selector: '{type: DSTPort, port: 5300}', matches: true },
  { file: 'dst-port', selector: '{type: DSTPort, port: 53}', matches: false },
  {
    file: 'edns-option',
    selector: '{type: EDNSOption, option_code: 10}',
    extras: { udpSize: 1232, options: cookie },
    matches: true,
  },
  { file: 'edns-option', selector: '{type: EDNSOption, option_code: 10}', extras: { udpSize: 1232 }, matches: false },
  { file: 'edns-option', selector: '{type: EDNSOption, option_code: 10}', matches: false },
  {
    file: 'edns-version',
    selector: '{type: EDNSVersion, version: 0}',
    extras: { udpSize: 512, version: 1 },
    matches: true,
  },
  { file: 'edns-version', selector: '{type: EDNSVersion, version: 0}', extras: { udpSize: 512 }, matches: false },
  { file: 'er-code', selector: '{type: ERCode, rcode: "0"}', extras: { udpSize: 512 }, matches: true },
  { file: 'er-code', selector: '{type: ERCode, rcode: "0"}', matches: false },
  { file: 'incoming-protocol', selector: '{type: IncomingProtocol, protocol: DoUDP}', matches: true },
  {
    file: 'incoming-protocol',
    selector: '{type: IncomingProtocol, protocol: DoTCP}',
    client: tcpClient,
    matches: true,
  },
  { file: 'incoming-protocol', selector: '{type: IncomingProtocol, protocol: DoQ}', matches: false },
  { file: 'max-qps', selector: '{type: MaxQPS, qps: 1}', matches: true },
  { file: 'max-qps', selector: '{type: MaxQPS, qps: 0}', matches: false },
  { file: 'max-qps-ip', selector: '{type: MaxQPSIP, qps: 1}', matches: false },
  { file: 'netmask-group', selector: '{type: NetmaskGroup, netmasks: ["127.0.0.0/8"]}', matches: true },
  { file: 'netmask-group', selector: '{type: NetmaskGroup, netmasks: ["127.0.0.0/8", "!127.0.0.1"]}', matches: false },
  { file: 'netmask-group', selector: '{type: NetmaskGroup, netmask_group_name: lab}', matches: true },
  {
    file: 'netmask-group',
    selector: '{type: NetmaskGroup, netmasks: ["192.0.2.0/24"], source: false}',
    matches: false,
  },
  { file: 'opcode', selector: '{type: Opcode, code: query}', matches: true },
  { file: 'opcode', selector: '{type: Opcode, code: "4"}', extras: { flags: 4 << 11 }, matches: true },
  { file: 'payload-size', selector: '{type: PayloadSize, comparison: equal, size: 29}', matches: true },
  { file: 'payload-size', selector: '{type: PayloadSize, comparison: greater, size: 29}', matches: false },
  { file: 'payload-size', selector: '{type: PayloadSize, comparison: smallerOrEqual, size: 29}', matches: true },
  { file: 'pool-available', selector: '{type: PoolAvailable, pool: ""}', matches: true },
  { file: 'pool-outstanding', selector: '{type: PoolOutstanding, pool: "", max_outstanding: 0}', matches: false },
  { file: 'proba', selector: '{type: Proba, probability: 0.5}', random: 0.49, matches: true },
  { file: 'proba', selector: '{type: Proba, probability: 0.5}', random: 0.5, matches: false },
  { file: 'qclass', selector: '{type: QClass, qclass: IN}', matches: true },
  { file: 'qclass', selector: '{type: QClass, qclass: CHAOS}', extras: { class: 3 }, matches: true },
  { file: 'qclass', selector: '{type: QClass, numeric_value: 3}', matches: false },
  { file: 'qname', selector: '{type: QName, qname: WWW.example}', matches: true },
  { file: 'qname', selector: '{type: QName, qname: example}', matches: false },
  { file: 'qname-labels-count', selector: outside('QNameLabelsCount', 2, 3, '_labels_count'), matches: false },
  { file: 'qname-labels-count', selector: outside('QNameLabelsCount', 3, 9, '_labels_count'), matches: true },
  { file: 'qname-labels-count', selector: outside('QNameLabelsCount', 0, 1, '_labels_count'), matches: true },
  { file: 'qname-set', selector: '{type: QNameSet, qnames: [mail.example, www.EXAMPLE]}', matches: true },
  { file: 'qname-set', selector: '{type: QNameSet, qnames: [example]}', matches: false },
  { file: 'qname-suffix', selector: '{type: QNameSuffix, suffixes: [test, Example]}', matches: true },
  { file: 'qname-suffix', selector: '{type: QNameSuffix, suffixes: [ample]}', matches: false },
  { file: 'qname-wire-length', selector: outside('QNameWireLength', 13, 13), matches: false },
  { file: 'qname-wire-length', selector: outside('QNameWireLength', 14, 255), matches: true },
  { file: 'qtype', selector: '{type: QType, qtype: a}', matches: true },
  { file: 'qtype', selector: '{type: QType, qtype: TYPE28}', ask: 'www.example AAAA', matches: true },
  { file: 'qtype', selector: '{type: QType, numeric_value: 28}', matches: false },
  { file: 'rcode', selector: '{type: RCode, rcode: noerror}', matches: true },
  { file: 'rcode', selector: '{type: RCode, rcode: nxdomain}', matches: false },
  { file: 'rd', selector: '{type: RD}', matches: true },
  { file: 'rd', selector: '{type: RD}', extras: { flags: 0 }, matches: false },
  { file: 'records-count', selector: '{type: RecordsCount, section: 3, minimum: 1, maximum: 1}', matches: false },
  {
    file: 'records-count',
    selector: '{type: RecordsCount, section: 3, minimum: 1, maximum: 1}',
    extras: { udpSize: 512 },
    matches: true,
  },
  {
    file: 'records-type-count',
    selector: '{type: RecordsTypeCount, section: 3, record_type: 41, minimum: 1, maximum: 1}',
    extras: { udpSize: 512 },
    matches: true,
  },
  {
    file: 'records-type-count',
    selector: '{type: RecordsTypeCount, section: 0, record_type: 28, minimum: 1, maximum: 1}',
    matches: false,
  },
  { file: 'tag', selector: '{type: Tag, tag: a}', tags: { a: '1' }, matches: true },
  { file: 'tag', selector: '{type: Tag, tag: a, value: "2"}', tags: { a: '1' }, matches: false },
  { file: 'tag', selector: '{type: Tag, tag: a, empty-as-wildcard: false}', tags: { a: '1' }, matches: false },
  { file: 'tag', selector: '{type: Tag, tag: a}', matches: false },
  { file: 'tcp', selector: '{type: TCP, tcp: false}', matches: true },
  { file: 'tcp', selector: '{type: TCP, tcp: true}', client: tcpClient, matches: true },
  { file: 'trailing-data', selector: '{type: TrailingData}', trailing: true, matches: true },
  { file: 'trailing-data', selector: '{type: TrailingData}', matches: false },
];

function outside(type: string, min: number, max: number, key = ''): string {
  return `{type: ${type}, min${key}: ${min}, max${key}: ${max}}`;
}

for (const row of rows) {
  const what = row.ask ?? 'www.example A';
  test(`${row.file}: ${row.selector} ${row.matches ? 'matches' : 'does not match'} ${what}`, () => {
    const yaml = [
      'selectors: [{type: All, name: named}]',
      'netmask_groups: [{name: lab, netmasks: ["192.0.2.0/24"]}, {name: lab, netmasks: ["127.0.0.1"]}]',
      `query_rules: [{selector: ${row.selector}, action: {type: None}}]`,
    ].join('\n');
    const { plane } = bed(yaml, { random: () => row.random ?? 0 });
    const query = queryOf(plane, octetsOf(what, row.extras), row.client);
    for (const [tag, value] of Object.entries(row.tags ?? {})) query.setTag(tag, value);
    const asked = row.trailing === true ? Object.assign(query, { trailing: true }) : query;
    assert.equal(plane.chains.query.rules[0]!.selector(asked), row.matches);
  });
}

test('every selector has a row', () => {
  const types = new Set(rows.map(({ selector }) => /type: (\w+)/.exec(selector)![1]!));
  assert.deepEqual(
    [...selectors.kinds.keys()].filter((type) => !types.has(type)),
    [],
  );
});

test('MaxQPS stops matching over the limit, MaxQPSIP starts to, per client', () => {
  const rule = (selector: string) => `{selector: ${selector}, action: {type: None}}`;
  const yaml = `query_rules: [${rule('{type: MaxQPS, qps: 2}')}, ${rule('{type: MaxQPSIP, qps: 2}')}]`;
  const { plane } = bed(yaml);
  const [max, maxIp] = plane.chains.query.rules.map(({ selector }) => selector);
  const from = (peer: string) => queryOf(plane, octetsOf('www.example A'), new TestClient(peer));
  const same = from('192.0.2.1:53');
  assert.deepEqual([max!(same), max!(same), max!(same)], [true, true, false]);
  assert.deepEqual([maxIp!(same), maxIp!(same), maxIp!(same)], [false, false, true]);
  assert.equal(maxIp!(from('192.0.2.2:53')), false);
  const neighbours = ['1', '2', '3'].map((host) => maxIp!(from(`[2001:db8::${host}]:53`)));
  assert.deepEqual(neighbours, [false, false, true], 'one /64 is one client');
});

const refusals = [
  [
    '{type: Lua, function_code: x}',
    'query_rules[0].selector.type: selector Lua is known to dnsdist, not supported by Span53',
  ],
  [
    '{type: Regex, expression: x}',
    'query_rules[0].selector.type: selector Regex is known to dnsdist, not supported by Span53',
  ],
  ['{type: Qname, qname: x}', 'query_rules[0].selector.type: no such selector: Qname'],
  ['{qname: x}', 'query_rules[0].selector.type: missing'],
  ['{type: ByName, selector_name: x}', 'query_rules[0].selector.selector_name: no selector named "x" before this one'],
  ['{type: PoolAvailable, pool: x}', 'query_rules[0].selector.pool: no pool named "x"'],
  ['{type: And, selectors: [{type: QTyp}]}', 'query_rules[0].selector.selectors[0].type: no such selector: QTyp'],
  [
    '{type: NetmaskGroup, netmask_group_name: x}',
    'query_rules[0].selector.netmask_group_name: no netmask group named "x"',
  ],
] as const;
for (const [selector, problem] of refusals) {
  test(`refused: ${selector}`, () => {
    const found = problemsOf(`query_rules: [{selector: ${selector}, action: {type: None}}]`);
    assert.deepEqual(
      found.map((text) => text.replace(/^proxy.yml:1:\d+ /, '')),
      [problem],
    );
  });
}

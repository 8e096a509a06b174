import assert from 'node:assert/strict';
import { test } from 'node:test';

import { encodeOptions } from '@span53/dns/edns';
import { Flag, MessageView, rcodeName, type RecordCursor, rtypeName } from '@span53/dns/wire';

import { bed, octetsOf, problemsOf, queryOf, type QueryExtras, TestClient } from '../bed.test.ts';
import type { ProxyQuery } from '../query.ts';
import { actions } from './index.ts';

interface Case {
  /** The file that is proved. */
  readonly file: string;
  readonly action: string;
  readonly ask?: string;
  readonly extras?: QueryExtras;
  readonly client?: TestClient;
  readonly verdict?: string;
  /** What must be true afterwards. */
  readonly afterwards?: (query: ProxyQuery) => unknown;
  readonly is?: unknown;
}

const tcpClient = new TestClient('127.0.0.1:40000', 'tcp');
const edns = { udpSize: 1232 };
const soa = 'soa_parameters: {serial: 1, refresh: 2, retry: 3, expire: 4, minimum: 5}';
const negative = `type: NegativeAndSOA, zone: example, ttl: 30, mname: ns.example, rname: admin.example, ${soa}`;
const options = encodeOptions([{ code: 10, data: Buffer.from('01234567') }]);

/** The answer as one line: RCODE, flags, records. */
function told({ answer }: ProxyQuery): string {
  const view = MessageView.open(answer!)!;
  assert.equal(view.problem, undefined);
  assert.equal(view.id, 4711);
  const flags = (['AA', 'TC', 'RD', 'RA', 'AD', 'CD'] as const).filter((flag) => (view.flags & Flag[flag]) !== 0);
  const records: string[] = [];
  const cursor = view.records();
  while (cursor.next()) records.push(recordText(cursor));
  return [rcodeName(view.rcode), flags.join('+'), ...records].join(' ');
}

function recordText(cursor: RecordCursor): string {
  const type = rtypeName(cursor.type);
  if (type === 'OPT') return 'OPT';
  const section = ['', '', 'authority:', 'additional:'][cursor.section];
  return `${section}${type}/${cursor.ttl}/${Buffer.from(cursor.rdata()!).toString('hex').slice(0, 16)}`;
}

const rows: Case[] = [
  { file: 'allow', action: '{type: Allow}', verdict: 'allow' },
  { file: 'none', action: '{type: None}' },
  { file: 'drop', action: '{type: Drop}', verdict: 'drop' },
  { file: 'by-name', action: '{type: ByName, action_name: named}', verdict: 'drop' },
  { file: 'continue', action: '{type: Continue, action: {type: Drop}}' },
  { file: 'delay', action: '{type: Delay, msec: 50}', afterwards: ({ delayMs }) => delayMs, is: 50 },
  { file: 'delay', action: '{type: Delay, msec: 50}', client: tcpClient, afterwards: ({ delayMs }) => delayMs, is: 0 },
  {
    file: 'pool',
    action: '{type: Pool, pool_name: a}',
    verdict: 'allow',
    afterwards: ({ pool }) => pool.name,
    is: 'a',
  },
  {
    file: 'pool',
    action: '{type: Pool, pool_name: a, stop_processing: false}',
    afterwards: ({ pool }) => pool.name,
    is: 'a',
  },
  { file: 'qps', action: '{type: QPS, limit: 1}' },
  { file: 'qps', action: '{type: QPS, limit: 0}', verdict: 'drop' },
  { file: 'qps-pool', action: '{type: QPSPool, limit: 1, pool_name: a}', verdict: 'allow' },
  { file: 'qps-pool', action: '{type: QPSPool, limit: 0, pool_name: a}', afterwards: ({ pool }) => pool.name, is: '' },
  { file: 'rcode', action: '{type: RCode, rcode: refused}', verdict: 'answer', afterwards: told, is: 'REFUSED RD' },
  {
    file: 'rcode',
    action: '{type: RCode, rcode: nxdomain, vars: {set_ra: true, set_aa: true}}',
    extras: edns,
    verdict: 'answer',
    afterwards: told,
    is: 'NXDOMAIN AA+RD+RA OPT',
  },
  {
    file: 'er-code',
    action: '{type: ERCode, rcode: "23"}',
    extras: edns,
    verdict: 'answer',
    afterwards: told,
    is: 'BADCOOKIE RD OPT',
  },
  { file: 'er-code', action: '{type: ERCode, rcode: "23"}', verdict: 'answer', afterwards: told, is: 'SERVFAIL RD' },
  { file: 'tc', action: '{type: TC}', verdict: 'answer', afterwards: told, is: 'NOERROR TC+RD+RA' },
  { file: 'tc', action: '{type: TC}', client: tcpClient },
  {
    file: 'spoof',
    action: '{type: Spoof, ips: [192.0.2.1, "2001:db8::1"]}',
    verdict: 'answer',
    afterwards: told,
    is: 'NOERROR RD A/0/c0000201',
  },
  {
    file: 'spoof',
    action: '{type: Spoof, ips: [192.0.2.1, "2001:db8::1"], vars: {ttl: 60}}',
    ask: 'www.example ANY',
    verdict: 'answer',
    afterwards: told,
    is: 'NOERROR RD A/60/c0000201 AAAA/60/20010db800000000',
  },
  { file: 'spoof', action: '{type: Spoof, ips: [192.0.2.1]}', ask: 'www.example MX' },
  { file: 'spoof', action: '{type: Spoof, ips: [192.0.2.1]}', ask: 'www.example AAAA' },
  {
    file: 'spoof-cname',
    action: '{type: SpoofCNAME, cname: a.test, vars: {ttl: 9}}',
    verdict: 'answer',
    afterwards: told,
    is: 'NOERROR RD CNAME/9/0161047465737400',
  },
  {
    file: 'spoof-raw',
    action: String.raw`{type: SpoofRaw, answers: ['\003abc']}`,
    ask: 'www.example TXT',
    verdict: 'answer',
    afterwards: told,
    is: 'NOERROR RD TXT/0/03616263',
  },
  {
    file: 'spoof-raw',
    action: String.raw`{type: SpoofRaw, answers: ['\003abc'], qtype_for_any: TXT}`,
    ask: 'www.example ANY',
    verdict: 'answer',
    afterwards: told,
    is: 'NOERROR RD TXT/0/03616263',
  },
  {
    file: 'negative-and-soa',
    action: `{${negative}, nxd: true}`,
    verdict: 'answer',
    afterwards: told,
    is: 'NXDOMAIN RD additional:SOA/30/026e73076578616d',
  },
  {
    file: 'negative-and-soa',
    action: `{${negative}, nxd: false, soa_in_authority: true}`,
    extras: edns,
    verdict: 'answer',
    afterwards: told,
    is: 'NOERROR RD authority:SOA/30/026e73076578616d OPT',
  },
  { file: 'set-skip-cache', action: '{type: SetSkipCache}', afterwards: ({ skipCache }) => skipCache, is: true },
  {
    file: 'set-no-recurse',
    action: '{type: SetNoRecurse}',
    afterwards: ({ flagsCleared }) => flagsCleared,
    is: Flag.RD,
  },
  {
    file: 'set-disable-validation',
    action: '{type: SetDisableValidation}',
    afterwards: ({ flagsSet }) => flagsSet,
    is: Flag.CD,
  },
  { file: 'set-tag', action: '{type: SetTag, tag: a, value: "1"}', afterwards: ({ tags }) => tags!.get('a'), is: '1' },
  { file: 'unset-tag', action: '{type: UnsetTag, tag: old}', afterwards: ({ tags }) => tags!.size, is: 0 },
  {
    file: 'set-temp-failure-cache-ttl',
    action: '{type: SetTempFailureCacheTTL, ttl: 2}',
    afterwards: ({ temporaryFailureTtl }) => temporaryFailureTtl,
    is: 2,
  },
  {
    file: 'set-max-returned-ttl',
    action: '{type: SetMaxReturnedTTL, max: 9}',
    afterwards: ({ returnedTtlMax }) => returnedTtlMax,
    is: 9,
  },
  {
    file: 'set-extended-dns-error',
    action: '{type: SetExtendedDNSError, info_code: 15, extra_text: no}',
    afterwards: ({ wantedError }) => wantedError,
    is: { code: 15, text: 'no' },
  },
  {
    file: 'set-edns-option',
    action: '{type: SetEDNSOption, code: 10, data: abc}',
    extras: { ...edns, options },
    afterwards: ({ view }) => Buffer.from(view.opt!.option(10)!).toString(),
    is: 'abc',
  },
  {
    file: 'set-edns-option',
    action: '{type: SetEDNSOption, code: 10, data: abc}',
    afterwards: ({ view }) => view.opt?.udpSize,
    is: 512,
  },
  { file: 'log', action: '{type: Log}' },
  { file: 'remote-log', action: '{type: RemoteLog, logger_name: pb}' },
  { file: 'set-trace', action: '{type: SetTrace, value: true}', afterwards: ({ tracing }) => tracing, is: undefined },
];

for (const row of rows) {
  test(`${row.file}: ${row.action} on ${row.ask ?? 'www.example A'}`, () => {
    const yaml = [
      'pools: [{name: a}]',
      'cache_miss_rules: [{selector: {type: All}, action: {type: Drop, name: named}}]',
      `query_rules: [{selector: {type: All}, action: ${row.action}}]`,
    ].join('\n');
    const { plane } = bed(yaml, { loggers: [silentLogger] });
    const query = queryOf(plane, octetsOf(row.ask ?? 'www.example A', row.extras), row.client);
    query.setTag('old', '');
    assert.equal(plane.chains.query.rules[0]!.action(query), row.verdict);
    if (row.afterwards !== undefined) assert.deepEqual(row.afterwards(query), row.is);
  });
}

const silentLogger = {
  name: 'pb',
  kind: 'protobuf',
  logQuery: () => undefined,
  logResponse: () => undefined,
  sendTrace: () => undefined,
  sendDelayed: () => undefined,
} as const;

test('every action has a row', () => {
  const types = new Set(rows.map(({ action }) => /type: (\w+)/.exec(action)![1]!));
  assert.deepEqual(
    [...actions.kinds.keys()].filter((type) => !types.has(type)),
    [],
  );
});

test('QPS drops what is over the limit', () => {
  const { plane } = bed('query_rules: [{selector: {type: All}, action: {type: QPS, limit: 2}}]');
  const query = queryOf(plane, octetsOf('www.example A'));
  const { action } = plane.chains.query.rules[0]!;
  assert.deepEqual([action(query), action(query), action(query)], [undefined, undefined, 'drop']);
});

test('Log writes what dnsdist writes', () => {
  const log = '{type: Log, verbose_only: false, include_timestamp: true}';
  const { plane, lines } = bed(`query_rules: [{selector: {type: All}, action: ${log}}]`);
  plane.chains.query.rules[0]!.action(queryOf(plane, octetsOf('www.example AAAA')));
  const line = '[1767225600.000000005] Packet from 127.0.0.1:40000 for www.example. AAAA with id 4711';
  assert.deepEqual(lines, [line]);
});

test('self-made answers: UDP size and OPT record as configured', () => {
  const rule = 'query_rules: [{selector: {type: All}, action: {type: RCode, rcode: refused}}]';
  const answerOf = (general: string) => {
    const { plane } = bed(`general: {${general}}\n${rule}`);
    const query = queryOf(plane, octetsOf('www.example A', { ...edns, dnssecOk: true }));
    plane.chains.query.rules[0]!.action(query);
    return MessageView.open(query.answer!)!.opt;
  };
  assert.equal(answerOf('edns_udp_payload_size_self_generated_answers: 100')!.udpSize, 512);
  assert.equal(answerOf('')!.udpSize, 1232);
  assert.equal(answerOf('')!.dnssecOk, true);
  assert.equal(answerOf('add_edns_to_self_generated_answers: false'), undefined);
});

const refusals = [
  [
    '{type: Lua, function_code: x}',
    'query_rules[0].action.type: action Lua is known to dnsdist, not supported by Span53',
  ],
  ['{type: Pool, pool_name: x}', 'query_rules[0].action.pool_name: no pool named "x"'],
  ['{type: RemoteLog, logger_name: x}', 'query_rules[0].action.logger_name: no remote logger named "x"'],
  [
    '{type: SetTrace, value: true, remote_loggers: [x]}',
    'query_rules[0].action.remote_loggers[0]: no remote logger named "x"',
  ],
  [
    '{type: RCode, rcode: REFUSED}',
    'query_rules[0].action.rcode: expected an rcode such as "refused" or "5", got "REFUSED"',
  ],
  ['{type: RCode, rcode: 5}', 'query_rules[0].action.rcode: expected an rcode such as "refused" or "5"'],
  ['{type: Log, binary: true}', 'query_rules[0].action.binary: known to PowerDNS, not supported by Span53'],
  [
    '{type: Log, file_name: x}',
    'query_rules[0].action.file_name: files are binary unless told, and only `binary: false` is supported by Span53',
  ],
  ['{type: ByName, action_name: x}', 'query_rules[0].action.action_name: no action named "x" before this one'],
  ['{type: Drop, quiet: true}', 'query_rules[0].action.quiet: no such key'],
] as const;
for (const [action, problem] of refusals) {
  test(`refused: ${action}`, () => {
    const found = problemsOf(`query_rules: [{selector: {type: All}, action: ${action}}]`);
    assert.deepEqual(
      found.map((text) => text.replace(/^proxy.yml:1:\d+ /, '')),
      [problem],
    );
  });
}

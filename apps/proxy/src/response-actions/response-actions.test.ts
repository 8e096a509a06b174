import assert from 'node:assert/strict';
import { test } from 'node:test';

import { MessageView } from '@span53/dns/wire';
import { respond } from '@span53/testkit';

import { bed, octetsOf, problemsOf, queryOf, TestClient } from '../bed.test.ts';
import type { ProxyQuery } from '../query.ts';
import { responseActions } from './index.ts';

interface Case {
  /** The file that is proved. */
  readonly file: string;
  readonly action: string;
  readonly client?: TestClient;
  readonly verdict?: string;
  readonly afterwards?: (query: ProxyQuery) => unknown;
  readonly is?: unknown;
}

const tcpClient = new TestClient('127.0.0.1:40000', 'tcp');

function ttls({ packet }: ProxyQuery): number[] {
  const found: number[] = [];
  const records = packet.records();
  while (records.next()) if (records.type !== 41) found.push(records.ttl);
  return found;
}

const rows: Case[] = [
  { file: 'allow', action: '{type: Allow}', verdict: 'allow' },
  { file: 'by-name', action: '{type: ByName, action_name: named}', verdict: 'drop' },
  { file: 'delay', action: '{type: Delay, msec: 9}', afterwards: ({ delayMs }) => delayMs, is: 9 },
  { file: 'delay', action: '{type: Delay, msec: 9}', client: tcpClient, afterwards: ({ delayMs }) => delayMs, is: 0 },
  { file: 'drop', action: '{type: Drop}', verdict: 'drop' },
  { file: 'limit-ttl', action: '{type: LimitTTL, min: 100, max: 200}', afterwards: ttls, is: [100, 200] },
  { file: 'limit-ttl', action: '{type: LimitTTL, min: 100, max: 200, types: [28]}', afterwards: ttls, is: [60, 200] },
  { file: 'log', action: '{type: Log}' },
  { file: 'remote-log', action: '{type: RemoteLog, logger_name: pb}' },
  {
    file: 'set-extended-dns-error',
    action: '{type: SetExtendedDNSError, info_code: 4}',
    afterwards: ({ wantedError }) => wantedError?.code,
    is: 4,
  },
  {
    file: 'set-max-returned-ttl',
    action: '{type: SetMaxReturnedTTL, max: 9}',
    afterwards: ({ returnedTtlMax }) => returnedTtlMax,
    is: 9,
  },
  { file: 'set-max-ttl', action: '{type: SetMaxTTL, max: 100}', afterwards: ttls, is: [60, 100] },
  { file: 'set-min-ttl', action: '{type: SetMinTTL, min: 100}', afterwards: ttls, is: [100, 3600] },
  { file: 'set-reduced-ttl', action: '{type: SetReducedTTL, percentage: 50}', afterwards: ttls, is: [30, 1800] },
  { file: 'set-skip-cache', action: '{type: SetSkipCache}', afterwards: ({ skipCache }) => skipCache, is: true },
  { file: 'set-tag', action: '{type: SetTag, tag: a, value: b}', afterwards: ({ tags }) => tags?.get('a'), is: 'b' },
  { file: 'unset-tag', action: '{type: UnsetTag, tag: old}', afterwards: ({ tags }) => tags?.size, is: 0 },
  {
    file: 'tc',
    action: '{type: TC}',
    verdict: 'answer',
    afterwards: ({ answer }) => MessageView.open(answer!)!.truncated,
    is: true,
  },
  { file: 'tc', action: '{type: TC}', client: tcpClient },
];

for (const row of rows) {
  test(`${row.file}: ${row.action}${row.client === undefined ? '' : ' over TCP'}`, () => {
    const yaml = [
      'cache_hit_response_rules: [{selector: {type: All}, action: {type: Drop, name: named}}]',
      `response_rules: [{selector: {type: All}, action: ${row.action}}]`,
    ].join('\n');
    const { plane } = bed(yaml, { loggers: [silentLogger] });
    const octets = octetsOf('www.example AAAA', { udpSize: 1232 });
    const query = queryOf(plane, octets, row.client);
    query.setTag('old', '');
    const answer = ['www.example 60 CNAME host.example', 'host.example 3600 AAAA 2001:db8::1'];
    query.packet = MessageView.open(respond(octets, { answer }))!;
    assert.equal(plane.chains.response.rules[0]!.action(query), row.verdict);
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

test('every response action has a row', () => {
  const types = new Set(rows.map(({ action }) => /type: (\w+)/.exec(action)![1]!));
  assert.deepEqual(
    [...responseActions.kinds.keys()].filter((type) => !types.has(type)),
    [],
  );
});

test('Log writes what dnsdist writes', () => {
  const { plane, lines } = bed('response_rules: [{selector: {type: All}, action: {type: Log, verbose_only: false}}]');
  const octets = octetsOf('www.example A');
  const query = queryOf(plane, octets);
  query.packet = MessageView.open(respond(octets, { rcode: 3 }))!;
  plane.chains.response.rules[0]!.action(query);
  assert.deepEqual(lines, ['Answer to 127.0.0.1:40000 for www.example. A (NXDOMAIN) with id 4711']);
});

test('actions of queries are no response actions', () => {
  assert.match(
    problemsOf('response_rules: [{selector: {type: All}, action: {type: Pool, pool_name: ""}}]').join(),
    /response_rules\[0\].action.type: no such response action: Pool/,
  );
});

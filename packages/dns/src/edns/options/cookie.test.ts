import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromHex, hex, toHex } from '@span53/testkit';
import { IPAddress } from '../../inet/index.ts';
import { checkCookie, cookie, serverCookie } from './cookie.ts';

const secret = hex`e5e973e5a6b2a43f48e7dc849e37bfcf`;
const oldSecret = hex`dd3bdf9344b678b185a6f5cb60fca715`;
const newSecret = hex`445536bcd2513298075a5d379663c962`;
const octetsOf = (text: string): Uint8Array => IPAddress.parse(text)!.octets;
const ipv6 = '2001:db8:220:1:59de:d0f4:8769:82b8';

const made = [
  {
    what: 'A.1',
    secret,
    client: '2464c4abcf10c957',
    ip: '198.51.100.100',
    at: 1_559_731_985,
    server: '010000005cf79f111f8130c3eee29480',
  },
  {
    what: 'A.2',
    secret,
    client: '2464c4abcf10c957',
    ip: '198.51.100.100',
    at: 1_559_734_385,
    server: '010000005cf7a871d4a564a1442aca77',
  },
  {
    what: 'A.3',
    secret,
    client: 'fc93fc62807ddb86',
    ip: '203.0.113.203',
    at: 1_559_734_700,
    server: '010000005cf7a9acf73a7810aca2381e',
  },
  {
    what: 'A.4',
    secret: newSecret,
    client: '22681ab97d52c298',
    ip: ipv6,
    at: 1_559_741_961,
    server: '010000005cf7c609a6bb79d16625507a',
  },
];
for (const { what, secret: key, client, ip, at, server } of made) {
  test(`RFC 9018 ${what}: the server cookie`, () => {
    assert.equal(toHex(serverCookie(fromHex(client), { address: octetsOf(ip), unixSeconds: at }, key)), server);
  });
}

const first = hex`2464c4abcf10c957 010000005cf79f111f8130c3eee29480`;
const reserved = hex`fc93fc62807ddb86 01abcdef5cf78f71a314227b6679ebf5`;
const rolled = hex`22681ab97d52c298 010000005cf7c57926556bd0934c72f8`;
const here = '198.51.100.100';
const t = 0x5cf79f11;
const checked = [
  { what: 'at once', data: first, ip: here, at: t, secrets: [secret], state: 'good' },
  {
    what: 'RFC 9018 A.2, after 40 minutes',
    data: first,
    ip: here,
    at: 1_559_734_385,
    secrets: [secret],
    state: 'renew',
  },
  {
    what: 'RFC 9018 A.3, reserved octets are hashed as they stand',
    data: reserved,
    ip: '203.0.113.203',
    at: 0x5cf78f71,
    secrets: [secret],
    state: 'good',
  },
  {
    what: 'RFC 9018 A.4, under the secret before',
    data: rolled,
    ip: ipv6,
    at: 0x5cf7c579,
    secrets: [newSecret, oldSecret],
    state: 'renew',
  },
  { what: 'under a secret that is gone', data: rolled, ip: ipv6, at: 0x5cf7c579, secrets: [newSecret], state: 'bad' },
  { what: 'half an hour old', data: first, ip: here, at: t + 1800, secrets: [secret], state: 'good' },
  { what: 'an hour old', data: first, ip: here, at: t + 3600, secrets: [secret], state: 'renew' },
  { what: 'over an hour old', data: first, ip: here, at: t + 3601, secrets: [secret], state: 'bad' },
  { what: 'five minutes ahead', data: first, ip: here, at: t - 300, secrets: [secret], state: 'good' },
  { what: 'further ahead', data: first, ip: here, at: t - 301, secrets: [secret], state: 'bad' },
  { what: 'of another client address', data: first, ip: '198.51.100.101', at: t, secrets: [secret], state: 'bad' },
  { what: 'none yet', data: first.subarray(0, 8), ip: here, at: t, secrets: [secret], state: 'none' },
  {
    what: 'version 2',
    data: hex`2464c4abcf10c957 020000005cf79f111f8130c3eee29480`,
    ip: here,
    at: t,
    secrets: [secret],
    state: 'bad',
  },
  {
    what: 'another length',
    data: hex`2464c4abcf10c957 010000005cf79f11`,
    ip: here,
    at: t,
    secrets: [secret],
    state: 'bad',
  },
  { what: 'without any secret', data: first, ip: here, at: t, secrets: [], state: 'bad' },
] as const;
for (const { what, data, ip, at, secrets, state } of checked) {
  test(`RFC 9018 §4.3: a cookie ${what} is ${state}`, () => {
    assert.equal(checkCookie(cookie.decode(data)!, { address: octetsOf(ip), unixSeconds: at }, secrets), state);
  });
}

test('RFC 9018 §4.3: times compare in serial arithmetic across 2106', () => {
  const client = fromHex('2464c4abcf10c957');
  const server = serverCookie(client, { address: octetsOf(here), unixSeconds: 2 ** 32 - 10 }, secret);
  assert.equal(
    checkCookie({ client, server }, { address: octetsOf(here), unixSeconds: 2 ** 32 + 10 }, [secret]),
    'good',
  );
});

test('RFC 7873 §5.2.2: only 8 and 16 to 40 octets are a cookie', () => {
  const good = Array.from({ length: 50 }, (_, n) => n).filter((n) => cookie.decode(new Uint8Array(n)) !== undefined);
  assert.deepEqual(good, [8, ...Array.from({ length: 25 }, (_, i) => 16 + i)]);
});

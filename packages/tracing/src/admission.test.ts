import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeTraceparent } from '@span53/dns/edns';
import { IPAddress, Netmask } from '@span53/dns/inet';
import { hex } from '@span53/testkit';
import { type AcceptEntry, Admission, type AdmissionCount, type TraceRequest, type Verdict } from './admission.ts';
import { parseTraceparent } from './w3c-text.ts';

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const option = (text: Uint8Array) => decodeTraceparent(text);
/** PowerDNS sends flags 00 also when it records. */
const unflagged = option(hex`00 00 ${trace} 00f067aa0ba902b7 00`);
const sampled = option(hex`00 00 ${trace} 00f067aa0ba902b7 01`);
const header = (id: string, flags = '01') => parseTraceparent(`00-${id}-b7ad6b7169203331-${flags}`, 'v=1')!;
const other = 'f'.repeat(32);

function entry(sources: string, settings: Partial<AcceptEntry> = {}): AcceptEntry {
  return {
    sources: sources.split(' ').map((text) => Netmask.parse(text)!),
    tsigKeys: [],
    trust: 'continue',
    honourSampledFlag: 'presence',
    maxTracesPerSecond: 100,
    ...settings,
  };
}

function open(accept: AcceptEntry[], settings: { maxTracesPerSecond?: number; probe?: boolean } = {}) {
  const counts: Partial<Record<AdmissionCount, number>> = {};
  const admission = new Admission({ accept, maxTracesPerSecond: 1000, probe: true, ...settings }, (what) => {
    counts[what] = (counts[what] ?? 0) + 1;
  });
  const decide = (peer: string, request: Partial<TraceRequest>) =>
    admission.decide({ peer: IPAddress.parse(peer)!, nowMs: 0, ...request });
  return { decide, counts };
}

const lab = entry('192.0.2.0/24 2001:db8::/32');
const strict = entry('198.51.100.0/24', { honourSampledFlag: 'w3c' });
const border = entry('203.0.113.0/24', { trust: 'link' });
const except = entry('192.0.2.53/32', { trust: 'deny' });
const keyed = entry('198.51.100.99/32', { trust: 'deny', tsigKeys: ['lab.'] });

const cases: { what: string; peer: string; request: Partial<TraceRequest>; verdict: Verdict | undefined }[] = [
  { what: 'no option', peer: '192.0.2.1', request: {}, verdict: undefined },
  { what: 'presence asks, whatever the flags', peer: '192.0.2.1', request: { option: unflagged }, verdict: 'continue' },
  { what: 'IPv4-mapped peer', peer: '::ffff:192.0.2.1', request: { option: sampled }, verdict: 'continue' },
  { what: 'IPv6 peer', peer: '2001:db8::1', request: { option: sampled }, verdict: 'continue' },
  { what: 'a stranger', peer: '198.18.0.1', request: { option: sampled }, verdict: 'denied' },
  { what: 'the most specific source wins', peer: '192.0.2.53', request: { option: sampled }, verdict: 'denied' },
  { what: 'across the border', peer: '203.0.113.1', request: { option: unflagged }, verdict: 'link' },
  { what: 'no data', peer: '192.0.2.1', request: { option: option(hex`00 00`) }, verdict: 'probe' },
  { what: 'malformed', peer: '192.0.2.1', request: { option: option(hex`00 00 01`) }, verdict: 'malformed' },
  { what: 'zero trace ID', peer: '192.0.2.1', request: { option: option(new Uint8Array(27)) }, verdict: 'fresh' },
  {
    what: 'an unknown TSIG key',
    peer: '198.18.0.1',
    request: { option: sampled, tsigKey: 'no.' },
    verdict: 'denied',
  },
  { what: 'header', peer: '192.0.2.1', request: { header: header(trace) }, verdict: 'continue' },
  {
    what: 'header, unsampled, at the border',
    peer: '203.0.113.1',
    request: { header: header(trace, '00') },
    verdict: 'unsampled',
  },
];
for (const { what, peer, request, verdict } of cases) {
  test(`${what}: ${verdict ?? 'nothing'}`, () => {
    assert.equal(open([lab, strict, border, except]).decide(peer, request)?.verdict, verdict);
  });
}

test('presence: the effective decision goes into the sampled bit; w3c: the bit is left as it came', () => {
  const { decide } = open([lab, strict]);
  const presence = decide('192.0.2.1', { option: unflagged })!;
  assert.deepEqual([presence.forced, presence.parent!.flags], [true, 1]);
  const w3c = decide('198.51.100.1', { option: unflagged })!;
  assert.deepEqual([w3c.forced, w3c.parent!.flags], [false, 0]);
});

test('a TSIG key counts more than the address', () => {
  const { decide } = open([{ ...keyed, trust: 'continue' }, entry('198.18.0.0/15', { trust: 'deny' })]);
  assert.equal(decide('198.18.0.1', { option: sampled, tsigKey: 'lab.' })?.verdict, 'continue');
  assert.equal(decide('198.18.0.1', { option: sampled })?.verdict, 'denied');
});

test('option and header: the option is the parent, a differing header becomes a link', () => {
  const { decide } = open([lab]);
  const differing = decide('192.0.2.1', { option: sampled, header: header(other) })!;
  assert.deepEqual([differing.source, differing.link?.traceId[0]], ['edns', 0xff]);
  const same = decide('192.0.2.1', { option: sampled, header: header(trace) })!;
  assert.deepEqual([same.link, same.parent!.traceState], [undefined, 'v=1']);
});

test('a malformed option leaves the header its say', () => {
  const { decide, counts } = open([lab]);
  const admitted = decide('192.0.2.1', { option: option(hex`ff`), header: header(trace) })!;
  assert.deepEqual([admitted.verdict, admitted.source, counts.malformed], ['continue', 'http', 1]);
});

test('probe switched off: a trace, but its ID is not told', () => {
  assert.equal(open([lab], { probe: false }).decide('192.0.2.1', { option: option(hex``) })?.verdict, 'fresh');
});

test('so many traces a second for an entry, and for all together', () => {
  const { decide, counts } = open([entry('192.0.2.0/24', { maxTracesPerSecond: 2 }), entry('203.0.113.0/24')], {
    maxTracesPerSecond: 3,
  });
  const ask = (peer: string, nowMs: number) => decide(peer, { option: sampled, nowMs })?.verdict;
  assert.deepEqual(
    [1, 2, 3].map(() => ask('192.0.2.1', 0)),
    ['continue', 'continue', 'limited'],
  );
  assert.deepEqual(
    [1, 2].map(() => ask('203.0.113.1', 0)),
    ['continue', 'limited'],
  );
  assert.equal(ask('192.0.2.1', 499), 'limited');
  assert.equal(ask('192.0.2.1', 500), 'continue');
  assert.deepEqual(counts, { accepted: 4, limited: 3 });
});

test('what is not recorded costs no token', () => {
  const { decide } = open([{ ...strict, maxTracesPerSecond: 1 }]);
  for (let i = 0; i < 5; i++) assert.equal(decide('198.51.100.1', { option: unflagged })?.verdict, 'continue');
  assert.equal(decide('198.51.100.1', { option: sampled })?.verdict, 'continue');
  assert.equal(decide('198.51.100.1', { option: sampled })?.verdict, 'limited');
});

test('a stranger is denied, whatever the option holds, and counts as nothing else', () => {
  const { decide, counts } = open([lab, except]);
  for (const data of [hex`00 00 01`, new Uint8Array(27)]) {
    for (const peer of ['198.18.0.1', '192.0.2.53']) {
      assert.equal(decide(peer, { option: option(data), duplicate: true })?.verdict, 'denied');
    }
  }
  assert.deepEqual(counts, { denied: 4 });
});

test('everything is counted once', () => {
  const { decide, counts } = open([lab]);
  decide('192.0.2.1', { option: sampled, duplicate: true });
  decide('192.0.2.1', { option: option(new Uint8Array(27)) });
  decide('198.18.0.1', { option: sampled });
  assert.deepEqual(counts, { duplicate: 1, accepted: 2, malformed: 1, denied: 1 });
});

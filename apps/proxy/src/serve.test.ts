import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

import { encodeOptions, encodeTraceparent, OptionCode } from '@span53/dns/edns';
import { DNSName, Flag, MessageBuilder, MessageView, RClass, RCode, RType, Section } from '@span53/dns/wire';
import { respond } from '@span53/testkit';

import { octetsOf } from './bed.test.ts';
import { answering, FakeBackend, oneAddress, Rig } from './rig.test.ts';

const query = octetsOf('www.example A');
const edns = { udpSize: 1232 };
const cached = 'packet_caches: [{name: cache, size: 100}]\npools: [{name: "", packet_cache: cache}]';
const UP = 'health_checks: {mode: up}';
const traceparent = encodeOptions([
  { code: OptionCode.TRACEPARENT, data: encodeTraceparent(new Uint8Array(16).fill(1), new Uint8Array(8).fill(2), 1) },
]);

test('miss, then hit: one query reaches the backend; ID, letter case and RD are the asking client’s', async () => {
  await using backend = await FakeBackend.open();
  await using rig = await Rig.open(`backends: [${backend.entry()}]\n${cached}`);
  const first = await rig.udp(query);
  const second = await rig.udp(octetsOf('wWw.eXample A', { id: 99, flags: Flag.RD }));
  assert.equal(backend.queries.length, 1);
  assert.deepEqual([first!.id, second!.id, second!.qname.toString()], [4711, 99, 'wWw.eXample.']);
  assert.equal(second!.count(Section.ANSWER), 1);
  assert.deepEqual([rig.metric('dnsdist_cache_hits'), rig.metric('dnsdist_cache_misses')], [1, 1]);
  await rig.tcp(query);
  assert.equal(backend.queries.length, 2, 'answers over UDP and TCP are kept apart');
});

test('TRACEPARENT is in no cache key: traced and untraced queries share entries, both ways', async () => {
  for (const tracing of ['', 'tracing: {enabled: true, exporter: []}']) {
    await using backend = await FakeBackend.open();
    await using rig = await Rig.open(`backends: [${backend.entry()}]\n${cached}\n${tracing}`);
    const traced = (name: string) => octetsOf(`${name} A`, { ...edns, options: traceparent });
    await rig.udp(traced('a.example'));
    await rig.udp(octetsOf('a.example A', edns));
    await rig.udp(octetsOf('b.example A', edns));
    const last = await rig.udp(traced('b.example'));
    assert.equal(backend.queries.length, 2, tracing);
    assert.equal(last!.opt!.find(OptionCode.TRACEPARENT), -1, 'a response never carries it');
    for (const seen of backend.views()) assert.equal(seen.opt!.find(OptionCode.TRACEPARENT), -1, 'not passed on');
  }
});

test('a backend that echoes TRACEPARENT: it goes neither to the client nor into the cache', async () => {
  await using backend = await FakeBackend.open((octets) => {
    const view = MessageView.open(octets)!;
    const builder = new MessageBuilder().start({ id: view.id, flags: Flag.QR | Flag.RD, limit: 1232 });
    builder.question(view.qname, view.qtype, view.qclass);
    const rdata = [Uint8Array.of(192, 0, 2, 1)];
    builder.rrset(Section.ANSWER, { name: view.qname, type: RType.A, class: RClass.IN, ttl: 60, rdata });
    builder.opt({ udpSize: 1232, options: traceparent });
    return builder.finish();
  });
  await using rig = await Rig.open(`backends: [${backend.entry()}]\n${cached}`);
  for (const _ of [1, 2]) {
    const answer = await rig.udp(octetsOf('www.example A', edns));
    assert.deepEqual([answer!.count(Section.ANSWER), answer!.opt!.find(OptionCode.TRACEPARENT)], [1, -1]);
  }
  assert.equal(backend.queries.length, 1);
});

test('retry: a silent backend, then another one answers', async () => {
  await using silent = await FakeBackend.open(() => undefined);
  await using other = await FakeBackend.open();
  const entries = [silent.entry('silent', `order: 1, ${UP}`), other.entry('other', `order: 2, ${UP}`)];
  const backends = `backends: [${entries.join(', ')}]`;
  await using rig = await Rig.open(`${backends}\nretry: {count: 1, timeout_ms: 100}`);
  const answer = await rig.udp(query);
  assert.equal(answer!.count(Section.ANSWER), 1);
  assert.deepEqual([silent.queries.length, other.queries.length], [1, 1]);
  assert.deepEqual([rig.metric('span53_retries'), rig.metric('dnsdist_downstream_timeouts')], [1, 1]);
});

test('without retry a silent backend means silence, and no slot is left behind', async () => {
  await using silent = await FakeBackend.open(() => undefined);
  await using other = await FakeBackend.open();
  const entry = silent.entry('silent', 'order: 1, udp_timeout: 1, health_checks: {mode: up}');
  await using rig = await Rig.open(
    `backends: [${entry}, ${other.entry('other', 'order: 2, health_checks: {mode: up}')}]`,
  );
  assert.equal(await rig.udp(query, 1400), undefined);
  assert.deepEqual([rig.metric('dnsdist_downstream_timeouts'), rig.metric('dnsdist_server_outstanding')], [1, 0]);
  assert.equal(other.queries.length, 0);
});

test('a backend that is gone: ICMP says so, and another one is asked at once', async () => {
  const gone = await FakeBackend.open();
  const entry = gone.entry('gone', 'order: 1, health_checks: {mode: up}');
  await gone[Symbol.asyncDispose]();
  await using other = await FakeBackend.open();
  const backends = `backends: [${entry}, ${other.entry('other', 'order: 2, health_checks: {mode: up}')}]`;
  await using rig = await Rig.open(`${backends}\nretry: {count: 1}`);
  for (const ask of [rig.udp(query, 900), rig.tcp(query, 900)]) assert.equal((await ask)?.count(Section.ANSWER), 1);
});

test('health checks: down at start, up when it answers, down again, and no traffic while down', async () => {
  const checks = 'health_checks: {interval: 1, timeout: 300, max_failures: 1, rise: 1, qname: probe.example.}';
  let good = false;
  await using backend = await FakeBackend.open((octets) =>
    good ? oneAddress(octets, 'udp', 0) : respond(octets, { rcode: 2 }),
  );
  await using rig = await Rig.open(
    `backends: [${backend.entry('one', checks)}]\nload_balancing_policies: {servfail_on_no_server: true}`,
  );
  assert.equal((await rig.udp(query))!.rcode, RCode.SERVFAIL);
  assert.equal(rig.metric('dnsdist_no_policy'), 1);
  good = true;
  await until(() => rig.metric('dnsdist_server_status') === 1);
  assert.equal((await rig.udp(query))!.rcode, RCode.NOERROR);
  good = false;
  await until(() => rig.metric('dnsdist_server_status') === 0);
  const probes = backend.views().filter(({ qname }) => qname.equals(DNSName.of('probe.example.')));
  assert.equal(backend.queries.length - probes.length, 1);
  assert.ok(rig.metric('dnsdist_server_healthcheckfailuresinvalid') >= 2);
});

async function until(holds: () => boolean, waitMs = 5000): Promise<void> {
  const deadline = performance.now() + waitMs;
  while (!holds()) {
    assert.ok(performance.now() < deadline, 'not in time');
    await delay(20);
  }
}

const twoOpts = Buffer.concat([octetsOf('www.example A', edns), octetsOf('www.example A', edns).subarray(29)]);
twoOpts.writeUInt16BE(2, 10);
const twoQuestions = Buffer.from(query);
twoQuestions.writeUInt16BE(2, 4);
const noQuestion = Buffer.from(query.subarray(0, 12));
noQuestion.writeUInt16BE(0, 4);
const response = Buffer.from(query);
response[2]! |= 0x80;
const truncatedQuery = Buffer.from(query);
truncatedQuery[2]! |= 0x02;
const malformed = [
  { what: 'shorter than a header', octets: query.subarray(0, 11), rcode: undefined },
  { what: 'QR=1', octets: response, rcode: undefined },
  { what: 'TC=1', octets: truncatedQuery, rcode: undefined },
  { what: 'no question', octets: noQuestion, rcode: RCode.NOTIMP },
  { what: 'two questions (RFC 9619)', octets: twoQuestions, rcode: RCode.FORMERR },
  { what: 'a question that ends early', octets: query.subarray(0, 20), rcode: RCode.FORMERR },
  { what: 'two OPT records (RFC 6891 §6.1.1)', octets: twoOpts, rcode: RCode.FORMERR },
];
test('malformed queries get FORMERR or silence, over UDP and TCP, and never reach a backend', async () => {
  await using backend = await FakeBackend.open();
  await using rig = await Rig.open(`backends: [${backend.entry()}]`);
  for (const { what, octets, rcode } of malformed) {
    assert.equal((await rig.udp(octets, rcode === undefined ? 150 : 1500))?.rcode, rcode, what);
    assert.equal((await rig.tcp(octets, rcode === undefined ? 150 : 1500))?.rcode, rcode, `${what}, over TCP`);
  }
  assert.equal(backend.queries.length, 0);
});

test('octets behind the last record are seen by TrailingData and not passed on', async () => {
  await using backend = await FakeBackend.open();
  const rule = 'query_rules: [{selector: {type: TrailingData}, action: {type: SetTag, tag: t, value: ""}}]';
  await using rig = await Rig.open(`backends: [${backend.entry()}]\n${rule}`);
  const answer = await rig.udp(Buffer.concat([query, Buffer.from('more')]));
  assert.equal(answer!.count(Section.ANSWER), 1);
  assert.equal(backend.queries[0]!.octets.length, query.length);
  assert.equal(rig.metric('dnsdist_rule_hits'), 1);
});

test('responses to another question, malformed ones and non-responses are ignored, the right one awaited', async () => {
  const wrong = (octets: Buffer): Buffer[] => {
    const other = Buffer.from(oneAddress(octets, 'udp', 0)!);
    other[13]! ^= 1;
    const cut = Buffer.from(oneAddress(octets, 'udp', 0)!).subarray(0, 40);
    const wrongId = Buffer.from(oneAddress(octets, 'udp', 0)!);
    wrongId[0]! ^= 0xff;
    return [other, cut, wrongId, octets];
  };
  const socket = createSocket('udp4');
  let client = 0;
  socket.on('message', (octets, { port, address }) => {
    client += 1;
    for (const spoof of wrong(octets)) socket.send(spoof, port, address);
    // Another peer than the one that was asked: the connected socket does not even see it.
    const stranger = createSocket('udp4');
    stranger.send(respond(octets, { rcode: 5 }), port, address, () => stranger.close());
    setTimeout(() => socket.send(oneAddress(octets, 'udp', 0)!, port, address), 100);
  });
  socket.bind(0, '127.0.0.1');
  await new Promise((resolve) => socket.once('listening', resolve));
  const entry = `{address: "127.0.0.1:${socket.address().port}", protocol: Do53, health_checks: {mode: up}}`;
  await using rig = await Rig.open(`backends: [${entry}]`);
  const answer = await rig.udp(query);
  assert.deepEqual([answer!.rcode, answer!.count(Section.ANSWER), client], [0, 1, 1]);
  assert.equal(rig.metric('dnsdist_noncompliant_responses'), 3, 'the one with a wrong ID finds no query');
  socket.close();
});

test('TC passes through; the client’s TCP query goes to the backend over TCP', async () => {
  await using backend = await FakeBackend.open((octets, transport) =>
    transport === 'udp' ? respond(octets, { truncated: true }) : oneAddress(octets, 'tcp', 0),
  );
  await using rig = await Rig.open(`backends: [${backend.entry()}]`);
  const udp = await rig.udp(query);
  const tcp = await rig.tcp(query);
  assert.deepEqual([udp!.truncated, udp!.count(Section.ANSWER)], [true, 0]);
  assert.deepEqual([tcp!.truncated, tcp!.count(Section.ANSWER)], [false, 1]);
  assert.deepEqual(
    backend.queries.map(({ transport }) => transport),
    ['udp', 'tcp'],
  );
});

test('retry.tcp_on_truncation asks again over TCP, and cuts for the client what is too long for UDP', async () => {
  const many = Array.from({ length: 60 }, (_, i) => `www.example 60 A 192.0.2.${i}`);
  await using backend = await FakeBackend.open((octets, transport) =>
    respond(octets, transport === 'udp' ? { truncated: true } : { answer: many }),
  );
  await using rig = await Rig.open(`backends: [${backend.entry()}]\nretry: {tcp_on_truncation: true}`);
  const small = await rig.udp(query);
  const large = await rig.udp(octetsOf('www.example A', { udpSize: 4096 }));
  assert.deepEqual([small!.truncated, small!.count(Section.ANSWER), small!.problem], [true, 0, undefined]);
  assert.deepEqual([large!.truncated, large!.count(Section.ANSWER)], [false, 60]);
});

test('a query with TSIG goes through unchanged, is not cached, and gets no TRACEPARENT (RFC 8945 §5.3)', async () => {
  const signed = signedQuery();
  await using backend = await FakeBackend.open();
  const entry = backend.entry('one', 'traceparent: on, health_checks: {mode: up}');
  await using rig = await Rig.open(`backends: [${entry}]\n${cached}\ntracing: {enabled: true, exporter: []}`);
  await rig.udp(signed);
  await rig.udp(signed);
  assert.equal(backend.queries.length, 2);
  for (const { octets } of backend.queries) assert.deepEqual(octets.subarray(2), signed.subarray(2));
});

function signedQuery(): Buffer {
  const plain = octetsOf('www.example A', edns);
  const key = DNSName.of('key.example.').wire;
  const tsig = Buffer.concat([key, Buffer.from([0, 250, 0, 255, 0, 0, 0, 0, 0, 4, 1, 2, 3, 4])]);
  const signed = Buffer.concat([plain, tsig]);
  signed.writeUInt16BE(2, 10);
  return signed;
}

test('flags that rules set for the backend are the client’s own again in the answer', async () => {
  const rules =
    '[{selector: {type: All}, action: {type: SetNoRecurse}}, ' +
    '{selector: {type: All}, action: {type: SetDisableValidation}}]';
  await using backend = await FakeBackend.open();
  await using rig = await Rig.open(`backends: [${backend.entry()}]\nquery_rules: ${rules}\n${cached}`);
  for (const _ of ['miss', 'hit']) {
    const answer = await rig.udp(query);
    assert.deepEqual([answer!.recursionDesired, answer!.checkingDisabled], [true, false]);
  }
  const [seen] = backend.views();
  assert.deepEqual([backend.queries.length, seen!.recursionDesired, seen!.checkingDisabled], [1, false, true]);
});

test('response rules change what is cached, SetMaxReturnedTTL only what is sent', async () => {
  const rules =
    '[{selector: {type: All}, action: {type: SetMaxTTL, max: 50}}, ' +
    '{selector: {type: All}, action: {type: SetMaxReturnedTTL, max: 10}}]';
  await using backend = await FakeBackend.open();
  await using rig = await Rig.open(`backends: [${backend.entry()}]\nresponse_rules: ${rules}\n${cached}`);
  const ttl = (view: MessageView | undefined): number => {
    const records = view!.records();
    records.next();
    return records.ttl;
  };
  assert.equal(ttl(await rig.udp(query)), 10);
  assert.equal(ttl(await rig.udp(query)), 50, 'a hit runs cache_hit_response_rules, which are empty');
});

test('Drop: a UDP client hears nothing, a TCP connection ends; a response that is dropped likewise', async () => {
  await using backend = await FakeBackend.open();
  const drop = (name: string) => `[{selector: {type: QName, qname: ${name}}, action: {type: Drop}}]`;
  await using rig = await Rig.open(
    `backends: [${backend.entry()}]\nquery_rules: ${drop('a.example')}\nresponse_rules: ${drop('b.example')}`,
  );
  for (const name of ['a.example', 'b.example']) {
    assert.equal(await rig.udp(octetsOf(`${name} A`), 200), undefined);
    const startMs = performance.now();
    assert.equal(await rig.tcp(octetsOf(`${name} A`), 3000), undefined);
    assert.ok(performance.now() - startMs < 2500, 'the connection was closed, not left to time out');
  }
  assert.equal(rig.metric('dnsdist_rule_drop'), 2);
});

test('Delay holds an answer over UDP', async () => {
  await using backend = await FakeBackend.open();
  const rule = 'query_rules: [{selector: {type: All}, action: {type: Delay, msec: 200}}]';
  await using rig = await Rig.open(`backends: [${backend.entry()}]\n${rule}`);
  const startMs = performance.now();
  assert.ok((await rig.udp(query)) !== undefined);
  assert.ok(performance.now() - startMs >= 195);
});

test('the ACL decides first: no answer, no count of queries', async () => {
  await using backend = await FakeBackend.open();
  await using rig = await Rig.open(`acl: ["127.0.0.0/8", "!127.0.0.1"]\nbackends: [${backend.entry()}]`);
  assert.equal(await rig.udp(query, 200), undefined);
  assert.equal(await rig.tcp(query, 1000), undefined);
  assert.deepEqual([rig.metric('dnsdist_acl_drops'), rig.metric('dnsdist_queries')], [2, 0]);
});

test('transfers are NOTIMP, other opcodes pass', async () => {
  await using backend = await FakeBackend.open((octets) => respond(octets, {}));
  await using rig = await Rig.open(`backends: [${backend.entry()}]`);
  assert.equal((await rig.tcp(octetsOf('example AXFR')))!.rcode, RCode.NOTIMP);
  assert.equal((await rig.udp(octetsOf('example SOA', { flags: 4 << 11 })))!.rcode, RCode.NOERROR);
  assert.deepEqual(
    backend.views().map(({ opcode }) => opcode),
    [4],
  );
});

test('all backends down: an answer past its time is served while the configuration says so', async () => {
  const checks = 'health_checks: {interval: 1, timeout: 200, qname: probe.example.}';
  let silent = false;
  await using backend = await FakeBackend.open((octets) =>
    silent ? undefined : respond(octets, { answer: ['www.example 1 A 192.0.2.1'] }),
  );
  await using rig = await Rig.open(
    `backends: [${backend.entry('one', checks)}]\n${cached}\ncache_settings: {stale_entries_ttl: 60}`,
  );
  assert.ok((await rig.udp(query)) !== undefined);
  silent = true;
  await until(() => rig.metric('dnsdist_server_status') === 0);
  await delay(1100);
  const stale = await rig.udp(query);
  const records = stale!.records();
  records.next();
  assert.equal(records.ttl, 60);
});

test('a backend that is up but silent: nothing stale is served', async () => {
  let silent = false;
  await using backend = await FakeBackend.open((octets) =>
    silent ? undefined : respond(octets, { answer: ['www.example 1 A 192.0.2.1'] }),
  );
  const entry = backend.entry('one', `udp_timeout: 1, ${UP}`);
  await using rig = await Rig.open(`backends: [${entry}]\n${cached}\ncache_settings: {stale_entries_ttl: 60}`);
  assert.ok((await rig.udp(query)) !== undefined);
  silent = true;
  await delay(1100);
  assert.equal(await rig.udp(query, 1300), undefined);
});

test('a policy of two backends shares the load, and one worker’s counters add up', async () => {
  await using one = await FakeBackend.open();
  await using two = await FakeBackend.open();
  const policy = 'load_balancing_policies: {default_policy: roundrobin}';
  const yaml = `backends: [${one.entry('one')}, ${two.entry('two')}]\n${policy}`;
  await using rig = await Rig.open(yaml);
  for (let i = 0; i < 10; i += 1) await rig.udp(query);
  assert.deepEqual([one.queries.length, two.queries.length], [5, 5]);
  assert.deepEqual(
    ['queries', 'responses', 'frontend_noerror'].map((name) => rig.metric(`dnsdist_${name}`)),
    [10, 10, 10],
  );
});

test('mutated packets never cause an exception', async () => {
  await using backend = await FakeBackend.open();
  await using rig = await Rig.open(`backends: [${backend.entry()}]\n${cached}\ntracing: {enabled: true, exporter: []}`);
  const socket = createSocket('udp4');
  const seeds = [query, octetsOf('www.example A', { ...edns, options: traceparent }), signedQuery(), twoOpts];
  let state = 53;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % below;
  };
  for (let i = 0; i < 3000; i += 1) {
    const packet = Buffer.from(seeds[random(seeds.length)]!);
    for (let flips = random(4); flips >= 0; flips -= 1) packet[random(packet.length)] = random(256);
    socket.send(packet.subarray(0, random(3) === 0 ? random(packet.length) : packet.length), rig.port, '127.0.0.1');
    if (i % 50 === 0) await delay(5);
  }
  await delay(100);
  socket.close();
  assert.equal((await rig.udp(octetsOf('after.example A')))!.count(Section.ANSWER), 1);
});

test('answering a fixed response is what the helper does', () => {
  assert.equal(MessageView.open(answering({ rcode: 3 })(query, 'udp', 0)!)!.rcode, RCode.NXDOMAIN);
});

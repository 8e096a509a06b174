import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { test } from 'node:test';
import { OptionCode, decodeEde } from '@span53/dns/edns';
import { Flag, MessageView, RCode, u32At } from '@span53/dns/wire';
import { respond } from '@span53/testkit';
import { type Ask, octetsOf, Rig } from './rig.test.ts';

const ede = (answer: MessageView | undefined): number | undefined => {
  const data = answer?.opt?.option(OptionCode.EDE);
  return data === undefined ? undefined : decodeEde(data)?.code;
};

test('answers carry RA, the ID, the case of the name, and an OPT only when the query had one', async () => {
  await using rig = await Rig.open();
  for (const edns of [true, false]) {
    const answer = await rig.udp(octetsOf('wWw.ShOp.TeSt. A', { id: 99, edns }));
    assert.equal(answer?.id, 99);
    assert.equal(answer.qname.toString(), 'wWw.ShOp.TeSt.');
    assert.equal(answer.flags & (Flag.RA | Flag.RD | Flag.AA | Flag.AD), Flag.RA | Flag.RD);
    assert.equal(answer.opt !== undefined, edns);
  }
});

test('a repeated query is a packet cache hit, in any case, with the TTL run down', async () => {
  await using rig = await Rig.open();
  await rig.udp(octetsOf('www.shop.test. A'));
  await new Promise((resolve) => setTimeout(resolve, 1100));
  const answer = await rig.udp(octetsOf('WWW.shop.test. A', { id: 7 }));
  assert.equal(rig.metric('pdns_recursor_packetcache_hits'), 1);
  assert.equal(answer?.id, 7);
  const records = answer.records();
  records.next();
  assert.ok([58, 59].includes(u32At(answer.octets, records.ttlOffset)), 'one second is gone');
});

test('AAAA and another transport come from the record cache', async () => {
  await using rig = await Rig.open();
  await rig.udp(octetsOf('www.shop.test. A', { edns: true }));
  await rig.udp(octetsOf('www.shop.test. A', { dnssecOk: true }));
  assert.equal(rig.shop.queries.length, 1);
  assert.equal(rig.metric('pdns_recursor_cache_hits'), 1);
});

const refused: readonly { what: string; text: string; ask: Ask; rcode: number; ede?: number }[] = [
  { what: 'RD=0', text: 'www.shop.test. A', ask: { flags: 0 }, rcode: RCode.REFUSED, ede: 20 },
  { what: 'AXFR', text: 'shop.test. AXFR', ask: {}, rcode: RCode.REFUSED },
  { what: 'TKEY as type', text: 'shop.test. TKEY', ask: {}, rcode: RCode.NOTIMP, ede: 21 },
  { what: 'class HS', text: 'shop.test. A', ask: { rclass: 4 }, rcode: RCode.NOTIMP, ede: 21 },
  { what: 'opcode STATUS (RFC 8906)', text: 'shop.test. A', ask: { flags: 2 << 11 }, rcode: RCode.NOTIMP },
  { what: 'EDNS version 1 (RFC 6891 §6.1.3)', text: 'shop.test. A', ask: { version: 1 }, rcode: RCode.BADVERS },
  { what: 'NXDOMAIN', text: 'no.shop.test. A', ask: {}, rcode: RCode.NXDOMAIN },
];
for (const { what, text, ask, rcode, ede: code } of refused) {
  test(`RCODE for ${what}`, async () => {
    await using rig = await Rig.open();
    const answer = await rig.udp(octetsOf(text, ask));
    assert.equal(answer?.rcode, rcode);
    if (code !== undefined) assert.equal(ede(answer), code);
  });
}

test('malformed queries get FORMERR, no query gets nothing (RFC 9619, RFC 1035 §7.3)', async () => {
  await using rig = await Rig.open();
  const query = octetsOf('www.shop.test. A', { edns: false });
  const two = Buffer.from(query);
  two[5] = 2;
  assert.equal((await rig.udp(two))?.rcode, RCode.FORMERR);
  assert.equal((await rig.udp(Buffer.concat([query, Buffer.from([1])])))?.rcode, RCode.FORMERR);
  const response = Buffer.from(query);
  response[2]! |= 0x80;
  assert.equal(await rig.udp(response, 300), undefined);
  assert.equal(await rig.udp(query.subarray(0, 11), 300), undefined);
  assert.equal(rig.metric('pdns_recursor_ignored_packets'), 2);
});

test('incoming.allow_from: others get no answer, and their connection ends', async () => {
  await using rig = await Rig.open({ incoming: 'allow_from: ["192.0.2.0/24"]' });
  assert.equal(await rig.udp(octetsOf('localhost. A'), 300), undefined);
  assert.equal(await rig.tcp(octetsOf('localhost. A'), 2000), undefined);
  assert.equal(rig.metric('pdns_recursor_unauthorized_udp'), 1);
  assert.equal(rig.metric('pdns_recursor_unauthorized_tcp'), 1);
});

test('an answer too long for UDP is truncated whole, and complete over TCP (RFC 2181 §9)', async () => {
  await using rig = await Rig.open();
  const short = await rig.udp(octetsOf('big.shop.test. TXT', { edns: false }));
  assert.equal(short?.truncated, true);
  assert.ok(short.octets.length <= 512);
  const whole = await rig.tcp(octetsOf('big.shop.test. TXT'));
  assert.equal(whole?.count(1), 60);
  assert.equal((await rig.udp(octetsOf('big.shop.test. TXT', { udpSize: 4096 })))?.truncated, true, 'our own limit');
});

test('ANY over UDP is sent to TCP, where it is asked', async () => {
  await using rig = await Rig.open();
  assert.equal((await rig.udp(octetsOf('www.shop.test. ANY')))?.truncated, true);
  assert.equal((await rig.tcp(octetsOf('www.shop.test. ANY')))?.count(1), 1);
  assert.deepEqual(rig.shop.asked, ['www.shop.test. tcp']);
});

test('who we are: CHAOS TXT', async () => {
  await using rig = await Rig.open({ recursor: 'server_id: lab-1, version_string: disabled' });
  const answer = await rig.udp(octetsOf('id.server. TXT', { rclass: 3 }));
  assert.ok(Buffer.from(answer!.octets).includes('lab-1'));
  assert.equal((await rig.udp(octetsOf('version.bind. TXT', { rclass: 3 })))?.rcode, RCode.REFUSED);
});

test('identical queries at the same time cost one resolution', async () => {
  await using rig = await Rig.open();
  const { host } = rig.shop;
  rig.shop.before = (query, send) => {
    const answer = host(query, 'udp')!;
    setTimeout(() => send(answer), 100);
  };
  rig.shop.host = () => undefined;
  const asked = Array.from({ length: 20 }, (_, id) => rig.udp(octetsOf('www.shop.test. A', { id })));
  const answers = await Promise.all(asked);
  answers.forEach((answer, id) => {
    assert.equal(answer?.id, id);
    assert.equal(answer.count(1), 1);
  });
  assert.equal(rig.shop.queries.length, 1);
  assert.equal(rig.metric('pdns_recursor_coalesced_questions'), 19);
});

test('queries that no cache key can tell apart are not taken for one another', async () => {
  await using rig = await Rig.open();
  // Options beyond the longest key; both leave from one port with one ID.
  const options = [{ code: 65_001, data: new Uint8Array(600) }];
  await using socket = createSocket('udp4');
  const { promise, resolve } = Promise.withResolvers<void>();
  const types: number[] = [];
  socket.on('message', (message) => {
    const answer = MessageView.open(message)!;
    const records = answer.records();
    if (records.next()) types.push(answer.qtype, records.type);
    if (types.length === 4) resolve();
  });
  for (const type of ['A', 'CNAME'])
    socket.send(octetsOf(`alias.shop.test. ${type}`, { options }), rig.port, '127.0.0.1');
  await Promise.race([promise, new Promise((late) => setTimeout(late, 2000))]);
  assert.deepEqual(types.toSorted(), [1, 5, 5, 5]);
  assert.equal(rig.metric('pdns_recursor_coalesced_questions'), 0);
});

test('different queries that need the same one upstream share it', async () => {
  await using rig = await Rig.open();
  const { host } = rig.root;
  rig.root.host = () => undefined;
  rig.root.before = (query, send) => void setTimeout(() => send(host(query, 'udp')!), 50);
  await Promise.all(['a', 'b', 'c'].map((label) => rig.udp(octetsOf(`${label}.shop.test. A`))));
  assert.equal(rig.root.asked.filter((name) => name === 'test.').length, 1);
  assert.equal(rig.metric('pdns_recursor_chain_resends'), 4, 'two at the root, two at test.');
});

test('RFC 5452 §9.1: answers with another question or another name are not taken', async () => {
  await using rig = await Rig.open();
  rig.shop.before = (query, send) => {
    const view = MessageView.open(query)!;
    const evil = respond(query, { answer: ['www.shop.test. 60 A 203.0.113.66'] });
    const otherName = Buffer.from(evil);
    otherName[13]! ^= 1;
    const otherType = Buffer.from(evil);
    otherType[view.questionEnd - 3]! ^= 1;
    for (const octets of [otherName, otherType, Buffer.from([1, 2, 3])]) send(octets);
  };
  const answer = await rig.udp(octetsOf('www.shop.test. A'));
  assert.ok(Buffer.from(answer!.octets).includes(Buffer.from([192, 0, 2, 80])));
});

test('RFC 5452 §9.2: an answer with a wrong ID looks forged, and the question is repeated over TCP', async () => {
  await using rig = await Rig.open();
  rig.shop.before = (query, send) => {
    const evil = respond(query, { answer: ['www.shop.test. 60 A 203.0.113.66'] });
    evil[0]! ^= 0xff;
    send(evil);
  };
  const answer = await rig.udp(octetsOf('www.shop.test. A'));
  assert.ok(Buffer.from(answer!.octets).includes(Buffer.from([192, 0, 2, 80])));
  assert.deepEqual(rig.shop.asked, ['www.shop.test.', 'www.shop.test. tcp']);
  assert.equal(rig.metric('pdns_recursor_spoof_prevents'), 1);
});

test('names go out in mixed case; a server that loses it is asked over TCP, then without mixing', async () => {
  await using rig = await Rig.open();
  const { host } = rig.shop;
  rig.shop.host = (query, transport) => {
    const answer = Buffer.from(host(query, transport)!);
    for (let at = 12; answer[at] !== 0; at += 1) if (answer[at]! >= 65 && answer[at]! <= 90) answer[at]! |= 0x20;
    return answer;
  };
  await rig.udp(octetsOf('a-long-name-with-many-letters.shop.test. A'));
  await rig.udp(octetsOf('another-long-name-with-letters.shop.test. A'));
  assert.deepEqual(
    rig.shop.queries.map(({ transport }) => transport),
    ['udp', 'tcp', 'udp'],
  );
  const [mixed, , plain] = rig.shop.queries.map(({ view }) => view.qname.toString());
  assert.notEqual(mixed, mixed!.toLowerCase());
  assert.equal(plain, plain!.toLowerCase());
  assert.equal(rig.metric('pdns_recursor_case_mismatches'), 1);
});

test('what is cached does not show the case that was mixed, or that of another client', async () => {
  await using rig = await Rig.open();
  await rig.udp(octetsOf('ALIAS.SHOP.TEST. A'));
  const answer = await rig.udp(octetsOf('alias.shop.test. A', { dnssecOk: true }));
  const owners: string[] = [];
  for (const records = answer!.records(); records.next();) owners.push(records.name()!.toString());
  assert.deepEqual(owners, ['alias.shop.test.', 'www.shop.test.', '.']);
  assert.equal(rig.shop.queries.length, 1);
});

test('ports and IDs differ from query to query (RFC 5452 §9.2)', async () => {
  await using rig = await Rig.open();
  for (let n = 0; n < 8; n += 1) await rig.udp(octetsOf(`n${n}.shop.test. A`));
  assert.ok(new Set(rig.shop.queries.map(({ view }) => view.id)).size >= 7);
});

test('servers that do not answer: SERVFAIL with EDE 22, remembered', async () => {
  await using rig = await Rig.open();
  rig.shop.host = () => undefined;
  const answer = await rig.udp(octetsOf('www.shop.test. A'));
  assert.equal(answer?.rcode, RCode.SERVFAIL);
  assert.equal(ede(answer), 22);
  assert.equal(rig.shop.queries.length, 2, 'two rounds');
  const startedMs = performance.now();
  assert.equal((await rig.udp(octetsOf('www.shop.test. A')))?.rcode, RCode.SERVFAIL);
  assert.ok(performance.now() - startedMs < 200);
  assert.equal(rig.shop.queries.length, 2);
});

test('recursor.forward_zones_recurse: RD=1 to the resolver, its answer taken as it is', async () => {
  await using rig = await Rig.open({
    recursor: 'forward_zones_recurse: [{zone: "fwd.test", forwarders: ["127.0.0.4:9"]}]',
  });
  const refused1 = await rig.udp(octetsOf('www.fwd.test. A'));
  assert.equal(refused1?.rcode, RCode.SERVFAIL, 'nobody listens there');
  assert.equal(ede(refused1), 23);
  assert.deepEqual(rig.root.asked, ['.'], 'the root was only asked to prime');
});

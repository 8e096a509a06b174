import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeOptions, OptionCode } from '@span53/dns/edns';
import { parseTsigKey, signMessage, verifyAnswer } from '@span53/dns/tsig';
import { Flag, MessageView, RClass, RCode, rcodeName, Section } from '@span53/dns/wire';
import { hex } from '@span53/testkit';
import { query, type QueryLook, testServer, unwatched } from './serve.fixture.ts';
import { SOA, zonesOf } from './zone.fixture.ts';

const many = Array.from({ length: 60 }, (_, i) => `big A 192.0.2.${i}\n`).join('');
const glue = Array.from({ length: 30 }, (_, i) => `cut NS ns${i}.cut\nns${i}.cut A 192.0.2.${i}\n`).join('');
const zones = zonesOf({ 'example.': `${SOA}@ NS ns\nns A 192.0.2.1\nwww A 192.0.2.3\nmx MX 1 big\n${many}${glue}` });
const { send } = testServer(unwatched(zones));
const reply = (message: Uint8Array, protocol: 'udp' | 'tcp' = 'udp') => MessageView.open(send(message, { protocol })!)!;

const errors: [what: string, message: Uint8Array, rcode: string][] = [
  ['RFC 9619: no question', hex`1234 0000 0000 0000 0000 0000`, 'FORMERR'],
  [
    'RFC 9619: two questions',
    hex`1234 0000 0002 0000 0000 0000 07 6578616d706c65 00 0001 0001 00 0001 0001`,
    'FORMERR',
  ],
  ['a question that is cut off', hex`1234 0000 0001 0000 0000 0000 07 6578`, 'FORMERR'],
  ['octets behind the message', Buffer.concat([query('www.example. A'), Buffer.from([0])]), 'FORMERR'],
  [
    'RFC 6891 §6.1.1: two OPT records',
    hex`1234 0000 0001 0000 0000 0002 07 6578616d706c65 00 0001 0001
      00 0029 1000 00000000 0000 00 0029 1000 00000000 0000`,
    'FORMERR',
  ],
  [
    'an EDNS option over the end',
    hex`1234 0000 0001 0000 0000 0001 07 6578616d706c65 00 0001 0001 00 0029 1000 00000000 0003 000a00`,
    'FORMERR',
  ],
  ['RFC 6891 §6.1.3: EDNS version 1', query('www.example. A', { udpSize: 1232, version: 1 }), 'BADVERS'],
  [
    'RFC 8945 §5.2: a TSIG record that is none',
    hex`1234 0000 0001 0000 0000 0001 07 6578616d706c65 00 0001 0001 00 00fa 00ff 00000000 0001 00`,
    'FORMERR',
  ],
  ['AXFR, until there are transfers', query('example. AXFR'), 'REFUSED'],
  ['IXFR', query('example. IXFR'), 'REFUSED'],
  ['RFC 8906: TKEY', query('example. TKEY'), 'NOTIMP'],
  ['MAILA', query('example. MAILA'), 'NOTIMP'],
  ['OPT is no type to ask for', query('example. OPT'), 'FORMERR'],
  ['RFC 8906 §3.1.4: IQUERY', query('example. A', { flags: 0x0800 }), 'NOTIMP'],
  ['STATUS', query('example. A', { flags: 0x1000 }), 'NOTIMP'],
  ['RFC 1996: NOTIFY to no secondary', query('example. SOA', { flags: 0x2000 }), 'REFUSED'],
  ['RFC 2136: UPDATE', query('example. SOA', { flags: 0x2800 }), 'REFUSED'],
  ['RFC 8490: DSO without question', hex`1234 3000 0000 0000 0000 0000`, 'NOTIMP'],
  ['opcode 15', query('example. A', { flags: 0x7800 }), 'NOTIMP'],
  ['class HESIOD', query('example. A', { rclass: 4 }), 'REFUSED'],
  ['class ANY', query('example. A', { rclass: RClass.ANY }), 'REFUSED'],
  ['a name of no zone', query('www.invalid. A'), 'REFUSED'],
  ['CHAOS: another name', query('foo.bar. TXT', { rclass: RClass.CH }), 'REFUSED'],
  ['CHAOS: another type', query('version.bind. A', { rclass: RClass.CH }), 'NOTIMP'],
];
for (const [what, message, rcode] of errors) {
  test(`${what}: ${rcode}`, () => {
    const view = reply(message);
    assert.equal(rcodeName(view.rcode), rcode);
    assert.equal(view.isResponse, true);
    assert.equal(view.problem, undefined, 'the response is well-formed');
    assert.equal(view.id, (message[0]! << 8) | message[1]!);
    assert.equal(view.opcode, MessageView.open(message)!.opcode);
  });
}

const ignored: [what: string, message: Uint8Array][] = [
  ['no whole header', hex`1234 0000 0001 0000 0000`],
  ['a response', query('www.example. A').fill(0x80, 2, 3)],
  ['nothing', new Uint8Array(0)],
];
for (const [what, message] of ignored) {
  test(`${what} gets no answer`, () => assert.equal(send(message), undefined));
}

test('ID, RD, CD and the case of the name come back; RA and AD are never set', () => {
  for (const flags of [0, Flag.RD, Flag.CD, Flag.RD | Flag.CD | Flag.AD]) {
    for (const text of ['www.example. A', 'wWw.eXample. A']) {
      const view = reply(query(text, { id: 0xbeef, flags }));
      assert.equal(view.id, 0xbeef);
      assert.equal(view.flags, Flag.QR | Flag.AA | (flags & (Flag.RD | Flag.CD)));
      assert.equal(view.qname.toString(), text.split(' ')[0]);
      const records = view.records();
      assert.ok(records.next());
      assert.equal(records.name()!.toString(), text.split(' ')[0]);
    }
  }
});

const sizes: [look: QueryLook, protocol: 'udp' | 'tcp', truncated: boolean, most: number][] = [
  [{}, 'udp', true, 512],
  [{ udpSize: 100 }, 'udp', true, 512],
  [{ udpSize: 900 }, 'udp', true, 900],
  [{ udpSize: 4096 }, 'udp', false, 1232],
  [{}, 'tcp', false, 65_535],
];
for (const [look, protocol, truncated, most] of sizes) {
  test(`60 addresses over ${protocol} with ${JSON.stringify(look)}`, () => {
    for (const _ of ['miss', 'hit']) {
      const view = reply(query('big.example. A', look), protocol);
      assert.equal(view.truncated, truncated);
      assert.equal(view.count(Section.ANSWER), truncated ? 0 : 60);
      assert.ok(view.octets.length <= most);
      assert.equal(view.opt?.udpSize, look.udpSize === undefined ? undefined : 1232, 'RFC 6891 §7: OPT stays');
    }
  });
}

test('RFC 2181 §9: additional records that do not fit are left out without TC', () => {
  const view = reply(query('mx.example. MX'));
  assert.equal(view.truncated, false);
  assert.equal(view.count(Section.ANSWER), 1);
  assert.equal(view.count(Section.ADDITIONAL), 0);
});

test('RFC 9471 §3: a referral whose glue does not fit has TC', () => {
  assert.equal(reply(query('a.cut.example. A')).truncated, true);
  const whole = reply(query('a.cut.example. A'), 'tcp');
  assert.deepEqual([whole.truncated, whole.count(Section.AUTHORITY), whole.count(Section.ADDITIONAL)], [false, 30, 30]);
});

const glueZone = (servers: number) => {
  const lines = Array.from({ length: servers }, (_, i) => `cut NS ns${i}.cut\nns${i}.cut A 192.0.2.${i % 256}\n`);
  const siblings = Array.from({ length: 8 }, (_, i) => `cut NS a${i}\na${i} A 192.0.2.${i}\n`);
  return zonesOf({ 'example.': `${SOA}@ NS ns\nns A 192.0.2.1\n${siblings.join('')}${lines.join('')}` });
};
const wholeReferral = (servers: number): [truncated: boolean, servers: number, addresses: number] => {
  const server = testServer(unwatched(glueZone(servers)));
  const view = MessageView.open(server.send(query('a.cut.example. A'), { protocol: 'tcp' })!)!;
  return [view.truncated, view.count(Section.AUTHORITY), view.count(Section.ADDITIONAL)];
};

test('RFC 9471 §3.1: addresses of 128 name servers come with a referral, those below the cut first', () => {
  assert.deepEqual(wholeReferral(100), [false, 108, 108]);
  assert.deepEqual(wholeReferral(124), [false, 132, 128], 'sibling glue may be missing');
  assert.deepEqual(wholeReferral(128), [false, 136, 128]);
  assert.deepEqual(wholeReferral(129), [true, 137, 128], 'required glue may not, without TC');
});

test('RFC 5001: NSID when asked, also with errors; other options are ignored', () => {
  const nsid = encodeOptions([{ code: OptionCode.NSID, data: new Uint8Array(0) }]);
  const other = encodeOptions([{ code: 65_001, data: Uint8Array.of(1, 2, 3) }]);
  for (const text of ['www.example. A', 'www.example. A', 'www.invalid. A', 'example. AXFR']) {
    const { opt } = reply(query(text, { udpSize: 1232, options: nsid }));
    assert.equal(Buffer.from(opt!.option(OptionCode.NSID)!).toString(), 'here');
    assert.equal(reply(query(text, { udpSize: 1232, options: other })).opt!.find(OptionCode.NSID), -1);
    assert.equal(reply(query(text, { udpSize: 1232, options: other })).opt!.find(65_001), -1);
  }
});

test('RFC 8914: REFUSED says that we are not authoritative, when there is EDNS to say it', () => {
  const { opt } = reply(query('www.invalid. A', { udpSize: 1232 }));
  assert.deepEqual([...opt!.option(OptionCode.EDE)!], [0, 20]);
  assert.equal(reply(query('www.invalid. A')).opt, undefined);
});

test('RFC 3225: DO comes back', () => {
  assert.equal(reply(query('www.example. A', { udpSize: 1232, dnssecOk: true })).opt!.dnssecOk, true);
  assert.equal(reply(query('www.example. A', { udpSize: 1232 })).opt!.dnssecOk, false);
});

test('CHAOS tells version and identity, or not', () => {
  const said = (text: string, settings: Parameters<typeof testServer>[1] = {}) => {
    const server = testServer(unwatched(zones), settings);
    const view = MessageView.open(server.send(query(text, { rclass: RClass.CH }))!)!;
    const records = view.records();
    return records.next() ? Buffer.from(records.rdataView()).toString('latin1', 1) : rcodeName(view.rcode);
  };
  assert.equal(said('version.bind. TXT'), 'test 1.0');
  assert.equal(said('VERSION.pdns. ANY'), 'test 1.0');
  assert.equal(said('version.bind. TXT', { version: undefined }), 'SERVFAIL');
  assert.equal(said('id.server. TXT'), 'here');
  assert.equal(said('id.server. TXT', { serverId: undefined }), 'REFUSED');
});

test('a hit is the same answer as a miss, whatever the options', () => {
  const { send: ask, row, metrics } = testServer(unwatched(zones));
  for (const text of ['www.example. A', 'nx.example. A', 'www.example. MX', 'a.cut.example. A', 'mx.example. MX']) {
    const miss = ask(query(text, { udpSize: 1232 }))!;
    const cookie = encodeOptions([{ code: OptionCode.COOKIE, data: new Uint8Array(8) }]);
    const hits = row[metrics.cache.hit]!;
    const hit = ask(query(text, { udpSize: 1232, options: cookie }))!;
    assert.deepEqual(hit, miss);
    assert.equal(row[metrics.cache.hit], hits + (MessageView.open(miss)!.truncated ? 0 : 1));
  }
});

test('cache-ttl: an answer is kept so long, and not at all with 0', () => {
  const { send: ask, row, metrics } = testServer(unwatched(zones));
  ask(query('www.example. A'));
  ask(query('www.example. A'), { nowMs: 19_999 });
  assert.equal(row[metrics.cache.hit], 1);
  ask(query('www.example. A'), { nowMs: 20_000 });
  assert.equal(row[metrics.cache.hit], 1);
  const off = testServer(unwatched(zones), { cacheTtl: 0 });
  off.send(query('www.example. A'));
  off.send(query('www.example. A'));
  assert.deepEqual([off.row[off.metrics.cache.hit], off.row[off.metrics.cache.miss]], [0, 0]);
});

test('packets, answers and RCODEs are counted', () => {
  const { send: ask, row, metrics } = testServer(unwatched(zones));
  ask(query('www.example. A'));
  ask(query('nx.example. A'), { protocol: 'tcp' });
  ask(query('www.invalid. A'));
  ask(hex`1234 0000 0000 0000 0000 0000`);
  ask(query('example. A', { flags: 0x7800 }));
  ask(new Uint8Array(3));
  const { queries, noerror, nxdomain, unauth, corrupt, otherRcodes, dropped } = metrics;
  const counts = [queries.udp, queries.tcp, noerror, nxdomain, unauth, corrupt, otherRcodes, dropped];
  assert.deepEqual(
    counts.map((slot) => row[slot]),
    [4, 1, 1, 1, 1, 1, 1, 1],
  );
});

test('RFC 8945 §5.2.1: a query signed with a key that we do not have gets NOTAUTH, and BADKEY in a TSIG record', () => {
  const key = parseTsigKey('hmac-sha256:here.example:c2VjcmV0')!;
  for (const look of [{}, { udpSize: 1232 }]) {
    const signed = signMessage(query('www.example.test A', look), key, { unixSeconds: 1000 });
    const view = MessageView.open(send(signed.message)!)!;
    assert.deepEqual([view.rcode, view.problem, view.opt !== undefined], [RCode.NOTAUTH, undefined, 'udpSize' in look]);
    const verdict = verifyAnswer(view, key, signed.mac, { unixSeconds: 1000 });
    assert.ok(verdict.state === 'bad');
    assert.deepEqual([verdict.error, verdict.tsig.mac.length], [RCode.BADKEY, 0]);
  }
});

test('the TSIG record of an error is left out where it does not fit', () => {
  const long = [63, 63, 63, 60].map((octets) => 'a'.repeat(octets)).join('.');
  const key = parseTsigKey(`hmac-sha512:${long}:c2VjcmV0`)!;
  const { message } = signMessage(query(`${long}. A`), key, { unixSeconds: 1000 });
  for (const [protocol, tsigs] of [
    ['udp', 0],
    ['tcp', 1],
  ] as const) {
    const octets = send(message, { protocol })!;
    assert.equal(MessageView.open(octets)!.count(Section.ADDITIONAL), tsigs);
    assert.ok(protocol === 'tcp' || octets.length <= 512);
  }
});

/** Errors without the question they answer: some servers send no more than a header. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MessageView, RCode } from '@span53/dns/wire';
import { authority, type SimHost } from '@span53/testkit';
import { type FakeAuthority, octetsOf, Rig } from './rig.test.ts';

/** test. with shop.test. on two servers, 127.0.0.3 and 127.0.0.4. */
const TWO_SERVERS = authority({
  'test.': `test. 3600 SOA ns.test. admin.test. 1 7200 900 86400 300
    shop.test. 3600 NS one.shop.test.
    shop.test. 3600 NS two.shop.test.
    one.shop.test. 3600 A 127.0.0.3
    two.shop.test. 3600 A 127.0.0.4`,
});

function bareError(query: Uint8Array, rcode: number): Uint8Array {
  return Uint8Array.from([query[0]!, query[1]!, 0x80, rcode, 0, 0, 0, 0, 0, 0, 0, 0]);
}

/** Whoever is asked first for www.shop.test. answers with a bare `rcode`, and always will. */
function failFirst(rig: Rig, rcode: number): void {
  const { host } = rig.shop;
  let failing: FakeAuthority | undefined;
  const behind = (server: FakeAuthority, other: SimHost): SimHost => {
    return (query, transport) => {
      if (MessageView.open(Buffer.from(query))!.qname.labelCount < 3) return other(query, transport);
      failing ??= server;
      return failing === server ? bareError(query, rcode) : host(query, transport);
    };
  };
  rig.test.host = behind(rig.test, TWO_SERVERS);
  rig.shop.host = behind(rig.shop, host);
}

for (const rcode of ['REFUSED', 'SERVFAIL', 'FORMERR', 'NOTIMP'] as const) {
  test(`${rcode} without question is its server’s answer: the next one is asked at once`, async () => {
    await using rig = await Rig.open();
    failFirst(rig, RCode[rcode]);
    const answer = await rig.udp(octetsOf('www.shop.test. A'));
    assert.equal(answer?.rcode, RCode.NOERROR);
    assert.equal(answer.count(1), 1);
    assert.ok(rig.test.asked.includes('www.shop.test.') && rig.shop.asked.includes('www.shop.test.'));
    assert.equal(rig.metric('pdns_recursor_outgoing_timeouts'), 0);
  });
}

test('NOERROR and NXDOMAIN say something about a name: without question they are no answer', async () => {
  for (const rcode of [RCode.NOERROR, RCode.NXDOMAIN]) {
    await using rig = await Rig.open();
    failFirst(rig, rcode);
    assert.equal((await rig.udp(octetsOf('www.shop.test. A')))?.count(1), 1);
    assert.equal(rig.metric('pdns_recursor_outgoing_timeouts'), 1);
  }
});

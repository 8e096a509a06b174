import assert from 'node:assert/strict';
import { test } from 'node:test';

import { SocketAddress } from '@span53/dns/inet';
import { DNSName, errorResponse, MessageView, RClass, RType } from '@span53/dns/wire';
import { openUdpListener } from '@span53/transport';

import { askOneself } from './ask-oneself.ts';

const question = { name: DNSName.root, type: RType.NS, class: RClass.IN };
const loopback = SocketAddress.parse('127.0.0.1:0')!;

/** A server on loopback that answers every query with `rcode`. */
const answering = (rcode: number) =>
  openUdpListener({ address: loopback }, (inbound) =>
    inbound.reply(errorResponse(MessageView.open(inbound.message)!, rcode)),
  );

test('an answer is health, REFUSED too; SERVFAIL is not', async () => {
  for (const [rcode, expected] of [
    [0, undefined],
    [5, undefined],
    [2, / answers SERVFAIL$/],
  ] as const) {
    await using server = await answering(rcode);
    const problem = await askOneself({ listen: [server.address], question, flags: 0 });
    if (expected === undefined) assert.equal(problem, undefined);
    else assert.match(String(problem), expected);
  }
});

test('an unspecified address is asked over loopback', async () => {
  await using server = await openUdpListener({ address: SocketAddress.parse('0.0.0.0:0')! }, (inbound) =>
    inbound.reply(errorResponse(MessageView.open(inbound.message)!, 0)),
  );
  assert.equal(await askOneself({ listen: [server.address], question, flags: 0 }), undefined);
});

test('nobody there, and no fixed port, are told', async () => {
  const server = await answering(0);
  await server[Symbol.asyncDispose]();
  assert.match(String(await askOneself({ listen: [server.address], question, flags: 0 })), /does not answer: refused/);
  assert.equal(await askOneself({ listen: [loopback], question, flags: 0 }), 'no fixed address to ask');
});

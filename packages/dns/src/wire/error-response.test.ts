import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, toHex } from '@span53/testkit';
import { errorResponse } from './error-response.ts';
import { Flag } from './header.ts';
import { MessageView } from './message-view.ts';
import { RCode } from './rcode.ts';

const question = hex`01 61 00 0001 0001`;
const query = MessageView.open(hex`1234 0110 0001 0000 0000 0000 ${question}`)!;
const withOpt = MessageView.open(hex`1234 0110 0001 0000 0000 0001 ${question} 00 0029 1000 00 00 8000 0000`)!;

test('without EDNS: question, RD and CD come back, no OPT', () => {
  assert.equal(toHex(errorResponse(query, RCode.REFUSED)), toHex(hex`1234 8115 0001 0000 0000 0000 ${question}`));
});

test('RFC 6891 §7: OPT exactly when the query has one, DO copied, options and flags put in', () => {
  const response = errorResponse(withOpt, RCode.SERVFAIL, {
    options: hex`000f 0002 0016`,
    udpSize: 1400,
    flags: Flag.RA,
  });
  assert.equal(
    toHex(response),
    toHex(hex`1234 8192 0001 0000 0000 0001 ${question} 00 0029 0578 00 00 8000 0006 000f 0002 0016`),
  );
  assert.equal(MessageView.open(response)!.problem, undefined);
});

test('RFC 6891 §6.1.3: BADVERS needs the OPT; without it only SERVFAIL can be said', () => {
  assert.equal(MessageView.open(errorResponse(withOpt, RCode.BADVERS))!.rcode, 16);
  assert.equal(MessageView.open(errorResponse(query, RCode.BADCOOKIE))!.rcode, 2);
});

test('a malformed question is left out, QDCOUNT is 0', () => {
  const bad = MessageView.open(hex`1234 0100 0002 0000 0000 0000 ${question} ${question}`)!;
  assert.equal(toHex(errorResponse(bad, RCode.FORMERR)), toHex(hex`1234 8101 0000 0000 0000 0000`));
});

test('the opcode is copied', () => {
  const notify = MessageView.open(hex`1234 2000 0001 0000 0000 0000 ${question}`)!;
  assert.equal(MessageView.open(errorResponse(notify, RCode.NOTIMP))!.opcode, 4);
});

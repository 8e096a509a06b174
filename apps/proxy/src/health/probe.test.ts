import assert from 'node:assert/strict';
import { test } from 'node:test';

import { DNSName, Flag, MessageView, RClass, RType } from '@span53/dns/wire';
import { respond } from '@span53/testkit';

import { answersProbe, judgeProbe, probeQuery } from './probe.ts';

const question = {
  qname: DNSName.of('a.root-servers.net.'),
  qtype: RType.A,
  qclass: RClass.IN,
  checkingDisabled: true,
  mustResolve: false,
};
const query = probeQuery(question);
const answer = (rcode: number) => MessageView.open(respond(query, { rcode }))!;

test('a probe asks with RD, and with CD when told', () => {
  const view = MessageView.open(query)!;
  assert.deepEqual([view.flags & (Flag.RD | Flag.CD), view.problem], [Flag.RD | Flag.CD, undefined]);
});

test('every RCODE but SERVFAIL is good; must_resolve also refuses NXDOMAIN and REFUSED', () => {
  const verdicts = (mustResolve: boolean) =>
    [0, 2, 3, 5].map((rcode) => judgeProbe(answer(rcode), { ...question, mustResolve }));
  assert.deepEqual(verdicts(false), [undefined, 'invalid', undefined, undefined]);
  assert.deepEqual(verdicts(true), [undefined, 'invalid', 'invalid', 'invalid']);
});

test('only a response to this question counts', () => {
  assert.equal(answersProbe(answer(0), question), true);
  assert.equal(answersProbe(MessageView.open(query)!, question), false, 'a query is no response');
  assert.equal(answersProbe(answer(0), { ...question, qtype: RType.AAAA }), false);
  assert.equal(answersProbe(answer(0), { ...question, qname: DNSName.of('example.') }), false);
});

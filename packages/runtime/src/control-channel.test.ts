import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { MessageChannel } from 'node:worker_threads';

import { ControlLink } from './control-channel.ts';

const { port1, port2 } = new MessageChannel();
after(() => {
  answering.close();
  port1.close();
});
const asking = new ControlLink(port1, new Map());
const answering = new ControlLink(
  port2,
  new Map([
    ['echo', (payload: unknown): unknown => payload],
    ['never', () => new Promise(() => undefined)],
    [
      'fails',
      () => {
        throw new Error('cannot');
      },
    ],
  ]),
);

test('a request is answered, or rejected with the reason', async () => {
  assert.deepEqual(await asking.ask('echo', { a: 1 }), { a: 1 });
  await assert.rejects(asking.ask('fails', undefined), /^Error: cannot$/);
  await assert.rejects(asking.ask('else', undefined), /nobody answers else/);
});

test('no answer: rejected when the time that was given is over', async () => {
  await assert.rejects(asking.ask('never', undefined, 20), /no answer to never within 20 ms/);
});

test('the other side has gone: what waits is rejected', async () => {
  const waiting = asking.ask('never', undefined);
  asking.close();
  await assert.rejects(waiting, /the other thread has ended/);
});

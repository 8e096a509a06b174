import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { CollectorError, fetchTrace, findTraces } from './collector-client.ts';

async function collector(answer: { readonly status: number; readonly body: string }) {
  const server = createServer((_request, response) => void response.writeHead(answer.status).end(answer.body));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

test('escape sequences and bidi controls in what senders chose are made visible', async () => {
  const node = {
    spanId: '1',
    parentId: '',
    name: 'x\u001b[2J',
    service: '\u202eevil',
    kind: 2,
    attributes: [['k', '\n']],
  };
  const body = JSON.stringify({ story: 'a\u0007b\u009b', nodes: [node] });
  await using open = await collector({ status: 200, body });
  const found = await fetchTrace(open.url, 'a');
  assert.equal(found?.story, String.raw`a\u0007b\u009b`);
  const [span] = found.spans;
  assert.deepEqual(
    [span!.name, span!.service, span!.attributes['k']],
    [String.raw`x\u001b[2J`, String.raw`\u202eevil`, String.raw`\u000a`],
  );
});

for (const { status, badRequest } of [
  { status: 400, badRequest: true },
  { status: 500, badRequest: false },
]) {
  test(`status ${status}: the collector's reason${badRequest ? ', and that it is the question' : ''}`, async () => {
    await using open = await collector({ status, body: '{"error": "min: no"}' });
    await assert.rejects(findTraces(open.url, 'min:x', 1), (error) => {
      assert.ok(error instanceof CollectorError);
      assert.deepEqual([error.message, error.badRequest], ['min: no', badRequest]);
      return true;
    });
  });
}

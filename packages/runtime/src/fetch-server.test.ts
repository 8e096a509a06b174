import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';

import { fetchServer } from './fetch-server.ts';

test('two requests at once before the adapter is there and one after: all are answered', async () => {
  const server = fetchServer(async (asked, { incoming }) => {
    const from = incoming.socket.remoteAddress;
    return new Response(`${asked.method} ${new URL(asked.url).pathname} ${await asked.text()} from ${from}`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const post = (path: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const asking = request({ host: '127.0.0.1', port, path, method: 'POST' }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve(text));
      });
      asking.on('error', reject).end(`body of ${path}`);
    });
  try {
    const answers = await Promise.all(['/a', '/b'].map(post));
    assert.deepEqual(answers, ['POST /a body of /a from 127.0.0.1', 'POST /b body of /b from 127.0.0.1']);
    assert.equal(await post('/c'), 'POST /c body of /c from 127.0.0.1');
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

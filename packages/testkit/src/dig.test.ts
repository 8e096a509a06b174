import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import { dig, digOctets } from './dig.ts';
import { hex } from './hex.ts';
import { respond } from './sim-message.ts';

const reply = (query: Uint8Array): Buffer => respond(query, { answer: ['www.example. 60 A 192.0.2.1'] });

test('over UDP, and a message with another ID is not the response', async () => {
  const server = createSocket('udp4', (query, peer) => {
    const other = Buffer.from(reply(query));
    other[0]! ^= 0xff;
    server.send(other, peer.port, peer.address);
    server.send(reply(query), peer.port, peer.address);
  });
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  const { packet } = await dig(server.address(), { name: 'www.example', edns: { dnssecOk: true } });
  assert.deepEqual(
    packet.answers?.map((answer) => 'data' in answer && answer.data),
    ['192.0.2.1'],
  );
  assert.equal(packet.additionals?.[0]?.type, 'OPT');
  server.close();
});

test('over TCP, in pieces', async () => {
  const server = createServer((socket) => {
    socket.on('data', (data) => {
      const message = reply(data.subarray(2));
      socket.write(Buffer.of(0));
      setImmediate(() => socket.write(Buffer.concat([Buffer.of(message.length), message])));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { packet } = await dig(server.address() as AddressInfo, { name: 'www.example', tcp: true });
  assert.equal(packet.answers?.length, 1);
  server.close();
});

test('silence ends at the timeout', async () => {
  const server = createSocket('udp4');
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  await assert.rejects(digOctets(server.address(), hex`0001 ${'00'.repeat(10)}`, { timeoutMs: 20 }), {
    name: 'AbortError',
  });
  server.close();
});

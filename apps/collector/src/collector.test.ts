import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';
import type { SocketAddress } from '@span53/dns/inet';
import { startCollector } from './collector.ts';
import { loadConfig } from './config.ts';

const text = `otlp: { listen: ["127.0.0.1:0"], max_connections: 2 }
pdns_protobuf: { listen: ["127.0.0.1:0"], max_connections: 2 }
web: { listen: ["127.0.0.1:0"], max_connections: 2 }
store: { path: ":memory:" }
`;

/** Opens a connection; resolves when it is up. */
async function open({ address, port }: SocketAddress): Promise<Socket> {
  const socket = connect(port, String(address));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

test('connections beyond a limit are closed and counted, the others stay', async () => {
  const { config } = loadConfig({ file: 'collector.yml', text, overrides: [] });
  await using collector = await startCollector(config, { warn: assert.fail });
  const { otlp, pdns, web } = collector.addresses;
  for (const [name, address] of Object.entries({ otlp: otlp[0]!, pdns: pdns[0]!, web: web[0]! })) {
    const two = [await open(address), await open(address)];
    const third = await open(address);
    await once(third.resume(), 'close');
    assert.equal(collector.counters()[`connections.${name}Refused`], 1, name);
    assert.deepEqual(
      two.map(({ destroyed }) => destroyed),
      [false, false],
    );
    for (const socket of two) socket.destroy();
  }
});

/** Places for a lab beside others: addresses of its own on loopback, and ports that were free a moment ago. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

import { LOCAL_PLACES, type Places } from './places.ts';

/** Finds nine ports that are free over UDP and TCP. */
export async function freePlaces(): Promise<Places> {
  const net = `127.53.${process.pid % 250}`;
  const [proxy, recursor, authority, proxyWeb, recursorWeb, authorityWeb, otlp, protobuf, web] = await Promise.all(
    Array.from({ length: 9 }, freePort),
  );
  return {
    ...LOCAL_PLACES,
    proxy: { address: '127.0.0.1', port: proxy!, webPort: proxyWeb! },
    recursor: { address: '127.0.0.1', port: recursor!, webPort: recursorWeb! },
    authorities: { root: `${net}.2`, test: `${net}.3`, leaf1: `${net}.4`, leaf2: `${net}.5` },
    authorityPort: authority!,
    authorityWebPort: authorityWeb!,
    nobody: `${net}.6`,
    collector: { address: '127.0.0.1', otlpPort: otlp!, protobufPort: protobuf!, webPort: web! },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const socket = createSocket('udp4');
  try {
    socket.bind(port, '127.0.0.1');
    await once(socket, 'listening');
    return port;
  } catch {
    return await freePort(); // TCP was free, UDP is not
  } finally {
    socket.close();
    server.close();
  }
}

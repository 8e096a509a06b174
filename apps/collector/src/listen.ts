import type { Server } from 'node:net';
import { SocketAddress } from '@span53/dns/inet';

/** Binds a server and returns the address it got. Rejects with the reason when it cannot. */
export function listen(server: Server, address: SocketAddress): Promise<SocketAddress> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address.address.toString(), port: address.port }, () => {
      server.off('error', reject);
      const bound = server.address();
      const port = typeof bound === 'object' && bound !== null ? bound.port : address.port;
      resolve(new SocketAddress(address.address, port));
    });
  });
}

/** Stops a server: no new connections; those that remain are ended by `end`. Resolves when all are gone. */
export function close(server: Server, end: () => void): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    end();
  });
}

import { createServer, type Server } from 'node:net';
import { SocketAddress } from '@span53/dns/inet';
import { listenFailure } from '@span53/runtime';

/** Addresses that this process listens on, with how often: a reload opens the new servers before the old ones close. */
const held = new Map<string, number>();

/**
 * Binds a server and returns the address it got. Rejects when another process has the address; an older server of this
 * process may have it, and goes on with what it has accepted.
 */
export async function listen(server: Server, address: SocketAddress): Promise<SocketAddress> {
  // With reusePort a second collector would silently share the port, so that is tried without it first.
  if (address.port !== 0 && !held.has(String(address))) await probe(address);
  const bound = await bind(server, address, { reusePort: address.port !== 0 && canReusePort });
  const key = String(bound);
  held.set(key, (held.get(key) ?? 0) + 1);
  server.once('close', () => {
    const rest = held.get(key)! - 1;
    if (rest === 0) held.delete(key);
    else held.set(key, rest);
  });
  return bound;
}

/** Stops a server: no new connections; those that remain are ended by `end`. Resolves when all are gone. */
export function close(server: Server, end: () => void): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    end();
  });
}

const canReusePort = process.platform === 'linux';

async function probe(address: SocketAddress): Promise<void> {
  const server = createServer();
  await bind(server, address, { reusePort: false });
  await close(server, () => undefined);
}

function bind(server: Server, address: SocketAddress, { reusePort }: { reusePort: boolean }): Promise<SocketAddress> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(listenFailure(`tcp ${address}`, error));
    server.once('error', fail);
    server.listen({ host: address.address.toString(), port: address.port, reusePort }, () => {
      server.off('error', fail);
      const bound = server.address();
      const port = typeof bound === 'object' && bound !== null ? bound.port : address.port;
      resolve(new SocketAddress(address.address, port));
    });
  });
}

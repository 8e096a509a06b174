/** `span53-recursor healthcheck`: one question to oneself. */
import { IPAddress, SocketAddress } from '@span53/dns/inet';
import { DNSName, Flag, MessageBuilder, RClass, RType } from '@span53/dns/wire';
import { nowMs, random16 } from '@span53/runtime';
import { type ClientQuery, IDLE_QUERY, openUdpClient, timeOut, TimerWheel } from '@span53/transport';
import type { RecursorConfig } from './config/load.ts';

const WAIT_MS = 2000;

/** Resolves to what is wrong, or undefined. The name is local, so no other server has to be well. */
export async function askOneself({ listen }: RecursorConfig): Promise<string | undefined> {
  const [first] = listen;
  if (first === undefined || first.port === 0) return 'no fixed address to ask';
  const { address, port } = first;
  const loopback = IPAddress.parse(address.family === 4 ? '127.0.0.1' : '::1')!;
  const server = new SocketAddress(address.isUnspecified ? loopback : address, port);
  using wheel = new TimerWheel({ now: nowMs });
  using client = await openUdpClient({ server, wheel, randomId: random16, now: nowMs });
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const query: ClientQuery = {
    ...IDLE_QUERY,
    accepts: () => true,
    onResponse: () => resolve(undefined),
    onFailure: (failure) => resolve(`${server} does not answer: ${failure}`),
    onDeadline(atMs) {
      timeOut(this, atMs);
    },
  };
  const builder = new MessageBuilder().start({ id: 0, flags: Flag.RD, limit: 512 });
  builder.question(DNSName.of('localhost.'), RType.A, RClass.IN);
  return client.send(query, builder.finish(), nowMs() + WAIT_MS) ? promise : 'cannot send';
}

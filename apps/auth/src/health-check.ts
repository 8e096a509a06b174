/** `span53-auth healthcheck`: one question to oneself. */
import { DNSName, Flag, MessageBuilder, MessageView, RClass, RCode, RType } from '@span53/dns/wire';
import { IPAddress, SocketAddress } from '@span53/dns/inet';
import { nowMs, random16 } from '@span53/runtime';
import { type ClientQuery, IDLE_QUERY, openUdpClient, TimerWheel, timeOut } from '@span53/transport';
import type { AuthConfig } from './config/load.ts';

const WAIT_MS = 2000;

/** Resolves to what is wrong, or undefined. Any answer but SERVFAIL will do: no zone need be there. */
export async function askOneself({ listen }: AuthConfig): Promise<string | undefined> {
  const [first] = listen;
  if (first === undefined || first.port === 0) return 'no fixed address to ask';
  const server = first.address.isUnspecified ? new SocketAddress(loopback(first.address), first.port) : first;
  using wheel = new TimerWheel({ now: nowMs });
  using client = await openUdpClient({ server, wheel, randomId: random16 });
  const builder = new MessageBuilder().start({ id: 0, flags: Flag.CD, limit: 512 });
  builder.question(DNSName.of('version.bind.'), RType.TXT, RClass.CH);
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const query: ClientQuery = {
    ...IDLE_QUERY,
    accepts: () => true,
    onResponse: (message) => {
      const rcode = MessageView.open(message)?.rcode;
      resolve(rcode === RCode.SERVFAIL ? `${server} answers SERVFAIL` : undefined);
    },
    onFailure: (failure) => resolve(`${server} does not answer: ${failure}`),
    onDeadline(now) {
      timeOut(this, now);
    },
  };
  if (!client.send(query, builder.finish(), nowMs() + WAIT_MS)) return 'cannot send';
  return await promise; // before the client closes
}

function loopback({ family }: IPAddress): IPAddress {
  return IPAddress.parse(family === 4 ? '127.0.0.1' : '::1')!;
}

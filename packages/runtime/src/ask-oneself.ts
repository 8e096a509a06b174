/** The `healthcheck` subcommand's question: a real query over UDP to the server's own address. */
import { IPAddress, SocketAddress } from '@span53/dns/inet';
import { MessageBuilder, MessageView, RCode, type Question } from '@span53/dns/wire';
import { type ClientQuery, IDLE_QUERY, openUdpClient, timeOut, TimerWheel } from '@span53/transport';

import { nowMs } from './clock.ts';
import { random16 } from './random.ts';

const WAIT_MS = 2000;

/** What to ask oneself. */
export interface OwnQuestion {
  /** Configured addresses; the first is asked, over loopback when it is unspecified. */
  readonly listen: readonly SocketAddress[];
  readonly question: Question;
  /** Header flags of the query. */
  readonly flags: number;
}

/** Resolves to what is wrong, or undefined. Any answer but SERVFAIL will do. */
export async function askOneself({ listen, question, flags }: OwnQuestion): Promise<string | undefined> {
  const [first] = listen;
  if (first === undefined || first.port === 0) return 'no fixed address to ask';
  const server = first.address.isUnspecified ? new SocketAddress(loopback(first.address), first.port) : first;
  using wheel = new TimerWheel({ now: nowMs });
  using client = await openUdpClient({ server, wheel, randomId: random16 });
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const query: ClientQuery = {
    ...IDLE_QUERY,
    accepts: () => true,
    onResponse: (message) => {
      const failed = MessageView.open(message)?.rcode === RCode.SERVFAIL;
      resolve(failed ? `${server} answers SERVFAIL` : undefined);
    },
    onFailure: (failure) => resolve(`${server} does not answer: ${failure}`),
    onDeadline(atMs) {
      timeOut(this, atMs);
    },
  };
  const builder = new MessageBuilder().start({ id: 0, flags, limit: 512 });
  builder.question(question.name, question.type, question.class);
  if (!client.send(query, builder.finish(), nowMs() + WAIT_MS)) return 'cannot send';
  return await promise; // before the client closes
}

function loopback({ family }: IPAddress): IPAddress {
  return IPAddress.parse(family === 4 ? '127.0.0.1' : '::1')!;
}

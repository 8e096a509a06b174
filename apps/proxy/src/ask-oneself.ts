/** `span53-proxy healthcheck`: one question to oneself. */
import { IPAddress, SocketAddress } from '@span53/dns/inet';
import { DNSName, RClass, RType } from '@span53/dns/wire';
import { nowMs, random16 } from '@span53/runtime';
import { type ClientQuery, IDLE_QUERY, openUdpClient, timeOut, TimerWheel } from '@span53/transport';

import type { ProxyConfig } from './config.ts';
import { probeQuery } from './health/probe.ts';

const WAIT_MS = 2000;

/** Resolves to what is wrong, or undefined. Any answer will do: backends have checks of their own. */
export async function askOneself({ listen }: ProxyConfig): Promise<string | undefined> {
  const [first] = listen;
  if (first === undefined || first.address.port === 0) return 'no fixed address to ask';
  const { address, port } = first.address;
  const server = address.isUnspecified ? new SocketAddress(loopback(address), port) : first.address;
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
  const question = { qname: DNSName.root, qtype: RType.NS, qclass: RClass.IN };
  const message = probeQuery({ ...question, checkingDisabled: false, mustResolve: false });
  return client.send(query, message, nowMs() + WAIT_MS) ? promise : 'cannot send';
}

function loopback({ family }: IPAddress): IPAddress {
  return IPAddress.parse(family === 4 ? '127.0.0.1' : '::1')!;
}

/** Opens UDP and TCP on each configured address for one worker. */
import { SocketAddress } from '@span53/dns/inet';
import {
  openTcpListener,
  openUdpListener,
  type CountEvent,
  type InboundHandler,
  type Listener,
  type StreamLimits,
} from '@span53/transport';

import { listenFailure } from './listen-failure.ts';

/** What to listen on. */
export interface DnsListenersOptions {
  readonly addresses: readonly SocketAddress[];
  readonly reusePort: boolean;
  /** What an earlier worker bound, in order: the ports that port 0 became. */
  readonly siblings: readonly string[];
  readonly drainMs: number;
  readonly countUdp: CountEvent;
  readonly countTcp: CountEvent;
  readonly tcp?: boolean;
  readonly connectionsMax?: number;
  readonly connectionsPerClientMax?: number;
  readonly streamLimits?: Partial<StreamLimits>;
}

/** Open listeners; disposing drains them all at once. */
export interface DnsListeners extends AsyncDisposable {
  readonly listeners: readonly Listener[];
  /** `udp:127.0.0.1:53`, in the order of opening. */
  readonly addresses: readonly string[];
}

/** Opens all or none; rejects with the system's error and the address in its message. */
export async function openDnsListeners(options: DnsListenersOptions, handler: InboundHandler): Promise<DnsListeners> {
  const listeners: Listener[] = [];
  try {
    for (const configured of options.addresses) {
      const address = withSiblingPort(configured, listeners.length, options.siblings);
      listeners.push(...(await openPair(address, options, handler)));
    }
  } catch (error) {
    await Promise.all(listeners.map((listener) => listener[Symbol.asyncDispose]()));
    throw error;
  }
  return {
    listeners,
    addresses: listeners.map(({ protocol, address }) => `${protocol}:${address}`),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(listeners.map((listener) => listener[Symbol.asyncDispose]()));
    },
  };
}

/** Where the system chooses the port, it chooses for UDP; the same port may be taken for TCP. */
const PORT_TRIES = 10;

/** UDP and TCP on one port, also when the system chose it. Opens both or none. */
async function openPair(
  address: SocketAddress,
  options: DnsListenersOptions,
  handler: InboundHandler,
): Promise<Listener[]> {
  for (let tries = 1; ; tries += 1) {
    const udpOptions = { ...options, address, count: options.countUdp };
    const udp = await named(`udp ${address}`, openUdpListener(udpOptions, handler));
    if (options.tcp === false) return [udp];
    const { streamLimits: limits } = options;
    const tcpOptions = { ...options, address: udp.address, count: options.countTcp, ...(limits && { limits }) };
    try {
      return [udp, await named(`tcp ${udp.address}`, openTcpListener(tcpOptions, handler))];
    } catch (error) {
      await udp[Symbol.asyncDispose]();
      const taken = ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code === 'EADDRINUSE';
      if (address.port !== 0 || !taken || tries === PORT_TRIES) throw error;
    }
  }
}

function withSiblingPort(address: SocketAddress, index: number, siblings: readonly string[]): SocketAddress {
  const sibling = address.port === 0 ? siblings[index] : undefined;
  const bound = sibling === undefined ? undefined : SocketAddress.parse(sibling.slice(sibling.indexOf(':') + 1));
  return bound ?? address;
}

async function named(what: string, opening: Promise<Listener>): Promise<Listener> {
  try {
    return await opening;
  } catch (error) {
    throw listenFailure(what, error);
  }
}

/** Runs a coroutine that asks for packets to be sent, without sockets: against a network in memory, or a script. */
import type { SocketAddress } from '@span53/dns/inet';
import { FakeClock } from './fake-clock.ts';
import type { SimHost } from './sim-message.ts';
import { type SimArrival, SimNetwork, type SimSend } from './sim-network.ts';

/** A packet that the coroutine wants sent. */
export interface ReplayPacket extends SimSend {
  readonly to: SocketAddress;
  readonly octets: Uint8Array;
}

/** How the coroutine's words translate into packets and back. */
export interface ReplayWords<S, A> {
  readonly encode: (send: S) => ReplayPacket;
  /** `nowMs` is the time of the arrival. */
  readonly arrive: (arrival: SimArrival, nowMs: number) => A;
}

/** Resumes `coroutine` with what `network` answers to each thing it yields, until it returns. */
export function replay<S, A, T>(
  coroutine: Generator<S, T, A>,
  network: SimNetwork,
  { encode, arrive }: ReplayWords<S, A>,
): T {
  let turn = coroutine.next();
  while (turn.done !== true) {
    const packet = encode(turn.value);
    const arrival = network.exchange(packet.to, packet.octets, packet);
    turn = coroutine.next(arrive(arrival, network.clock.nowMs));
  }
  return turn.value;
}

/**
 * A network that follows a script: each entry is the address to be asked next and what it says. A packet that the
 * script does not expect throws; `done` throws when the script was not played to its end.
 */
export function scripted(script: readonly (readonly [address: string, host: SimHost])[]): ScriptedNetwork {
  const network = new SimNetwork(new FakeClock());
  let at = 0;
  for (const address of new Set(script.map(([to]) => to))) {
    network.host(address, (query, transport) => {
      const [expected, host] = script[at] ?? ['nobody', undefined];
      if (expected !== address || host === undefined) {
        throw new Error(`packet ${at + 1} went to ${address}, the script expects ${expected}`);
      }
      at += 1;
      return host(query, transport);
    });
  }
  const done = (): void => {
    if (at < script.length) throw new Error(`the script ended at packet ${at} of ${script.length}`);
  };
  return { network, done };
}

/** A scripted network and the check that all of the script was played. */
export interface ScriptedNetwork {
  readonly network: SimNetwork;
  done(): void;
}

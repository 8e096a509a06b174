/** A network in memory: hosts by address, with latency and loss from a seed. */
import type { SocketAddress } from '@span53/dns/inet';
import type { FakeClock } from './fake-clock.ts';
import type { SimHost } from './sim-message.ts';

/** How packets travel to one host. */
export interface SimLink {
  /** Time there and back. */
  readonly latencyMs?: number;
  /** Probability that a datagram, or its answer, is lost. Streams lose nothing. */
  readonly loss?: number;
}

/** One packet that was sent. */
export interface SimPacket {
  readonly to: string;
  readonly octets: Uint8Array;
  readonly transport: 'udp' | 'tcp';
  readonly atMs: number;
}

/** What came of a packet, and how long that took; undefined octets: nothing came. */
export interface SimArrival {
  readonly octets: Uint8Array | undefined;
  readonly elapsedMs: number;
}

/** How long the sender waits, and over what it sends. */
export interface SimSend {
  readonly transport: 'udp' | 'tcp';
  readonly timeoutMs: number;
}

/** Hosts, and a log of all that was sent to them. The same seed gives the same losses. */
export class SimNetwork {
  readonly clock: FakeClock;
  readonly log: SimPacket[] = [];
  readonly #hosts = new Map<string, { readonly host: SimHost; readonly link: Required<SimLink> }>();
  readonly #random: () => number;

  constructor(clock: FakeClock, seed = 1) {
    this.clock = clock;
    this.#random = seededRandom(seed);
  }

  /** Puts a host at an address, without port; a later one replaces it. */
  host(address: string, host: SimHost, { latencyMs = 10, loss = 0 }: SimLink = {}): this {
    this.#hosts.set(address, { host, link: { latencyMs, loss } });
    return this;
  }

  /** Sends and waits: moves the clock by the time it takes. */
  exchange(to: SocketAddress, octets: Uint8Array, send: SimSend): SimArrival {
    const arrival = this.#deliver(to, octets, send);
    this.clock.advance(arrival.elapsedMs);
    return arrival;
  }

  /** Sends, and resolves when the clock has come to the moment of the arrival. */
  send(to: SocketAddress, octets: Uint8Array, send: SimSend): Promise<SimArrival> {
    const arrival = this.#deliver(to, octets, send);
    return new Promise((resolve) => {
      this.clock.after(arrival.elapsedMs, () => resolve(arrival));
    });
  }

  #deliver(to: SocketAddress, octets: Uint8Array, { transport, timeoutMs }: SimSend): SimArrival {
    const address = to.address.toString();
    this.log.push({ to: address, octets, transport, atMs: this.clock.nowMs });
    const entry = this.#hosts.get(address);
    const lost = transport === 'udp' && entry !== undefined && this.#random() < entry.link.loss;
    const response = entry === undefined || lost ? undefined : entry.host(octets, transport);
    const latencyMs = entry?.link.latencyMs ?? 0;
    const late = response === undefined || latencyMs >= timeoutMs;
    return late ? { octets: undefined, elapsedMs: timeoutMs } : { octets: response, elapsedMs: latencyMs };
  }
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

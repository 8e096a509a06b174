import type { SocketAddress } from '@span53/dns/inet';
import { PBDNSMessage } from '@span53/proto';
import type { Exporter, ExporterContext } from './exporter.ts';
import { FramedStream, type FramedStreamOptions } from './framed-stream.ts';

/** How messages are spread over several collectors, as in PowerDNS Recursor. */
export type PdnsStrategy = 'All' | 'RoundRobin' | 'FirstAvailable' | 'Hashed';

export interface PdnsLoggerOptions extends Omit<FramedStreamOptions, 'address'> {
  readonly servers: readonly SocketAddress[];
  /** Connections to each server. */
  readonly connectionCount: number;
  readonly strategy: PdnsStrategy;
}

/** Streams `PBDNSMessage` to PowerDNS protobuf collectors. */
export class PdnsLogger implements Exporter {
  readonly #servers: readonly Pool[];
  readonly #strategy: PdnsStrategy;
  #turn = 0;

  constructor(options: PdnsLoggerOptions, context: ExporterContext) {
    this.#strategy = options.strategy;
    this.#servers = options.servers.map(
      (address) => new Pool({ ...options, address }, options.connectionCount, context),
    );
  }

  offer(message: Uint8Array): boolean {
    const servers = this.#servers;
    switch (this.#strategy) {
      case 'All': {
        let taken = false;
        for (const server of servers) taken = server.offer(message) || taken;
        return taken;
      }
      case 'RoundRobin':
        return servers[this.#turn++ % servers.length]!.offer(message);
      case 'FirstAvailable':
        return (servers.find((server) => server.connected) ?? servers[0]!).offer(message);
      case 'Hashed':
        return servers[hashOf(message) % servers.length]!.offer(message);
    }
  }

  async flush(deadlineMs: number): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.flush(deadlineMs)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#servers.map((server) => server[Symbol.asyncDispose]()));
  }
}

/** The connections to one server, used in turn. */
class Pool {
  readonly #streams: readonly FramedStream[];
  #turn = 0;

  constructor(options: FramedStreamOptions, count: number, context: ExporterContext) {
    this.#streams = Array.from({ length: count }, () => new FramedStream(options, context));
  }

  get connected(): boolean {
    return this.#streams.some((stream) => stream.connected);
  }

  offer(message: Uint8Array): boolean {
    return this.#streams[this.#turn++ % this.#streams.length]!.offer(message);
  }

  async flush(deadlineMs: number): Promise<void> {
    await Promise.all(this.#streams.map((stream) => stream.flush(deadlineMs)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#streams.map((stream) => stream[Symbol.asyncDispose]()));
  }
}

/** A query and its response, which have question and requester in common, go to the same server. */
function hashOf(message: Uint8Array): number {
  const { question, from } = PBDNSMessage.decode(message);
  return (fnv1a(Buffer.from(question?.qName?.toLowerCase() ?? '')) ^ fnv1a(from ?? new Uint8Array(0))) >>> 0;
}

/** FNV-1a, 32 bits. */
function fnv1a(octets: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const octet of octets) hash = Math.imul(hash ^ octet, 0x01000193);
  return hash;
}

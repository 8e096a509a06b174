import type { MessagePort } from 'node:worker_threads';
import { encodePdnsTrace } from './pdns-message.ts';

/** What a sender has to know of a destination. */
export interface DestinationInfo {
  readonly name: string;
  /** True: it takes `PBDNSMessage`; false: `TracesData`. */
  readonly frames: boolean;
}

/** Where finished octets go. Nothing here waits: what does not fit is dropped and counted. A destination is named by
 *  its place in the configuration. */
export interface ExportPort {
  readonly destinations: readonly DestinationInfo[];
  /** Hands over octets and, with them, their buffer. False: dropped. */
  send(destination: number, octets: Uint8Array): boolean;
  /** Hands a trace to several destinations; those of the PowerDNS stream get it as an internal message. */
  sendTrace(destinations: readonly number[], octets: Uint8Array, traceId: Uint8Array): void;
  /** Posts what was gathered: before a worker ends. */
  flush(): void;
}

/** The place of a destination by its configured name. */
export function destinationByName(port: ExportPort, name: string): number | undefined {
  const index = port.destinations.findIndex((destination) => destination.name === name);
  return index < 0 ? undefined : index;
}

/** A worker's end of the way into one exporter thread. */
export interface LinkEnd {
  readonly port: MessagePort;
  /** An Int32 of octets on the way, shared by all workers. */
  readonly inFlight: SharedArrayBuffer;
}

/** The way to the exporter thread; goes to a worker with `port` and `replacements` in the transfer list. */
export interface ExportLink extends LinkEnd {
  /** Brings a `LinkEnd` for each thread that takes the place of one that failed. */
  readonly replacements: MessagePort;
  readonly inFlightBytesMax: number;
  readonly destinations: readonly DestinationInfo[];
}

/** What travels over a link: many messages at once, to the destination of the same place. */
export interface LinkMessage {
  readonly to: readonly number[];
  readonly octets: readonly Uint8Array<ArrayBuffer>[];
}

/** Splits a trace over destinations of both kinds. */
export function routeTrace(
  port: ExportPort,
  destinations: readonly number[],
  { octets, traceId }: { octets: Uint8Array; traceId: Uint8Array },
): void {
  for (const [i, destination] of destinations.entries()) {
    if (port.destinations[destination]!.frames) port.send(destination, encodePdnsTrace(traceId, octets));
    else port.send(destination, i === destinations.length - 1 ? octets : octets.slice());
  }
}

/** The worker's side of a link. Messages of one turn of the event loop travel together. */
export class ThreadPort implements ExportPort {
  readonly destinations: readonly DestinationInfo[];
  readonly #inFlightBytesMax: number;
  readonly #dropped: () => void;
  #inFlight: Int32Array;
  /** Undefined while there is no thread: then everything is dropped. */
  #port: MessagePort | undefined;
  #to: number[] = [];
  #octets: Uint8Array<ArrayBuffer>[] = [];

  /** `dropped` is called for each message that found too much under way, or no thread. */
  constructor(link: ExportLink, dropped: () => void) {
    this.#inFlightBytesMax = link.inFlightBytesMax;
    this.#dropped = dropped;
    this.destinations = link.destinations;
    this.#inFlight = this.#take(link);
    link.replacements.on('message', (end: LinkEnd) => {
      this.#dropGathered();
      this.#inFlight = this.#take(end);
    });
    link.replacements.unref();
  }

  send(destination: number, octets: Uint8Array): boolean {
    const size = octets.length;
    if (this.#port === undefined || Atomics.load(this.#inFlight, 0) + size > this.#inFlightBytesMax) {
      this.#dropped();
      return false;
    }
    Atomics.add(this.#inFlight, 0, size);
    if (this.#to.length === 0) setImmediate(() => this.flush());
    this.#to.push(destination);
    this.#octets.push(ownBuffer(octets));
    return true;
  }

  sendTrace(destinations: readonly number[], octets: Uint8Array, traceId: Uint8Array): void {
    routeTrace(this, destinations, { octets, traceId });
  }

  flush(): void {
    if (this.#port === undefined) this.#dropGathered();
    if (this.#to.length === 0) return;
    const message: LinkMessage = { to: this.#to, octets: this.#octets };
    this.#port!.postMessage(
      message,
      this.#octets.map(({ buffer }) => buffer),
    );
    this.#to = [];
    this.#octets = [];
  }

  #take({ port, inFlight }: LinkEnd): Int32Array {
    this.#port = port;
    port.on('close', () => {
      if (this.#port === port) this.#port = undefined;
    });
    port.unref();
    return new Int32Array(inFlight);
  }

  /** What was gathered for a thread that has ended was counted on its way, not on the next one's. */
  #dropGathered(): void {
    for (let i = 0; i < this.#to.length; i += 1) this.#dropped();
    this.#to = [];
    this.#octets = [];
  }
}

/** Only a buffer that holds nothing else can be transferred; a slice of a pool is copied. */
function ownBuffer(octets: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = octets;
  const own = buffer instanceof ArrayBuffer && buffer.byteLength === octets.length;
  return own ? (octets as Uint8Array<ArrayBuffer>) : new Uint8Array(octets);
}

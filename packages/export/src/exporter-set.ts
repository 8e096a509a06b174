import type { Exporter, ExporterContext } from './exporter.ts';
import { type DestinationInfo, type ExportPort, routeTrace } from './port.ts';
import { type Destination, openExporter, takesFrames } from './registry.ts';

/** All destinations of one process, open. Runs in the exporter thread; in tests, and in the collector, in place: there
 *  it is a port itself. */
export class ExporterSet implements ExportPort, AsyncDisposable {
  readonly destinations: readonly DestinationInfo[];
  readonly #exporters: readonly Exporter[];

  /** `contextOf` gives each destination its counters. */
  constructor(destinations: readonly Destination[], contextOf: (index: number) => ExporterContext) {
    this.destinations = destinationInfo(destinations);
    this.#exporters = destinations.map((destination, index) => openExporter(destination, contextOf(index)));
  }

  send(destination: number, octets: Uint8Array): boolean {
    return this.#exporters[destination]!.offer(octets);
  }

  sendTrace(destinations: readonly number[], octets: Uint8Array, traceId: Uint8Array): void {
    routeTrace(this, destinations, { octets, traceId });
  }

  /** Nothing is gathered here: messages are queued at once. */
  flush(): void {}

  /** Delivers what is queued, at most for `deadlineMs`. */
  async deliver(deadlineMs: number): Promise<void> {
    await Promise.all(this.#exporters.map((exporter) => exporter.flush(deadlineMs)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#exporters.map((exporter) => exporter[Symbol.asyncDispose]()));
  }
}

export function destinationInfo(destinations: readonly Destination[]): DestinationInfo[] {
  return destinations.map((destination) => ({ name: destination.name, frames: takesFrames(destination) }));
}

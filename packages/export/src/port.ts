/** The worker side of the exporter thread. Nothing here waits: what does not fit is dropped and counted. */
export interface ExportPort {
  /** Hands `octets` to the destination of that number (order of the configuration) and gives up their buffer.
   *  False: dropped, because too much is under way or the destination is gone. */
  send(destination: number, octets: Uint8Array): boolean;
  /** The number of a destination by its configured name, undefined when there is none. */
  destination(name: string): number | undefined;
}

import { SocketAddress } from '@span53/dns/inet';
import type { Exporter, ExporterContext } from './exporter.ts';
import { FileJsonl, type FileJsonlOptions } from './file-jsonl.ts';
import { OtlpHttp, type OtlpHttpOptions } from './otlp-http.ts';
import { PdnsLogger, type PdnsLoggerOptions } from './pdns-logger.ts';

/** One destination as plain data, so that it crosses to the exporter thread. Addresses are texts. */
export type Destination =
  | ({ readonly name: string; readonly type: 'otlp' } & OtlpHttpOptions)
  | ({ readonly name: string; readonly type: 'file' } & FileJsonlOptions)
  | ({ readonly name: string; readonly type: 'pdns'; readonly servers: readonly string[] } & Omit<
      PdnsLoggerOptions,
      'servers'
    >);

/** Opens a destination. The connection, if it has one, is made in the background. */
export function openExporter(destination: Destination, context: ExporterContext): Exporter {
  switch (destination.type) {
    case 'otlp':
      return new OtlpHttp(destination, context);
    case 'file':
      return new FileJsonl(destination, context);
    case 'pdns':
      return new PdnsLogger({ ...destination, servers: destination.servers.map(addressOf) }, context);
  }
}

/** Whether the destination takes frames of the PowerDNS stream rather than `TracesData`. */
export function takesFrames(destination: Destination): boolean {
  return destination.type === 'pdns';
}

function addressOf(text: string): SocketAddress {
  const address = SocketAddress.parse(text);
  if (address === undefined) throw new TypeError(`not an address with port: ${text}`);
  return address;
}

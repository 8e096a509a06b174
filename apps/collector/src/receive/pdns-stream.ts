import { createServer, type Server, type Socket } from 'node:net';
import type { SpanRecord } from '../model/span.ts';
import { PdnsFacts } from './pdns-facts.ts';
import { PdnsFrames } from './pdns-frames.ts';
import { decodePdnsMessage } from './pdns-message.ts';

/** Counters of the PowerDNS receiver. */
export interface PdnsCounters {
  connections: number;
  messages: number;
  /** Messages whose field 30 gave spans. */
  withSpans: number;
  /** Messages of which a span was made. */
  facts: number;
  malformed: number;
  /** Streams closed for a length beyond the maximum, or cut within a message. */
  broken: number;
  spans: number;
  /** Spans that found the queue full. */
  droppedSpans: number;
}

/** What the receiver needs from the rest of the collector. */
export interface PdnsReceiverOptions {
  readonly prefixOctets: 2 | 4;
  /** Largest message in octets. */
  readonly frameMax: number;
  /** Milliseconds a peer may stay silent within a message, and between messages. */
  readonly idleMs: number;
  /** Takes the spans of a message of so many octets; false when there is no room. */
  readonly ingest: (spans: readonly SpanRecord[], octets: number) => boolean;
}

/** All at zero. */
export function newPdnsCounters(): PdnsCounters {
  return {
    connections: 0,
    messages: 0,
    withSpans: 0,
    facts: 0,
    malformed: 0,
    broken: 0,
    spans: 0,
    droppedSpans: 0,
  };
}

/** Makes the TCP server for PowerDNS' protobuf stream; the caller listens and closes. It never writes. */
export function pdnsServer(options: PdnsReceiverOptions, counters: PdnsCounters): Server & { closeAll(): void } {
  const facts = new PdnsFacts(20_000);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    counters.connections++;
    sockets.add(socket);
    socket.setTimeout(options.idleMs, () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    void receive(socket, { options, counters, facts });
  });
  return Object.assign(server, {
    closeAll: () => {
      for (const socket of sockets) socket.destroy();
    },
  });
}

interface Receiver {
  readonly options: PdnsReceiverOptions;
  readonly counters: PdnsCounters;
  readonly facts: PdnsFacts;
}

async function receive(socket: Socket, receiver: Receiver): Promise<void> {
  const { options, counters } = receiver;
  const frames = new PdnsFrames(options.prefixOctets, options.frameMax);
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      const messages = frames.push(chunk);
      if (messages === undefined) break;
      for (const message of messages) take(message, receiver);
    }
  } catch {
    // A reset by the peer: what arrived whole was taken, the rest is counted below.
  }
  if (!frames.atBoundary) counters.broken++;
  socket.destroy();
}

function take(octets: Buffer, { options, counters, facts }: Receiver): void {
  counters.messages++;
  const message = decodePdnsMessage(octets);
  if (message === undefined) {
    counters.malformed++;
    return;
  }
  const spans: SpanRecord[] = [];
  const outcome = facts.translate(message, (span) => spans.push(span));
  if (outcome === 'malformed') counters.malformed++;
  if (outcome === 'facts') counters.facts++;
  if (outcome === 'spans') counters.withSpans++;
  if (spans.length === 0) return;
  if (options.ingest(spans, octets.length)) counters.spans += spans.length;
  else counters.droppedSpans += spans.length;
}

/** Messages of the PowerDNS protobuf stream about clients' queries and our responses (dnsmessage.proto). */
import { Netmask, SocketAddress } from '@span53/dns/inet';
import { formatRdata } from '@span53/dns/rdata';
import { MessageView, RType, Section } from '@span53/dns/wire';
import {
  encodePdnsMessage,
  type ExportPort,
  type PdnsMessage,
  type PdnsRecord,
  rawEdnsVersion,
  rawHeaderFlags,
} from '@span53/export';
import type { ClientQuery } from './client-query.ts';

/** Indeterminate: nothing was validated. */
const NOT_VALIDATED = 1;
/** What PowerDNS puts into the longest frame of two length octets. */
const RDATA_OCTETS_MAX = 30_000;

/** How the stream is set up. */
export interface ProtobufLogOptions {
  readonly port: ExportPort;
  /** Number of the destination. */
  readonly destination: number;
  readonly logQueries: boolean;
  readonly logResponses: boolean;
  readonly exportTypes: ReadonlySet<number>;
  readonly maskV4: number;
  readonly maskV6: number;
  readonly identity: string;
  readonly workerId: number;
  /** Fills 16 random octets. */
  readonly fillRandom: (target: Uint8Array) => void;
  /** Unix milliseconds of a monotonic time. */
  readonly unixMsOf: (nowMs: number) => number;
}

/** What the response message adds. */
export interface ResponseFacts {
  readonly octets: Uint8Array;
  readonly packetCacheHit: boolean;
  /** Undefined for a packet cache hit. */
  readonly outgoingQueries: number | undefined;
  readonly ede: { readonly code: number; readonly text: string } | undefined;
  /** `TracesData` of the query's trace. */
  readonly spans: Uint8Array | undefined;
  readonly nowMs: number;
}

/** Sends messages; never waits. */
export class ProtobufLog {
  readonly #options: ProtobufLogOptions;

  constructor(options: ProtobufLogOptions) {
    this.#options = options;
  }

  /** The message of a query that just arrived. */
  query(query: ClientQuery): void {
    const { logQueries, port, destination, unixMsOf } = this.#options;
    if (!logQueries || !query.view.hasQuestion) return;
    const timeMs = unixMsOf(query.inbound.nowMs);
    const message = { ...this.#common(query, query.inbound.message), type: 'query' as const, timeMs };
    port.send(destination, encodePdnsMessage(message));
  }

  /** The message of the response that was sent. */
  response(query: ClientQuery, facts: ResponseFacts): void {
    const { logResponses, port, destination, unixMsOf } = this.#options;
    const view = logResponses && query.view.hasQuestion ? MessageView.open(facts.octets) : undefined;
    if (view === undefined) return;
    const { ede, spans, outgoingQueries, packetCacheHit } = facts;
    const message: PdnsMessage = {
      ...this.#common(query, facts.octets),
      type: 'response',
      timeMs: unixMsOf(facts.nowMs),
      packetCacheHit,
      response: {
        rcode: view.rcode,
        records: this.#records(view),
        queryTimeMs: unixMsOf(query.inbound.nowMs),
        validationState: NOT_VALIDATED,
      },
      ...(outgoingQueries !== undefined && { outgoingQueries }),
      ...(ede !== undefined && { ede: ede.code, edeText: ede.text }),
      ...(spans !== undefined && { spans }),
    };
    port.send(destination, encodePdnsMessage(message));
  }

  #common(query: ClientQuery, message: Uint8Array): Omit<PdnsMessage, 'type'> {
    const { identity, workerId, fillRandom } = this.#options;
    const { view, inbound, traceId } = query;
    if (query.messageId === undefined) {
      query.messageId = new Uint8Array(16);
      fillRandom(query.messageId);
    }
    const { opt } = view;
    return {
      messageId: query.messageId,
      serverIdentity: identity,
      protocol: query.stream ? 'tcp' : 'udp',
      from: this.#masked(inbound.peer),
      to: inbound.local,
      inBytes: message.length,
      id: view.id,
      question: { name: view.qname.toString(), type: view.qtype, class: view.qclass },
      workerId,
      headerFlags: rawHeaderFlags(inbound.message),
      ...(opt !== undefined && { ednsVersion: rawEdnsVersion(ednsTtl(opt.extendedRcode, opt.version, opt.flags)) }),
      ...(traceId !== undefined && { traceId }),
    };
  }

  #masked(peer: SocketAddress): SocketAddress {
    const { maskV4, maskV6 } = this.#options;
    const address = peer.address.unmapped();
    const bits = address.family === 4 ? maskV4 : maskV6;
    if (bits === address.octets.length * 8) return peer;
    return new SocketAddress(Netmask.of(address, bits).address, peer.port);
  }

  #records(view: MessageView): PdnsRecord[] {
    const records: PdnsRecord[] = [];
    const cursor = view.records();
    let room = RDATA_OCTETS_MAX;
    while (cursor.next() && cursor.section === Section.ANSWER) {
      if (!this.#options.exportTypes.has(cursor.type)) continue;
      const name = cursor.name();
      const rdata = cursor.rdata();
      if (name === undefined || rdata === undefined) continue;
      const exported = exportedRdata(cursor.type, rdata);
      room -= exported.length;
      if (room < 0) break;
      records.push({ name: name.toString(), type: cursor.type, class: cursor.class, ttl: cursor.ttl, rdata: exported });
    }
    return records;
  }
}

/** Types whose message holds only the name, which stands at the end of their RDATA. */
const TARGET_ONLY = new Map<number, number>([
  [RType.MX, 2],
  [RType.SRV, 6],
]);

function exportedRdata(type: number, rdata: Uint8Array): Uint8Array {
  if (type === RType.A || type === RType.AAAA) return rdata;
  const skipped = TARGET_ONLY.get(type) ?? 0;
  const text = skipped > 0 ? formatRdata(RType.NS, rdata.subarray(skipped)) : formatRdata(type, rdata);
  return Buffer.from(text);
}

function ednsTtl(extendedRcode: number, version: number, flags: number): number {
  return ((extendedRcode << 24) | (version << 16) | flags) >>> 0;
}

/** Remote loggers on the way to the exporter thread: PowerDNS messages about queries and responses, and traces. */
import { decodeEde, edeName, OptionCode } from '@span53/dns/edns';
import { DNSName, type MessageView, RType, Section, u32At } from '@span53/dns/wire';
import {
  encodePdnsMessage,
  encodePdnsSpans,
  type ExportPort,
  type PdnsMessage,
  type PdnsRecord,
  rawEdnsVersion,
  rawHeaderFlags,
} from '@span53/export';

import type { ProxyQuery } from './query.ts';
import type { LogOptions, RemoteLogger } from './remote-logger.ts';
import { describeQuery } from './trace-end.ts';

/** What a logger needs of its worker. */
export interface RemoteLogContext {
  readonly port: ExportPort;
  /** Unix milliseconds of a moment of the monotonic clock. */
  readonly unixMsOf: (nowMs: number) => number;
  /** Fills with random octets. */
  readonly fillRandom: (target: Uint8Array) => void;
}

/** One entry of `remote_logging`; `destination` is its place in the port. */
export function remoteLoggerOf(
  name: string,
  kind: RemoteLogger['kind'],
  destination: number,
  context: RemoteLogContext,
): RemoteLogger {
  const { port } = context;
  const to = [destination];
  const send = (query: ProxyQuery, message: PdnsMessage, delay: boolean): void => {
    if (delay && query.recording !== undefined) {
      // The spans come behind it at the end: messages merge by concatenation.
      const octets = encodePdnsMessage(withTraceId(query, message));
      (query.delayedLogs ??= []).push({ logger, octets });
    } else port.send(destination, encodePdnsMessage(withSpans(query, message)));
  };
  const logger: RemoteLogger = {
    name,
    kind,
    logQuery: (query, options) => send(query, queryMessage(query, options, context), false),
    logResponse: (query, options) => send(query, responseMessage(query, options, context), options.delay),
    sendTrace: (traceId, traces) => port.sendTrace(to, traces.slice(), traceId),
    sendDelayed: (message, traces) => {
      port.send(destination, traces === undefined ? message : Buffer.concat([message, encodePdnsSpans(traces)]));
    },
  };
  return logger;
}

function withTraceId({ recording }: ProxyQuery, message: PdnsMessage): PdnsMessage {
  return recording?.sampled === true ? { ...message, traceId: recording.traceId } : message;
}

/** With the spans so far: those that are open end now. */
function withSpans(query: ProxyQuery, message: PdnsMessage): PdnsMessage {
  const { recording } = query;
  if (recording === undefined || !recording.sampled) return message;
  describeQuery(query);
  return { ...message, traceId: recording.traceId, spans: recording.snapshot() };
}

function baseMessage(query: ProxyQuery, options: LogOptions, { fillRandom }: RemoteLogContext) {
  const { client, received, qname } = query;
  if (query.messageId === undefined) fillRandom((query.messageId = new Uint8Array(16)));
  const { serverId } = options;
  return {
    messageId: query.messageId,
    ...(serverId === undefined ? {} : { serverIdentity: serverId }),
    protocol: client.protocol,
    from: client.peer,
    to: client.local,
    id: received.id,
    question: { name: qname.toString(), type: received.qtype, class: received.qclass },
  };
}

function queryMessage(query: ProxyQuery, options: LogOptions, context: RemoteLogContext): PdnsMessage {
  const { received } = query;
  const tags = exportedTags(query, options);
  return {
    type: 'query',
    ...baseMessage(query, options, context),
    inBytes: received.octets.length,
    timeMs: context.unixMsOf(query.nowMs),
    ...wireFields(received),
    ...(tags.length === 0 ? {} : { response: { rcode: 0, tags } }),
  };
}

function responseMessage(query: ProxyQuery, options: LogOptions, context: RemoteLogContext): PdnsMessage {
  const { packet, received } = query;
  const errors = options.errorsToMeta === '' ? [] : extendedErrors(packet);
  return {
    type: 'response',
    ...baseMessage(query, options, context),
    inBytes: packet.octets.length,
    timeMs: context.unixMsOf(query.nowMs),
    ...wireFields(received),
    response: {
      rcode: packet.rcode,
      records: addressRecords(packet, options.includeCname),
      tags: exportedTags(query, options),
      queryTimeMs: context.unixMsOf(query.nowMs),
    },
    ...(errors.length === 0 ? {} : { meta: [{ key: options.errorsToMeta, values: errors }] }),
  };
}

/** Header flags and the OPT record's TTL field, as PowerDNS puts them into its messages. */
function wireFields({ octets, opt }: MessageView) {
  const headerFlags = rawHeaderFlags(octets);
  return opt === undefined
    ? { headerFlags }
    : { headerFlags, ednsVersion: rawEdnsVersion(u32At(octets, opt.offset + 5)) };
}

/** A and AAAA records of the answer section, perhaps CNAMEs. */
function addressRecords(packet: MessageView, includeCname: boolean): PdnsRecord[] {
  const found: PdnsRecord[] = [];
  const records = packet.records();
  while (records.next() && records.section === Section.ANSWER) {
    const { type } = records;
    const cname = type === RType.CNAME && includeCname;
    if (type !== RType.A && type !== RType.AAAA && !cname) continue;
    const name = records.name();
    const rdata = records.rdata();
    if (name === undefined || rdata === undefined) continue;
    found.push({
      name: name.toString(),
      type,
      class: records.class,
      ttl: records.ttl,
      rdata: cname ? Buffer.from(DNSName.fromWire(rdata).toString()) : rdata,
    });
  }
  return found;
}

function extendedErrors({ opt }: MessageView): string[] {
  if (opt === undefined) return [];
  const texts: string[] = [];
  for (const { code, data } of opt.options()) {
    const error = code === OptionCode.EDE ? decodeEde(data) : undefined;
    if (error !== undefined) texts.push(error.text === '' ? edeName(error.code) : error.text);
  }
  return texts;
}

/** Tags as `key:value`, or `key` alone. */
function exportedTags({ tags }: ProxyQuery, options: LogOptions): string[] {
  if (tags === undefined) return [];
  const exported: string[] = [];
  for (const [key, value] of tags) {
    const prefix = options.exportTagPrefixes.find((candidate) => key.startsWith(candidate));
    if (prefix === undefined && !options.exportTags.includes('*') && !options.exportTags.includes(key)) continue;
    const shown = prefix !== undefined && options.stripTagPrefixes ? key.slice(prefix.length) : key;
    exported.push(options.exportTagsKeyOnly || value === '' ? shown : `${shown}:${value}`);
  }
  return exported;
}

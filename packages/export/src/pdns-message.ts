import type { IPAddress, SocketAddress } from '@span53/dns/inet';
import { PBDNSMessage, ProtoWriter } from '@span53/proto';

const { Type, SocketProtocol, SocketFamily } = PBDNSMessage;

/** The kinds of message, by what was seen where. */
export const pdnsTypes = {
  query: Type.DNSQueryType,
  response: Type.DNSResponseType,
  'outgoing query': Type.DNSOutgoingQueryType,
  'incoming response': Type.DNSIncomingResponseType,
} as const;

export const pdnsProtocols = {
  udp: SocketProtocol.UDP,
  tcp: SocketProtocol.TCP,
  dot: SocketProtocol.DOT,
  doh: SocketProtocol.DOH,
  doq: SocketProtocol.DOQ,
} as const;

/** RCODE of an incoming response that never came: a network error or a timeout. */
export const pdnsNetworkError = 65_536;

export interface PdnsRecord {
  readonly name: string;
  readonly type: number;
  readonly class: number;
  readonly ttl: number;
  /** A and AAAA: the octets of the address. Others: text as UTF-8, names with trailing dot. */
  readonly rdata: Uint8Array;
}

export interface PdnsResponse {
  readonly rcode: number;
  readonly records?: readonly PdnsRecord[];
  readonly appliedPolicy?: string;
  readonly tags?: readonly string[];
  /** When the query came, Unix milliseconds with a fraction. */
  readonly queryTimeMs?: number;
  readonly appliedPolicyType?: number;
  readonly appliedPolicyTrigger?: string;
  readonly appliedPolicyHit?: string;
  readonly appliedPolicyKind?: number;
  readonly validationState?: number;
}

/** What a message tells. Absent fields are not sent. */
export interface PdnsMessage {
  readonly type: keyof typeof pdnsTypes;
  /** 16 octets, the same for a query and its response. */
  readonly messageId?: Uint8Array;
  readonly serverIdentity?: string;
  readonly protocol?: keyof typeof pdnsProtocols;
  /** Requester; masked by the caller. */
  readonly from?: SocketAddress;
  /** Responder. */
  readonly to?: SocketAddress;
  readonly inBytes?: number;
  /** When it came, Unix milliseconds with a fraction. */
  readonly timeMs?: number;
  /** ID of the DNS header. */
  readonly id?: number;
  readonly question?: { readonly name: string; readonly type: number; readonly class: number };
  readonly response?: PdnsResponse;
  /** Address of EDNS Client Subnet. */
  readonly subnet?: IPAddress;
  readonly requestorId?: string;
  /** `messageId` of the client's query behind an outgoing one. */
  readonly initialRequestId?: Uint8Array;
  readonly deviceId?: Uint8Array;
  readonly deviceName?: string;
  readonly newlyObservedDomain?: boolean;
  readonly meta?: readonly { readonly key: string; readonly values: readonly (string | number)[] }[];
  readonly httpVersion?: 1 | 2 | 3;
  readonly workerId?: number;
  readonly packetCacheHit?: boolean;
  readonly outgoingQueries?: number;
  /** `rawHeaderFlags` of the message. */
  readonly headerFlags?: number;
  /** `rawEdnsVersion` of the OPT record's TTL. */
  readonly ednsVersion?: number;
  readonly ede?: number;
  readonly edeText?: string;
  /** 16 octets; may go without spans. */
  readonly traceId?: Uint8Array;
  /** `TracesData`. */
  readonly spans?: Uint8Array;
}

/** Octets 2 and 3 of a DNS message as PowerDNS on a little-endian host stores them: wire `01 10` is 0x1001. */
export function rawHeaderFlags(message: Uint8Array): number {
  return message[2]! | (message[3]! << 8);
}

/** The TTL field of an OPT record, stored the same way: DO alone, wire `00 00 80 00`, is 0x00800000. */
export function rawEdnsVersion(ttl: number): number {
  return (((ttl & 0xff) << 24) | ((ttl & 0xff00) << 8) | ((ttl >>> 8) & 0xff00) | (ttl >>> 24)) >>> 0;
}

const writer = new ProtoWriter(2048);

/** One `PBDNSMessage` without its length prefix, in a buffer of its own. */
export function encodePdnsMessage(message: PdnsMessage): Uint8Array<ArrayBuffer> {
  const w = writer;
  w.uint(1, pdnsTypes[message.type]);
  bytes(w, 2, message.messageId);
  text(w, 3, message.serverIdentity);
  peers(w, message);
  number(w, 8, message.inBytes);
  time(w, 9, message.timeMs);
  number(w, 11, message.id);
  if (message.question !== undefined) {
    const start = w.open(12);
    w.string(1, message.question.name);
    w.uint(2, message.question.type);
    w.uint(3, message.question.class);
    w.close(start);
  }
  if (message.response !== undefined) response(w, message.response);
  bytes(w, 14, message.subnet?.octets);
  text(w, 15, message.requestorId);
  bytes(w, 16, message.initialRequestId);
  bytes(w, 17, message.deviceId);
  flag(w, 18, message.newlyObservedDomain);
  text(w, 19, message.deviceName);
  number(w, 20, message.from?.port);
  number(w, 21, message.to?.port);
  for (const { key, values } of message.meta ?? []) meta(w, key, values);
  number(w, 24, message.httpVersion);
  number(w, 25, message.workerId);
  flag(w, 26, message.packetCacheHit);
  number(w, 27, message.outgoingQueries);
  number(w, 28, message.headerFlags);
  number(w, 29, message.ednsVersion);
  bytes(w, 30, message.spans);
  number(w, 31, message.ede);
  text(w, 32, message.edeText);
  bytes(w, 33, message.traceId);
  return w.finish();
}

/** A message that carries a trace and nothing else. */
export function encodePdnsTrace(traceId: Uint8Array, spans: Uint8Array): Uint8Array<ArrayBuffer> {
  writer.uint(1, Type.InternalType);
  writer.bytes(33, traceId);
  writer.bytes(30, spans);
  return writer.finish();
}

/** Spans to append to a message that was encoded before they were complete: messages merge by concatenation, and the
 *  last value of a field counts. */
export function encodePdnsSpans(spans: Uint8Array): Uint8Array<ArrayBuffer> {
  writer.bytes(30, spans);
  return writer.finish();
}

function peers(w: ProtoWriter, { from, to, protocol }: PdnsMessage): void {
  const family = (from ?? to)?.address.family;
  if (family !== undefined) w.uint(4, family === 4 ? SocketFamily.INET : SocketFamily.INET6);
  if (protocol !== undefined) w.uint(5, pdnsProtocols[protocol]);
  bytes(w, 6, from?.address.octets);
  bytes(w, 7, to?.address.octets);
}

function response(w: ProtoWriter, r: PdnsResponse): void {
  const start = w.open(13);
  w.uint(1, r.rcode);
  for (const { name, type, class: rclass, ttl, rdata } of r.records ?? []) {
    const record = w.open(2);
    w.string(1, name);
    w.uint(2, type);
    w.uint(3, rclass);
    w.uint(4, ttl);
    w.bytes(5, rdata);
    w.close(record);
  }
  text(w, 3, r.appliedPolicy);
  for (const tag of r.tags ?? []) w.string(4, tag);
  time(w, 5, r.queryTimeMs);
  number(w, 7, r.appliedPolicyType);
  text(w, 8, r.appliedPolicyTrigger);
  text(w, 9, r.appliedPolicyHit);
  number(w, 10, r.appliedPolicyKind);
  number(w, 11, r.validationState);
  w.close(start);
}

function meta(w: ProtoWriter, key: string, values: readonly (string | number)[]): void {
  const start = w.open(22);
  w.string(1, key);
  const value = w.open(2);
  for (const one of values) {
    if (typeof one === 'string') w.string(1, one);
    else w.int(2, one);
  }
  w.close(value);
  w.close(start);
}

/** Seconds in `field`, microseconds in the next. */
function time(w: ProtoWriter, field: number, unixMs: number | undefined): void {
  if (unixMs === undefined) return;
  const seconds = Math.floor(unixMs / 1000);
  w.uint(field, seconds);
  w.uint(field + 1, Math.floor((unixMs - seconds * 1000) * 1000));
}

function number(w: ProtoWriter, field: number, value: number | undefined): void {
  if (value !== undefined) w.uint(field, value);
}

function flag(w: ProtoWriter, field: number, value: boolean | undefined): void {
  if (value !== undefined) w.bool(field, value);
}

function text(w: ProtoWriter, field: number, value: string | undefined): void {
  if (value !== undefined) w.string(field, value);
}

function bytes(w: ProtoWriter, field: number, value: Uint8Array | undefined): void {
  if (value !== undefined) w.bytes(field, value);
}

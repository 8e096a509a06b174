/** A DNS client on dns-packet, so that none of our own code stands on the asking side. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';

import * as dnsPacket from 'dns-packet';

/** One query. */
export interface Query {
  readonly name: string;
  readonly type: dnsPacket.RecordType;
  readonly server: { readonly address: string; readonly port: number };
  readonly tcp?: boolean;
  /** Data of a TRACEPARENT option. */
  readonly traceparent?: Buffer;
  readonly edns?: boolean;
  readonly timeoutMs?: number;
}

/** A decoded response with its octets. */
export interface Response {
  readonly octets: Buffer;
  readonly packet: dnsPacket.DecodedPacket & { readonly rcode: string };
}

const TRACEPARENT = 65_500;
let lastId = 0;

/** Asks once; rejects when no answer comes in time. */
export async function ask(query: Query): Promise<Response> {
  lastId = (lastId + 1) & 0xffff;
  const id = lastId; // others ask while we wait
  const options = query.traceparent === undefined ? [] : [{ code: TRACEPARENT, data: query.traceparent }];
  const opt = { type: 'OPT', name: '.', udpPayloadSize: 1232, flags: 0, options } as unknown as dnsPacket.Answer;
  const packet = dnsPacket.encode({
    type: 'query',
    id,
    flags: dnsPacket.RECURSION_DESIRED,
    questions: [{ name: query.name, type: query.type, class: 'IN' }],
    additionals: query.edns === false ? [] : [opt],
  });
  const octets = await (query.tcp === true ? askTcp : askUdp)(packet, query);
  const decoded = dnsPacket.decode(octets) as Response['packet'];
  if (decoded.id !== id) throw new Error(`response ${decoded.id} to query ${id}`);
  return { octets, packet: decoded };
}

async function askUdp(packet: Buffer, { server, timeoutMs = 5000 }: Query): Promise<Buffer> {
  const socket = createSocket('udp4');
  try {
    socket.send(packet, server.port, server.address);
    const [message] = (await once(socket, 'message', { signal: AbortSignal.timeout(timeoutMs) })) as [Buffer];
    return message;
  } finally {
    socket.close();
  }
}

async function askTcp(packet: Buffer, { server, timeoutMs = 5000 }: Query): Promise<Buffer> {
  const socket = connect(server.port, server.address);
  try {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(packet.length);
    socket.write(Buffer.concat([length, packet]));
    let received = Buffer.alloc(0);
    const signal = AbortSignal.timeout(timeoutMs);
    while (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) {
      const [chunk] = (await once(socket, 'data', { signal })) as [Buffer];
      received = Buffer.concat([received, chunk]);
    }
    return received.subarray(2, 2 + received.readUInt16BE(0));
  } finally {
    socket.destroy();
  }
}

/** What of a response must not depend on tracing: RCODE, flags, and the records without their TTLs. */
export function comparable({ packet }: Response): unknown {
  const records = (list: dnsPacket.Answer[] | undefined): string[] =>
    (list ?? [])
      .filter(({ type }) => type !== 'OPT')
      .map((record) => JSON.stringify({ ...record, ttl: 0 }))
      .toSorted();
  return {
    rcode: packet.rcode,
    flags: [packet.flag_aa, packet.flag_tc, packet.flag_rd, packet.flag_ra, packet.flag_ad],
    answers: records(packet.answers),
    authorities: records(packet.authorities),
    additionals: records(packet.additionals),
  };
}

/** EDNS option codes in a response. */
export function optionCodes({ packet }: Response): number[] {
  const opt = packet.additionals?.find(({ type }) => type === 'OPT') as { options?: { code: number }[] } | undefined;
  return (opt?.options ?? []).map(({ code }) => code);
}

/** A DNS client for tests, on dns-packet: what it understands was not encoded by the code under test. */
import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import * as dnsPacket from 'dns-packet';

/** What to ask, and how. */
export interface DigQuery {
  readonly name: string;
  /** A mnemonic that dns-packet knows. Default A. */
  readonly type?: string;
  /** Default UDP. */
  readonly tcp?: boolean;
  /** Default 2000. */
  readonly timeoutMs?: number;
  /** Flag bits as dns-packet counts them. Default RECURSION_DESIRED. */
  readonly flags?: number;
  /** UDP size, DO bit and options of an OPT record; left out, none is sent. */
  readonly edns?: {
    readonly udpSize?: number;
    readonly dnssecOk?: boolean;
    readonly options?: readonly { code: number; data: Buffer }[];
  };
}

/** The response, decoded and as octets. */
export interface DigResponse {
  readonly packet: dnsPacket.DecodedPacket;
  readonly octets: Buffer;
}

/** Asks the server at `address` and `port` once. Rejects when no response with the query's ID comes in time. */
export async function dig(server: { address: string; port: number }, query: DigQuery): Promise<DigResponse> {
  const id = randomInt(0x1_0000);
  const octets = await digOctets(server, encodeQuery(id, query), query);
  return { packet: dnsPacket.decode(octets), octets };
}

/** Sends octets as they are and waits for a message with the same ID. */
export async function digOctets(
  server: { address: string; port: number },
  query: Uint8Array,
  { tcp = false, timeoutMs = 2000 }: Pick<DigQuery, 'tcp' | 'timeoutMs'> = {},
): Promise<Buffer> {
  const signal = AbortSignal.timeout(timeoutMs);
  return tcp ? await overTcp(server, query, signal) : await overUdp(server, query, signal);
}

function encodeQuery(id: number, { name, type = 'A', flags = dnsPacket.RECURSION_DESIRED, edns }: DigQuery): Buffer {
  const opt = {
    type: 'OPT',
    name: '.',
    udpPayloadSize: edns?.udpSize ?? 1232,
    flags: edns?.dnssecOk === true ? dnsPacket.DNSSEC_OK : 0,
    options: edns?.options ?? [],
  };
  const packet = {
    type: 'query',
    id,
    flags,
    questions: [{ type, name }],
    additionals: edns === undefined ? [] : [opt],
  };
  return dnsPacket.encode(packet as dnsPacket.Packet);
}

async function overUdp(
  server: { address: string; port: number },
  query: Uint8Array,
  signal: AbortSignal,
): Promise<Buffer> {
  const socket = createSocket(server.address.includes(':') ? 'udp6' : 'udp4');
  try {
    socket.send(query, server.port, server.address);
    for (;;) {
      const [message] = (await once(socket, 'message', { signal })) as [Buffer];
      if (message.length >= 12 && message[0] === query[0] && message[1] === query[1]) return message;
    }
  } finally {
    socket.close();
  }
}

async function overTcp(
  server: { address: string; port: number },
  query: Uint8Array,
  signal: AbortSignal,
): Promise<Buffer> {
  const socket = connect({ host: server.address, port: server.port, signal });
  try {
    socket.write(Buffer.concat([Buffer.of(query.length >> 8, query.length & 0xff), query]));
    let received = Buffer.alloc(0);
    for await (const chunk of socket) {
      received = Buffer.concat([received, chunk as Buffer]);
      if (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
        return received.subarray(2, 2 + received.readUInt16BE(0));
      }
    }
    throw new Error('the connection closed before a whole message came');
  } finally {
    socket.destroy();
  }
}

/** A server that answers with mutations of good answers, over UDP and TCP: behind a recursor, or behind a proxy. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

import { parseRdata } from '@span53/dns/rdata';
import { DNSName, frame, MessageBuilder, MessageView, RType, Section } from '@span53/dns/wire';

import { mutate, type Random } from './mutate.ts';
import { messageSeeds } from './seeds.ts';

/** Counts what it answered. */
export interface HostileServer extends AsyncDisposable {
  readonly port: number;
  readonly answers: { udp: number; tcp: number };
}

const AA_RESPONSE = 0x8400;
const TC = 0x0200;

/** Opens it on both transports; port 0: the system chooses. */
export async function openHostileServer(random: Random, address: string, port: number): Promise<HostileServer> {
  await using scope = new AsyncDisposableStack();
  const answers = { udp: 0, tcp: 0 };
  const udp = createSocket('udp4');
  scope.defer(() => {
    udp.close();
  });
  udp.on('error', () => undefined);
  udp.on('message', (query, { port: to, address: host }) => {
    for (const answer of hostileAnswers(random, query)) {
      answers.udp += 1;
      udp.send(answer, to, host);
    }
  });
  udp.bind(port, address);
  await once(udp, 'listening');
  const bound = udp.address().port;
  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.setTimeout(10_000, () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      for (const answer of hostileAnswers(random, chunk.subarray(2))) {
        answers.tcp += 1;
        const framed = frame(answer);
        socket.write(random.below(4) === 0 ? framed.subarray(0, random.below(framed.length)) : framed);
      }
      const chance = random.below(6);
      if (chance === 0) socket.end(random.octets(random.below(300)));
      else if (chance === 1) socket.resetAndDestroy();
    });
  });
  scope.defer(() => {
    tcp.close();
    for (const socket of sockets) socket.destroy();
  });
  tcp.listen(bound, address);
  await once(tcp, 'listening');
  const owned = scope.move();
  return { port: bound, answers, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** None to three; mostly with the ID and the question that were asked, so that they are looked at. */
function hostileAnswers(random: Random, query: Buffer): Buffer[] {
  const view = MessageView.open(query);
  if (view === undefined || !view.hasQuestion) return [];
  const count = [0, 1, 1, 1, 2, 3][random.below(6)]!;
  return Array.from({ length: count }, () => hostileAnswer(random, view));
}

function hostileAnswer(random: Random, query: MessageView): Buffer {
  const good = goodAnswer(random, query);
  const answer = mutate(random, good, random.pick(messageSeeds));
  const head = query.questionEnd;
  if (random.below(8) > 0 && answer.length >= head) {
    query.octets.subarray(0, 2).forEach((octet, at) => (answer[at] = octet));
    answer.set(query.octets.subarray(12, head), 12);
    answer.writeUInt16BE(1, 4);
    answer[2]! |= 0x80;
  }
  return answer;
}

function goodAnswer(random: Random, query: MessageView): Buffer {
  const flags = AA_RESPONSE | (random.below(6) === 0 ? TC : 0) | random.pick([0, 0, 0, 1, 2, 3, 5]);
  const builder = new MessageBuilder().start({ id: query.id, flags, limit: 65_535 });
  builder.question(query.qname, query.qtype, query.qclass);
  const name = query.qname;
  for (const section of [Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL]) {
    if (random.below(2) === 0) continue;
    const [type, rdata] = random.pick(RECORDS);
    const owner = random.below(3) === 0 ? DNSName.of('dead.test.') : name;
    builder.rrset(section, { name: owner, type, class: 1, ttl: random.pick([0, 1, 60, 0xffff_ffff]), rdata: [rdata] });
  }
  if (random.below(2) === 0) builder.opt({ udpSize: random.pick([0, 512, 1232, 65_535]), options: OPTIONS });
  return builder.finish();
}

/** NSID, COOKIE, EDE and TRACEPARENT. */
const OPTIONS = Buffer.from(`00030002abcd000a00082464c4abcf10c957000f00020016ffdc001b${'00'.repeat(27)}`, 'hex');

const RECORDS = (
  [
    [RType.A, '192.0.2.66'],
    [RType.AAAA, '2001:db8::66'],
    [RType.NS, 'ns1.dead.test.'],
    [RType.NS, 'www.shop.test.'],
    [RType.CNAME, 'loop.dead.test.'],
    [RType.CNAME, 'www.shop.test.'],
    [RType.DNAME, 'dead.test.'],
    [RType.SOA, 'ns1.dead.test. admin.dead.test. 1 2 3 4 5'],
    [RType.TXT, '"one" "two"'],
  ] as const
).map(([type, text]) => [type, parseRdata(type, text) as Uint8Array] as const);

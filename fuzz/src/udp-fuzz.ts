/** Mutated datagrams to one server: a bounded burst, then a normal query whose answer says that the burst is done. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

import { AnswerCheck } from './answer-check.ts';
import { normalQuery } from './packets.ts';
import type { FuzzRun } from './servers.ts';

/** Packets sent before an answer is waited for: they fit into the smallest receive buffer. */
const BURST = 32;
/** Packets of one socket: IDs are unique on it, and servers see new ports. */
const SOCKET_PACKETS = 4096;
/** IDs from here on are those of normal queries. */
const NORMAL_ID = 0xf000;
const ANSWER_MS = 5000;

/** Sends so many packets; what is wrong goes to `run.wrong`. */
export async function fuzzUdp(run: FuzzRun, packets: number): Promise<void> {
  for (let left = packets; left > 0 && !run.over(); left -= SOCKET_PACKETS) {
    const socket = createSocket('udp4');
    socket.on('error', (error) => run.wrong(`the socket failed: ${error.message}`));
    socket.connect(run.target.port, run.target.address);
    await once(socket, 'connect');
    try {
      await fuzzSocket(run, socket, Math.min(left, SOCKET_PACKETS));
    } finally {
      socket.close();
    }
  }
}

async function fuzzSocket(run: FuzzRun, socket: Socket, packets: number): Promise<void> {
  const check = new AnswerCheck(run.counts, run.wrong, { datagrams: true, passesOn: run.target.passesOn });
  let normal: { id: number; answered: () => void } | undefined;
  socket.on('message', (octets) => {
    if (octets.length >= 2 && octets.readUInt16BE(0) >= NORMAL_ID) {
      if (octets.readUInt16BE(0) === normal?.id) normal.answered();
    } else check.received(octets);
  });
  let normalId = NORMAL_ID;
  for (let id = 0; id < packets && !run.over();) {
    for (const end = Math.min(packets, id + BURST); id < end; id += 1) {
      const packet = run.source.next(id);
      check.sent(id, packet);
      socket.send(packet.octets);
    }
    normalId += 1;
    const { promise, resolve } = Promise.withResolvers<void>();
    normal = { id: normalId, answered: resolve };
    socket.send(normalQuery(run.normalName(), normalId));
    if (!(await inTime(promise, ANSWER_MS))) run.wrong(`no answer to a normal query behind packet ${id}`);
  }
}

/** True when it resolves within the time. */
export async function inTime(promise: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, timeoutMs, false);
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

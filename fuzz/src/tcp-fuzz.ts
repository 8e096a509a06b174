/** Mutated streams to one server: frames cut and joined anywhere, half frames, garbage, ends and resets. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { frame } from '@span53/dns/wire';

import { AnswerCheck } from './answer-check.ts';
import { normalQuery } from './packets.ts';
import type { FuzzRun } from './servers.ts';
import { inTime } from './udp-fuzz.ts';

/** Connections that are being written to. */
const CONNECTIONS = 4;
/** Connections that wait for their last answers and the server's end: far below every limit. */
const LINGERING_MAX = 60;
const FRAMES_MAX = 24;
const NORMAL_ID = 0xf000;
/** How long a server may take to answer or to close: above its time-outs for half a query. */
const ANSWER_MS = 12_000;

/** How a stream ends behind its frames; most end well. */
const ENDINGS = ['normal query', 'normal query', 'normal query', 'half frame', 'garbage', 'reset'] as const;
type Ending = (typeof ENDINGS)[number];

/** Sends so many packets as frames; resolves when every connection has ended. */
export async function fuzzTcp(run: FuzzRun, packets: number): Promise<void> {
  let left = packets;
  const lingering = new Set<Promise<void>>();
  const loop = async (): Promise<void> => {
    while (left > 0 && !run.over()) {
      const frames = Math.min(left, 1 + run.random.below(FRAMES_MAX));
      left -= frames;
      while (lingering.size >= LINGERING_MAX) await Promise.race(lingering);
      const ended = await fuzzStream(run, frames);
      lingering.add(ended.closed);
      void ended.closed.finally(() => lingering.delete(ended.closed));
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, loop));
  await Promise.all(lingering);
}

/** Resolves when its octets are out and the normal query is answered; the rest is waited for in `closed`. */
async function fuzzStream(run: FuzzRun, frames: number): Promise<{ closed: Promise<void> }> {
  const { random, target } = run;
  const socket = connect(target.port, target.address);
  socket.setNoDelay(true);
  // A reset is the server's right when it was sent garbage.
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  const check = new AnswerCheck(run.counts, run.wrong, { datagrams: false, passesOn: run.target.passesOn });
  const ending = random.pick(ENDINGS);
  const answered = Promise.withResolvers<void>();
  readFrames(socket, (message) => {
    if (message.length >= 2 && message.readUInt16BE(0) === NORMAL_ID) answered.resolve();
    // Garbage has IDs of its own.
    else if (ending !== 'garbage') check.received(message);
  });
  await writeInPieces(run, socket, Buffer.concat([...someFrames(run, check, frames), lastOctets(run, ending)]));
  if (ending === 'normal query') {
    // A server may close on what it cannot stand.
    if (!(await inTime(Promise.race([answered.promise, closed]), ANSWER_MS))) run.wrong('a stream got no answer');
  }
  if (ending === 'reset') socket.resetAndDestroy();
  else socket.end();
  const end = async (): Promise<void> => {
    if (!(await inTime(closed, ANSWER_MS))) run.wrong(`a stream that ended (${ending}) is not closed`);
    socket.destroy();
  };
  return { closed: end() };
}

function someFrames(run: FuzzRun, check: AnswerCheck, frames: number): Buffer[] {
  return Array.from({ length: frames }, (_, id) => {
    const packet = run.source.next(id);
    check.sent(id, packet);
    return frame(packet.octets);
  });
}

function lastOctets({ random, normalName }: FuzzRun, ending: Ending): Buffer {
  switch (ending) {
    case 'normal query':
      return frame(normalQuery(normalName(), NORMAL_ID));
    case 'half frame':
      return frame(random.octets(60)).subarray(0, 1 + random.below(60));
    case 'garbage':
      return random.octets(1 + random.below(2000));
    case 'reset':
      return Buffer.alloc(0);
  }
}

/** Cuts anywhere: in the length, between frames, or not at all. */
async function writeInPieces({ random }: FuzzRun, socket: Socket, octets: Buffer): Promise<void> {
  for (let at = 0; at < octets.length && socket.writable;) {
    const end = random.below(3) === 0 ? octets.length : at + 1 + random.below(octets.length - at);
    socket.write(octets.subarray(at, end));
    at = end;
    if (random.below(4) === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** Calls back for each whole message; a server's frames are whole and in order. */
function readFrames(socket: Socket, onMessage: (message: Buffer) => void): void {
  let rest = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
      const end = 2 + rest.readUInt16BE(0);
      onMessage(rest.subarray(2, end));
      rest = rest.subarray(end);
    }
  });
}

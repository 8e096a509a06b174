import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** Why a body was not taken, as an HTTP status. */
export type BodyFailure = 400 | 413 | 415 | 503;

const gunzipAsync = promisify(gunzip);

/** Octets of request bodies held at this moment, by all requests of one listener. */
export class BodyBudget {
  readonly #octetsMax: number;
  #held = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(octetsMax: number) {
    this.#octetsMax = octetsMax;
  }

  take(octets: number): boolean {
    if (this.#held + octets > this.#octetsMax) return false;
    this.#held += octets;
    return true;
  }

  give(octets: number): void {
    this.#held -= octets;
  }

  /** Runs one piece of work after the other: what a gzip body takes is known only when it has been taken. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}

/**
 * Reads a request's body and hands it to `use`: at most `octetsMax` before and after decompression (413), encodings
 * identity and gzip (415), and only while `budget` has room (503). The octets count against the budget until `use`
 * returns.
 */
export async function withBody<T>(
  request: IncomingMessage,
  { octetsMax, budget }: { octetsMax: number; budget: BodyBudget },
  use: (body: Buffer) => T,
): Promise<T | BodyFailure> {
  const encoding = request.headers['content-encoding']?.toLowerCase() ?? 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip') return 415;
  if (Number(request.headers['content-length'] ?? 0) > octetsMax) return 413;
  let held = 0;
  const hold = (octets: number): boolean => {
    if (!budget.take(octets)) return false;
    held += octets;
    return true;
  };
  try {
    const received = await readAll(request, octetsMax, hold);
    if (typeof received === 'number' || encoding === 'identity') {
      return typeof received === 'number' ? received : use(received);
    }
    const plain = await budget.inTurn(() => inflate(received, octetsMax));
    if (typeof plain === 'number') return plain;
    return hold(plain.length) ? use(plain) : 503;
  } finally {
    budget.give(held);
  }
}

async function readAll(
  request: IncomingMessage,
  octetsMax: number,
  hold: (octets: number) => boolean,
): Promise<Buffer | BodyFailure> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > octetsMax) return 413;
      if (!hold(chunk.length)) return 503;
      chunks.push(chunk);
    }
  } catch {
    return 400; // the peer went away or broke the chunked encoding
  }
  return Buffer.concat(chunks, length);
}

async function inflate(octets: Buffer, octetsMax: number): Promise<Buffer | BodyFailure> {
  try {
    return await gunzipAsync(octets, { maxOutputLength: octetsMax });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 413 : 400;
  }
}

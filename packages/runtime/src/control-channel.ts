/** Typed requests between the main thread and its workers: few, small, never one per query. */
import type { MessagePort, Transferable } from 'node:worker_threads';

/** Answers one kind of request. Throwing sends the message of the error to the asker. */
export type ControlHandler = (payload: unknown) => unknown;

/** One end of the channel. In the main thread `ask` goes to all workers; in a worker it goes to the main thread. */
export interface Control {
  /** Registers the answer to one kind of request. */
  on(kind: string, handler: ControlHandler): void;
  /** Asks the other side; every answer, in worker order. Rejects when one does not answer in time. */
  ask(kind: string, payload?: unknown): Promise<unknown[]>;
  /** Says something that needs no answer. */
  tell(kind: string, payload?: unknown): void;
}

interface Request {
  readonly request: number;
  readonly kind: string;
  readonly payload: unknown;
}
type Answer = { readonly answer: number; readonly value?: unknown; readonly error?: string };
type Message = Request | Answer;

/** How long an answer may take. */
const ANSWER_MS = 5000;
/** Requests without answer at a time on one link. */
const REQUESTS_MAX = 1000;

/** Something that messages can be posted to and come from: a Worker, a parentPort, a MessagePort. */
export interface Endpoint {
  postMessage(value: unknown, transfer?: readonly Transferable[]): void;
  on(event: 'message', listener: (value: unknown) => void): unknown;
}

/** One link to one other thread. */
export class ControlLink {
  readonly #endpoint: Endpoint;
  readonly #handlers: Map<string, ControlHandler>;
  readonly #waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void; timer: NodeJS.Timeout }
  >();
  #last = 0;

  constructor(endpoint: Endpoint, handlers: Map<string, ControlHandler>) {
    this.#endpoint = endpoint;
    this.#handlers = handlers;
    endpoint.on('message', (message) => void this.#receive(message as Message));
  }

  /** Rejects when there is no answer within `waitMs`. */
  ask(kind: string, payload: unknown, waitMs: number = ANSWER_MS): Promise<unknown> {
    if (this.#waiting.size >= REQUESTS_MAX) return Promise.reject(new Error('too many requests under way'));
    this.#last += 1;
    const request = this.#last;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(request);
        reject(new Error(`no answer to ${kind} within ${waitMs} ms`));
      }, waitMs);
      timer.unref();
      this.#waiting.set(request, { resolve, reject, timer });
      this.#endpoint.postMessage({ request, kind, payload } satisfies Request);
    });
  }

  tell(kind: string, payload: unknown): void {
    this.#endpoint.postMessage({ request: 0, kind, payload } satisfies Request);
  }

  /** Rejects what waits: the other side has gone. */
  close(): void {
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new Error('the other thread has ended'));
    }
    this.#waiting.clear();
  }

  async #receive(message: Message): Promise<void> {
    if ('answer' in message) {
      const waiting = this.#waiting.get(message.answer);
      if (waiting === undefined) return; // too late
      this.#waiting.delete(message.answer);
      clearTimeout(waiting.timer);
      if (message.error === undefined) waiting.resolve(message.value);
      else waiting.reject(new Error(message.error));
      return;
    }
    if (!('request' in message)) return;
    const { request, kind, payload } = message;
    try {
      const handler = this.#handlers.get(kind);
      if (handler === undefined) throw new Error(`nobody answers ${kind}`);
      const value = await handler(payload);
      if (request !== 0) this.#endpoint.postMessage({ answer: request, value } satisfies Answer);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (request !== 0) this.#endpoint.postMessage({ answer: request, error: why } satisfies Answer);
    }
  }
}

/** A `Control` over any number of links. */
export class LinkedControl implements Control {
  readonly handlers = new Map<string, ControlHandler>();
  readonly links: ControlLink[] = [];

  on(kind: string, handler: ControlHandler): void {
    this.handlers.set(kind, handler);
  }

  ask(kind: string, payload?: unknown): Promise<unknown[]> {
    return Promise.all(this.links.map((link) => link.ask(kind, payload)));
  }

  tell(kind: string, payload?: unknown): void {
    for (const link of this.links) link.tell(kind, payload);
  }

  add(endpoint: Endpoint): ControlLink {
    const link = new ControlLink(endpoint, this.handlers);
    this.links.push(link);
    return link;
  }

  remove(link: ControlLink): void {
    link.close();
    const at = this.links.indexOf(link);
    if (at >= 0) this.links.splice(at, 1);
  }
}

/** Two controls of one thread that talk to each other: the data plane in the main thread. */
export function pairControls(first: MessagePort, second: MessagePort): readonly [LinkedControl, LinkedControl] {
  const main = new LinkedControl();
  const worker = new LinkedControl();
  main.add(first);
  worker.add(second);
  return [main, worker];
}

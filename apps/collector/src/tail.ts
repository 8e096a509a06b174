import type { TraceSummary } from './model/summary.ts';
import { summaryJson } from './model/to-json.ts';

/** Bounds of the live tail. */
export interface TailOptions {
  readonly clientsMax: number;
  /** Events that wait for one slow client; what comes then is dropped for it. */
  readonly bufferMax: number;
  /** Milliseconds between comments that keep proxies from closing a quiet stream. */
  readonly heartbeatMs: number;
}

interface Client {
  readonly controller: ReadableStreamDefaultController<Uint8Array>;
  dropped: number;
}

/** The live tail: every changed trace as a server-sent event to each connected page. */
export class Tail implements Disposable {
  readonly counters = { events: 0, dropped: 0, refused: 0 };
  readonly #options: TailOptions;
  readonly #clients = new Set<Client>();
  readonly #encoder = new TextEncoder();
  readonly #heartbeat: NodeJS.Timeout;

  constructor(options: TailOptions) {
    this.#options = options;
    this.#heartbeat = setInterval(() => this.#broadcast(this.#encoder.encode(': still here\n\n')), options.heartbeatMs);
    this.#heartbeat.unref();
  }

  get clients(): number {
    return this.#clients.size;
  }

  /** A body of content type text/event-stream; undefined when there are too many clients. */
  connect(): ReadableStream<Uint8Array> | undefined {
    if (this.#clients.size >= this.#options.clientsMax) {
      this.counters.refused++;
      return undefined;
    }
    let client: Client | undefined;
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          client = { controller, dropped: 0 };
          this.#clients.add(client);
          controller.enqueue(this.#encoder.encode('retry: 2000\n\n'));
        },
        cancel: () => {
          if (client !== undefined) this.#clients.delete(client);
        },
      },
      { highWaterMark: this.#options.bufferMax },
    );
  }

  /** Sends summaries to all clients; costs nothing while there are none. */
  publish(traces: readonly TraceSummary[]): void {
    if (this.#clients.size === 0) return;
    for (const trace of traces) {
      this.counters.events++;
      this.#broadcast(this.#encoder.encode(`event: trace\ndata: ${JSON.stringify(summaryJson(trace))}\n\n`));
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#heartbeat);
    for (const { controller } of this.#clients) controller.close();
    this.#clients.clear();
  }

  #broadcast(event: Uint8Array): void {
    for (const client of this.#clients) {
      if ((client.controller.desiredSize ?? 0) <= 0) {
        client.dropped++;
        this.counters.dropped++;
        continue;
      }
      if (client.dropped > 0) {
        client.controller.enqueue(this.#encoder.encode(`event: dropped\ndata: ${client.dropped}\n\n`));
        client.dropped = 0;
      }
      client.controller.enqueue(event);
    }
  }
}

/** Keeps a lab's parts running: one that ends is started again, a few times and not at once. */
import { setTimeout as wait } from 'node:timers/promises';

import type { Lab } from './lab.ts';
import { StartError } from './process.ts';

/** How often, and how soon. */
export interface KeeperOptions {
  /** Gets a line for people. */
  readonly say: (line: string) => void;
  /** Starts of one part until it is given up; the count begins anew when a part has run for `stableMs`. Default 5. */
  readonly restartsMax?: number;
  /** Wait before the first restart; each further one waits twice as long. Default 250. */
  readonly backoffMs?: number;
  /** Default 60,000. */
  readonly stableMs?: number;
}

/** Watches all parts of a lab until it is disposed of, which must come before the lab's own end. */
export class LabKeeper implements AsyncDisposable {
  readonly #lab: Pick<Lab, 'processes' | 'restart'>;
  readonly #options: Required<KeeperOptions>;
  readonly #stop = new AbortController();
  readonly #watches: Promise<void>;
  /** Starts under way. */
  readonly #starts = new Set<Promise<unknown>>();

  constructor(lab: Pick<Lab, 'processes' | 'restart'>, options: KeeperOptions) {
    this.#lab = lab;
    this.#options = { restartsMax: 5, backoffMs: 250, stableMs: 60_000, ...options };
    this.#watches = Promise.all([...lab.processes.keys()].map((name) => this.#watch(name))).then(() => undefined);
  }

  /** Resolves when every part has been given up: nothing runs any more. */
  get nothingLeft(): Promise<void> {
    return this.#watches;
  }

  /** Restarts nothing from here on; a start that is under way ends first, so that the lab can stop it. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled(this.#starts);
  }

  /** Resolves when the part is given up. */
  async #watch(name: string): Promise<void> {
    const { restartsMax, backoffMs, stableMs, say } = this.#options;
    const { signal } = this.#stop;
    let sinceMs = performance.now();
    for (let restarts = 0; ; restarts += 1) {
      const code = await this.#lab.processes.get(name)!.exited;
      if (signal.aborted) return;
      if (performance.now() - sinceMs >= stableMs) restarts = 0;
      const how = code === -1 ? 'was killed' : `has ended with exit code ${code}`;
      if (restarts === restartsMax) {
        say(`${name} ${how} again; the lab goes on without it`);
        return;
      }
      const delayMs = backoffMs * 2 ** restarts;
      say(`${name} ${how}; starting it again in ${delayMs} ms (${restarts + 1} of ${restartsMax})`);
      await wait(delayMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      sinceMs = performance.now();
      await this.#restart(name);
    }
  }

  async #restart(name: string): Promise<void> {
    const start = this.#lab.restart(name);
    this.#starts.add(start);
    try {
      await start;
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      this.#options.say(error.message);
    } finally {
      this.#starts.delete(start);
    }
  }
}

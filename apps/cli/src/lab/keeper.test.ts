import assert from 'node:assert/strict';
import { test } from 'node:test';

import { LabKeeper, type KeeperOptions } from './keeper.ts';
import type { Lab } from './lab.ts';
import { StartError, type LabProcess } from './process.ts';

/** Parts whose end the test decides. `start` says what a restart comes to. */
class FakeLab {
  readonly processes = new Map<string, LabProcess>();
  readonly said: string[] = [];
  readonly starts: string[] = [];
  readonly #ends = new Map<string, (code: number) => void>();
  start: (name: string) => Promise<void> = () => Promise.resolve();

  constructor(names: readonly string[]) {
    for (const name of names) this.#run(name);
  }

  readonly restart: Lab['restart'] = async (name) => {
    this.starts.push(name);
    await this.start(name);
    return this.#run(name);
  };

  end(name: string, code: number): void {
    this.#ends.get(name)!(code);
  }

  keep(options: Partial<KeeperOptions> = {}): LabKeeper {
    const say = (line: string): number => this.said.push(line);
    return new LabKeeper(this, { say, backoffMs: 1, ...options });
  }

  /** Resolves when so many parts have been started again. */
  async started(count: number): Promise<void> {
    while (this.starts.length < count) await new Promise((resolve) => setTimeout(resolve, 1));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }

  #run(name: string): LabProcess {
    const { promise: exited, resolve } = Promise.withResolvers<number>();
    this.#ends.set(name, resolve);
    const process = { name, exited } as LabProcess;
    this.processes.set(name, process);
    return process;
  }
}

test('a part that ends is started again, and said; the others are left alone', async () => {
  const lab = new FakeLab(['recursor', 'proxy']);
  await using _keeper = lab.keep();
  lab.end('recursor', -1);
  await lab.started(1);
  lab.end('recursor', 1);
  await lab.started(2);
  assert.deepEqual(lab.starts, ['recursor', 'recursor']);
  assert.deepEqual(lab.said, [
    'recursor was killed; starting it again in 1 ms (1 of 5)',
    'recursor has ended with exit code 1; starting it again in 2 ms (2 of 5)',
  ]);
});

test('a part that keeps ending, or does not start, is given up; when all are, nothing is left', async () => {
  const lab = new FakeLab(['recursor', 'proxy']);
  lab.start = async (name) => {
    if (name === 'proxy') throw new StartError('proxy: the address is in use');
    setImmediate(() => lab.end(name, 1));
  };
  await using keeper = lab.keep({ restartsMax: 3 });
  lab.end('proxy', -1);
  lab.end('recursor', 1);
  await keeper.nothingLeft;
  assert.equal(lab.starts.filter((name) => name === 'recursor').length, 3);
  assert.equal(lab.starts.filter((name) => name === 'proxy').length, 3);
  assert.equal(lab.said.filter((line) => line === 'proxy: the address is in use').length, 3);
  assert.equal(lab.said.at(-1)?.endsWith('the lab goes on without it'), true);
});

test('a part that ran for long is counted anew', async () => {
  const lab = new FakeLab(['recursor']);
  await using _keeper = lab.keep({ restartsMax: 1, stableMs: 0 });
  for (let ends = 1; ends <= 3; ends += 1) {
    lab.end('recursor', -1);
    await lab.started(ends);
  }
  assert.ok(lab.said.every((line) => line.endsWith('(1 of 1)')));
});

test('once disposed of it starts nothing, and waits for a start under way', async () => {
  const lab = new FakeLab(['recursor', 'proxy']);
  const under = Promise.withResolvers<void>();
  lab.start = () => under.promise;
  const keeper = lab.keep();
  lab.end('recursor', -1);
  await lab.started(1);
  let disposed = false;
  const disposing = keeper[Symbol.asyncDispose]().then(() => (disposed = true));
  lab.end('proxy', 0);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(disposed, false);
  under.resolve();
  await disposing;
  assert.deepEqual(lab.starts, ['recursor']);
});

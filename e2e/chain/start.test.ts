/** `npm start` as in the README: it says where everything is, answers, traces, and Ctrl-C leaves nothing. */
import assert from 'node:assert/strict';
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { LOCAL_PLACES } from '@span53/cli/lab';

import { ask } from './client.ts';
import { collectedTrace } from './collector-traces.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const START_MS = 60_000;
const execute = promisify(execFile);
const { proxy, collector } = LOCAL_PLACES;

async function isTaken(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const taken = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return taken;
}

/** Processes whose command line has this text. */
function processesWith(text: string): string[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .map(commandLine)
    .filter((line) => line.includes(text));
}

/** Empty when the process has just ended. */
function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

const taken = (await isTaken(proxy.port)) || (await isTaken(collector.webPort));
const skip = taken ? `a lab runs on port ${proxy.port} or ${collector.webPort} already` : false;

test('npm start, a query, its trace in the terminal, Ctrl-C', { skip, timeout: 90_000 }, async (context) => {
  // A group of its own, as a terminal makes it: Ctrl-C is a signal to the group.
  const npm = spawn('npm', ['start'], { cwd: ROOT, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  context.after(() => {
    if (npm.exitCode === null && npm.signalCode === null) process.kill(-npm.pid!, 'SIGKILL');
  });
  let said = '';
  for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const deadlineMs = performance.now() + START_MS;
  while (!said.includes('Ctrl-C stops all of it')) {
    assert.ok(npm.exitCode === null && performance.now() < deadlineMs, said);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const workdir = /starting the lab in (\S+)/.exec(said)?.[1] ?? assert.fail(said);
  assert.equal((await ask({ name: 'www.shop.test', type: 'A', server: proxy })).packet.rcode, 'NOERROR');
  const trace = await collectedTrace(`http://127.0.0.1:${collector.webPort}`, 'www.shop.test');
  for (const service of ['recursor', 'auth-test']) trace.hop(service);
  const { stdout } = await execute(path.join(ROOT, 'span53'), ['dig', 'cdn.shop.test'], { timeout: 20_000 });
  assert.match(stdout, /status: NOERROR/);
  assert.match(stdout, /cdn\.shop\.test\.\t+300\tIN\tCNAME\tedge\.media\.test\./);
  for (const service of ['proxy', 'recursor', 'auth-leaf-[12]']) {
    assert.match(stdout, new RegExp(`─ ${service} dns\\.server\\.query`));
  }
  assert.equal(processesWith(workdir).length, 7);
  process.kill(-npm.pid!, 'SIGINT');
  await once(npm, 'exit');
  // npm itself does not wait for what it has started.
  while ((existsSync(workdir) || processesWith(workdir).length > 0) && performance.now() < deadlineMs) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.deepEqual(processesWith(workdir), []);
  assert.ok(!existsSync(workdir), `${workdir} is left: ${said}`);
  assert.equal(await isTaken(collector.webPort), false);
});

test(
  'SIGTERM to npm alone, as a service manager sends it, ends the lab too',
  { skip, timeout: 90_000 },
  async (context) => {
    const npm = spawn('npm', ['start'], { cwd: ROOT, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
    // npm may be gone before what it has started.
    context.after(() => void spawnSync('kill', ['-KILL', '--', `-${npm.pid}`]));
    let said = '';
    npm.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const deadlineMs = performance.now() + START_MS;
    const wait = async (until: () => boolean): Promise<void> => {
      while (!until() && performance.now() < deadlineMs) await new Promise((resolve) => setTimeout(resolve, 50));
      assert.ok(until(), said);
    };
    await wait(() => said.includes('is ready'));
    const workdir = /starting the lab in (\S+)/.exec(said)?.[1] ?? assert.fail(said);
    npm.kill('SIGTERM');
    await wait(() => !existsSync(workdir) && processesWith(workdir).length === 0);
  },
);

/** One server of the lab as a child process: started, watched for its ready line, stopped. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** What a checkout's launcher has chosen, a bundle or the sources; else the command that this is part of. */
const MAIN = process.env['SPAN53_MAIN'] ?? fileURLToPath(new URL('../main.ts', import.meta.url));
/**
 * From a checkout the servers run from their sources, as we do. Nothing else is inherited: `-e` would start us
 * again.
 */
const CONDITIONS = process.execArgv.filter((arg) => arg.startsWith('--conditions='));
/** Log lines kept to explain a failed start. */
const LINES_KEPT = 20;

/** What to start. */
export interface ProcessSpec {
  /** Shown in messages: `auth-root`. */
  readonly name: string;
  /** Arguments of the span53 command: `auth`, `--config`, ... */
  readonly args: readonly string[];
  /** Gets each log line. */
  readonly onLog?: (line: string) => void;
  readonly readyTimeoutMs?: number;
}

/** A running server. `stop` sends SIGTERM and waits; after the grace it sends SIGKILL. */
export interface LabProcess extends AsyncDisposable {
  readonly name: string;
  readonly pid: number;
  /** The ready line: `event`, and every bound address. */
  readonly ready: Readonly<Record<string, unknown>>;
  /** The exit code, once it ended; -1 for a signal. */
  readonly exited: Promise<number>;
  stop(graceMs?: number): Promise<number>;
  kill(signal: NodeJS.Signals): void;
}

/** A server ended, or said nothing, before it was ready. The message has its last log lines. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** Starts one server and resolves when it has said that it is ready. */
export async function startProcess(spec: ProcessSpec): Promise<LabProcess> {
  const child = spawn(process.execPath, [...CONDITIONS, MAIN, ...spec.args], {
    // The open standard input tells the server that we live: it stops when we are gone, however we went.
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, SPAN53_STOP_WITH_STDIN: '1' },
    // A Ctrl-C in the terminal reaches the whole group; the lab stops its servers itself, in order.
    detached: true,
  });
  const exited = once(child, 'exit').then(([code]) => (code as number | null) ?? -1);
  const lines: string[] = [];
  const take = (line: string): void => {
    lines.push(line);
    if (lines.length > LINES_KEPT) lines.shift();
    spec.onLog?.(line);
  };
  createInterface({ input: child.stderr }).on('line', take);
  try {
    const ready = await waitReady(child, take, spec.readyTimeoutMs ?? 15_000);
    return running(spec.name, child, ready, exited);
  } catch (error) {
    child.kill('SIGKILL');
    const why = error instanceof Error ? error.message : String(error);
    throw new StartError(`${spec.name}: ${why}\n${lines.map((line) => `  ${line}`).join('\n')}`);
  }
}

function waitReady(child: ChildProcess, take: (line: string) => void, timeoutMs: number): Promise<LabProcess['ready']> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready after ${timeoutMs} ms`)), timeoutMs);
    const end = (error: Error): void => {
      clearTimeout(timer);
      reject(error);
    };
    child.once('error', end);
    child.once('exit', (code, signal) =>
      end(new Error(`ended with ${signal ?? `exit code ${code}`} before it was ready`)),
    );
    createInterface({ input: child.stdout! }).on('line', (line) => {
      take(line);
      if (!line.includes('"event":"ready"')) return;
      clearTimeout(timer);
      resolve(JSON.parse(line) as LabProcess['ready']);
    });
  });
}

function running(name: string, child: ChildProcess, ready: LabProcess['ready'], exited: Promise<number>): LabProcess {
  const stop = async (graceMs = 5000): Promise<number> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    const code = await exited;
    clearTimeout(timer);
    return code;
  };
  return {
    name,
    pid: child.pid!,
    ready,
    exited,
    stop,
    kill: (signal) => child.kill(signal),
    [Symbol.asyncDispose]: async () => {
      await stop();
    },
  };
}

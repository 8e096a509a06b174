/** Other software beside ours: is it there, run it, start a server of it. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';

const PATHS = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;
/** The environment of the tools: some are where only root looks for programs. */
export const env = { ...process.env, PATH: PATHS, NODE_OPTIONS: '' };

/** Which of the tools are not installed. */
export function missingTools(tools: readonly string[]): string[] {
  return tools.filter((tool) => spawnSync('sh', ['-c', `command -v ${tool}`], { env, stdio: 'ignore' }).status !== 0);
}

/** What `node:test` takes as `skip`: false, or the reason. */
export function skipUnless(tools: readonly string[]): string | false {
  const missing = missingTools(tools);
  return missing.length === 0 ? false : `not installed: ${missing.join(', ')}`;
}

/** True when the command is there and tells a version that starts so: `9.18.`. */
export function hasVersion([command, option]: readonly [command: string, option: string], version: string): boolean {
  const { stdout, stderr } = spawnSync(command, [option], { env, encoding: 'utf8', timeout: 20_000 });
  return ` ${stdout ?? ''}${stderr ?? ''}`.includes(` ${version}`);
}

/** Runs a tool to its end; the outcome has both outputs. */
export function run(tool: string, args: readonly string[], cwd: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(tool, args, { cwd, env, encoding: 'utf8', timeout: 60_000 });
  return { status, output: `${stdout}${stderr}` };
}

/** Runs a tool that must succeed, and returns its standard output. */
export function output(tool: string, args: readonly string[], cwd: string): string {
  return execFileSync(tool, args, { cwd, env, encoding: 'utf8', timeout: 60_000, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Starts a server; the caller ends it by `kill`. Resolves when its output has `ready`, rejects when it ends before. */
export async function startServer(
  tool: string,
  args: readonly string[],
  { cwd, ready }: { cwd: string; ready: RegExp },
): Promise<ChildProcess> {
  const child = spawn(tool, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${tool} did not start:\n${text}`)), 20_000);
    const look = (chunk: Buffer): void => {
      text += chunk.toString();
      if (!ready.test(text)) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`${tool} ended with ${code}:\n${text}`));
    });
  }).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  return child;
}

/** Ends a server and waits until it is gone. */
export async function stopServer(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** A port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

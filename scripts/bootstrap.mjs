// Entry of every root npm script. Runs on whatever Node is there (>= 18), needs nothing installed:
// makes node_modules match pnpm-lock.yaml, then runs the given command on our own Node and pnpm.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const bin = path.join(root, 'node_modules', '.bin');
const env = { ...process.env, PATH: bin + path.delimiter + process.env.PATH, TURBO_TELEMETRY_DISABLED: '1' };
delete env.npm_config_nodedir; // a host's .npmrc may name another Node's headers

const stamp = path.join(root, 'node_modules', '.pnpm-workspace-state-v1.json');
const lock = path.join(root, 'pnpm-lock.yaml');
if (!existsSync(stamp) || statSync(stamp).mtimeMs < statSync(lock).mtimeMs) {
  const { packageManager } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  console.error(`span53: fetching Node 24 and the libraries with ${packageManager} (once, about 20 s)`);
  const install = spawnSync('npx', ['--yes', packageManager, 'install', '--frozen-lockfile'], {
    cwd: root,
    stdio: 'inherit',
    env,
  });
  if (install.error) console.error(install.error.message);
  if (install.status !== 0) process.exit(install.status ?? 1);
}

const [command, ...args] = process.argv.slice(2);
if (command) {
  // Asynchronous, so that Ctrl-C and SIGTERM reach the child and we end with its exit code.
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(error.message);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)));
}

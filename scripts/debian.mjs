// Installs the software that tests compare ours with, from Debian: what packages/dns needs, and with `all` the rest. Only
// root can, and only there; else it says what is missing, and the tests that need it skip and name it.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';

const dns = [
  'bind9-dnsutils',
  'bind9utils',
  'bind9',
  'knot',
  'knot-dnsutils',
  'knot-dnssecutils',
  'ldnsutils',
  'nsd',
  'unbound-host',
];
const rest = ['dnsperf', 'unbound', 'sqlite3', 'chromium', 'iproute2', 'curl'];
/** Asked by Debian whether a package's daemon may start. None of these may: the tests start their own, on loopback. */
const policy = '/usr/sbin/policy-rc.d';

/** The signal that ended a program: that of Ctrl-C, or SIGTERM because it took too long. */
let stoppedBy = null;

/** Runs a program for at most ten minutes, with nothing to ask the user; true when it ended with 0. */
function run(command, ...args) {
  const { status, signal } = spawnSync(command, args, {
    stdio: 'ignore',
    timeout: 600_000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  stoppedBy ??= signal;
  return status === 0;
}

function isInstalled(name) {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f=${Status}', name], { encoding: 'utf8' });
  return stdout?.includes('ok installed') ?? false;
}

function install(names) {
  console.log(`installing ${names.join(' ')}`);
  const isOurs = !existsSync(policy);
  // Without handlers these would end us at once, and leave the file, with which no daemon of the machine starts again.
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, () => {});
  if (isOurs) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    run('apt-get', 'update', '-qq');
    for (const name of names) {
      if (stoppedBy !== null) break;
      const options = ['-y', '-qq', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300'];
      if (!run('apt-get', 'install', ...options, name)) console.log(`${name} could not be installed`);
    }
  } finally {
    if (isOurs) rmSync(policy, { force: true });
    for (const signal of signals) process.removeAllListeners(signal);
  }
  if (stoppedBy !== null) process.kill(process.pid, stoppedBy);
}

const missing = (process.argv.includes('all') ? [...dns, ...rest] : dns).filter((name) => !isInstalled(name));
if (missing.length > 0) {
  if (process.getuid?.() === 0 && run('apt-get', '--version')) install(missing);
  else console.log(`not installed, and only root on Debian can: ${missing.join(' ')}`);
}

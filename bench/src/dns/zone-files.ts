/** Reading a large zone file, beside BIND's named-checkzone on the same file, in turns. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { median } from '../contest.ts';
import type { Row } from './row.ts';
import type { ZoneRun } from './zone-run.ts';
import { origin, writeZone } from './zone-text.ts';

// Beside this one, as source or compiled.
const script = fileURLToPath(new URL(`./zone-run${path.extname(import.meta.url)}`, import.meta.url));
const secondsMax = 300;

export function benchZoneFiles(records: number, rounds: number): Row[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'span53-bench-dns-'));
  try {
    const file = path.join(folder, 'example.com.zone');
    const written = writeZone(file, records);
    const read: Timed[] = [];
    const check: Timed[] = [];
    const bind: Timed[] = [];
    for (let round = 0; round < rounds; round += 1) {
      read.push(timed([process.execPath, ...process.execArgv, script, 'read', file]));
      check.push(timed([process.execPath, ...process.execArgv, script, 'check', file]));
      bind.push(timed(['named-checkzone', '-q', '-i', 'local', origin, file]));
    }
    const runs = [...read, ...check].map(({ stdout }) => JSON.parse(stdout) as ZoneRun);
    const wrong = runs.find((run) => run.records !== written || run.problems !== 0);
    if (wrong !== undefined) throw new Error(`${written} records were written: ${JSON.stringify(wrong)}`);
    return zoneRows({ read, check, bind, written, sizeMB: statSync(file).size / 1e6 });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Timed {
  readonly stdout: string;
  readonly status: number | null;
  /** Processor time of the whole process, all threads, start and end included. */
  readonly cpuSeconds: number;
}

interface Measured {
  readonly read: readonly Timed[];
  readonly check: readonly Timed[];
  readonly bind: readonly Timed[];
  readonly written: number;
  readonly sizeMB: number;
}

function zoneRows({ read, check, bind, written, sizeMB }: Measured): Row[] {
  const runs = read.map(({ stdout }) => JSON.parse(stdout) as ZoneRun);
  const rate = written / median(runs.map((run) => run.cpuSeconds));
  const peak = median(runs.map((run) => run.peakMiB));
  const what = `zone file of ${written.toLocaleString('en')} records (${sizeMB.toFixed(0)} MB)`;
  const perSecond = `${Math.round(rate / 1000)} k records/s`;
  const rows: Row[] = [
    { what: `${what}: read`, ours: perSecond, goal: '≥ 300 k records/s', reached: perSecond, met: rate >= 300_000 },
    {
      what: 'the same: peak memory of the process',
      ours: `${peak.toFixed(0)} MiB`,
      goal: '',
      reached: '',
      met: undefined,
    },
  ];
  if (bind.some(({ status }) => status !== 0)) return rows;
  const theirs = median(bind.map(({ cpuSeconds }) => cpuSeconds));
  for (const [verb, times] of [
    ['read', read],
    ['read and checked', check],
  ] as const) {
    const ours = median(times.map(({ cpuSeconds }) => cpuSeconds));
    const ratio = ours / theirs;
    const reached = `${ratio.toFixed(2)} × (its ${theirs.toFixed(2)} s)`;
    rows.push({ what: verb, ours: `${ours.toFixed(2)} s`, goal: '≤ 2 × named-checkzone', reached, met: ratio <= 2 });
  }
  return rows;
}

/** Runs a command to its end. The shell's `times` knows what its children used. */
function timed(command: readonly string[]): Timed {
  const { stdout, status } = spawnSync('bash', ['-c', '"$@"; code=$?; times; exit $code', 'bash', ...command], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: secondsMax * 1000,
    env: { ...process.env, LC_ALL: 'C' },
  });
  const lines = stdout.trimEnd().split('\n');
  const spent = [...lines.at(-1)!.matchAll(/(\d+)m([\d.]+)s/g)];
  const cpuSeconds = spent.reduce((sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest), 0);
  return { stdout: lines.slice(0, -2).join('\n'), status, cpuSeconds };
}

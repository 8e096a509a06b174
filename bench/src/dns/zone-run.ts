/** Reads one zone file, or reads and checks it, and prints what it took as JSON; a process of its own for each run.
 *
 *      node --conditions=@span53/source bench/src/dns/zone-run.ts read|check FILE */
import { closeSync, openSync, readSync } from 'node:fs';

import { DNSName } from '@span53/dns/wire';
import { checkZone, readZone } from '@span53/dns/zonefile';

import { origin as originText } from './zone-text.ts';

/** What a run prints. */
export interface ZoneRun {
  readonly records: number;
  readonly problems: number;
  /** Of the thread that reads. */
  readonly cpuSeconds: number;
  readonly peakMiB: number;
}

function* chunksOf(file: string): Generator<Uint8Array> {
  const fd = openSync(file, 'r');
  const buffer = Buffer.alloc(65_536);
  for (let size = readSync(fd, buffer); size > 0; size = readSync(fd, buffer)) yield buffer.subarray(0, size);
  closeSync(fd);
}

const [how, file] = process.argv.slice(2) as ['read' | 'check', string];
const origin = DNSName.of(originText);
const reader = readZone(chunksOf(file), { origin });
let records = 0;
let problems = 0;
const before = process.threadCpuUsage();

function* counted(): Generator<typeof reader extends Iterable<infer R> ? R : never> {
  for (const record of reader) {
    records += 1;
    yield record;
  }
}

if (how === 'check') {
  const { errors } = checkZone(counted(), { origin });
  problems = errors;
} else for (const _record of reader) records += 1;

const { user, system } = process.threadCpuUsage(before);
const run: ZoneRun = {
  records,
  problems: problems + reader.errors.length,
  cpuSeconds: (user + system) / 1e6,
  peakMiB: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify(run));

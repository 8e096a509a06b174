/**
 * `npm run bench`: servers beside their peers, then the microbenchmarks. `-- quick`, `-- servers`, `-- micro`
 * choose.
 */
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

import { benchServers } from './servers.ts';

const chosen = new Set(process.argv.slice(2));
const wants = (name: string): boolean =>
  chosen.size === 0 || chosen.has(name) || (chosen.has('quick') && chosen.size === 1);

if (wants('servers')) {
  console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.versions.node}\n`);
  console.log(await benchServers(chosen.has('quick')));
}
if (wants('micro')) {
  // Each in a process of its own: what one leaves on the heap is not the next one's cost.
  for (const name of ['wire', 'tracing']) {
    console.log(`### ${name}\n`);
    execFileSync(process.execPath, [...process.execArgv, fileURLToPath(new URL(`./${name}.ts`, import.meta.url))], {
      stdio: 'inherit',
    });
    console.log();
  }
}

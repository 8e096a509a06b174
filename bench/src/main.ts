/**
 * `npm run bench`: servers beside their peers, then packages/dns and the tracer. `-- servers`, `-- dns`, `-- tracing`,
 * `-- micro` (the last two) choose, `quick` beside them shortens.
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
// Each in a process of its own: what one leaves on the heap is not the next one's cost.
for (const [name, script] of [
  ['dns', './dns/main.ts'],
  ['tracing', './tracing.ts'],
] as const) {
  if (!wants('micro') && !chosen.has(name)) continue;
  console.log(`### ${name}\n`);
  const words = [...process.execArgv, fileURLToPath(new URL(script, import.meta.url))];
  execFileSync(process.execPath, chosen.has('quick') ? [...words, 'quick'] : words, { stdio: 'inherit' });
  console.log();
}

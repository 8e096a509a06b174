/**
 * `npm run bench`: servers beside their peers, then packages/dns and the tracer. `-- servers`, `-- dns`, `-- tracing`,
 * `-- micro` (the last two) choose, `quick` beside them shortens.
 */
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

import { bundled } from './bundle.ts';
import { benchServers } from './servers.ts';

const chosen = new Set(process.argv.slice(2));
const wants = (name: string): boolean =>
  chosen.size === 0 || chosen.has(name) || (chosen.has('quick') && chosen.size === 1);

if (wants('servers')) {
  console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.versions.node}\n`);
  console.log(await benchServers(chosen.has('quick')));
}
// Each in a process of its own: what one leaves on the heap is not the next one's cost.
if (wants('micro') || chosen.has('dns')) {
  const [script] = await bundled(['./dns/main.ts', './dns/zone-run.ts']);
  runMicro('dns', [script!]);
}
if (wants('micro') || chosen.has('tracing')) {
  runMicro('tracing', [...process.execArgv, fileURLToPath(new URL('./tracing.ts', import.meta.url))]);
}

function runMicro(name: string, words: readonly string[]): void {
  console.log(`### ${name}\n`);
  execFileSync(process.execPath, chosen.has('quick') ? [...words, 'quick'] : words, { stdio: 'inherit' });
  console.log();
}

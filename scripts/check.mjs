// `npm test`: every check of the repository, each named and timed, then one line with the sum.
// Arguments choose steps by name: `npm test -- lint unit`.
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { ensureBundle } from './bundle.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const SOURCE = '--conditions=@span53/source';
const env = { ...process.env, NODE_COMPILE_CACHE: path.join(root, 'node_modules', '.cache', 'compile') };

/** Runs a command with its output shown; true when it ended with 0. */
const run = (command, ...args) => spawnSync(command, args, { stdio: 'inherit', env }).status === 0;

/** Runs test files in one `node --test` and returns their counts. */
function tests(name, files, concurrency) {
  const counts = path.join('.results', `${name}.json`);
  rmSync(counts, { force: true });
  const args = [SOURCE, '--test', '--test-timeout=180000', `--test-concurrency=${concurrency}`];
  args.push('--test-reporter=spec', '--test-reporter-destination=stdout');
  args.push('--test-reporter=./scripts/count-reporter.mjs', `--test-reporter-destination=${counts}`);
  const paths = globSync(files).toSorted();
  if (paths.length === 0) return { passed: 0, failed: 0, skipped: 0 };
  const ok = run(process.execPath, ...args, ...paths);
  const result = JSON.parse(readFileSync(counts, 'utf8'));
  return ok || result.failed > 0 ? result : { ...result, failed: 1 };
}

/** Unit tests of all packages: turbo skips the unchanged, and restores their counts. */
function unit() {
  const ok = run('turbo', 'run', 'test', '--continue', '--concurrency=3', '--output-logs=errors-only');
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const file of globSync('{packages,apps}/*/.results/unit.json').concat(globSync('fuzz/.results/unit.json'))) {
    const counts = JSON.parse(readFileSync(file, 'utf8'));
    for (const key of Object.keys(sum)) sum[key] += counts[key];
    for (const failure of counts.failures ?? []) console.log(`  failed: ${failure}`);
  }
  return ok || sum.failed > 0 ? sum : { ...sum, failed: 1 };
}

/** The labs start from the bundle, as `npm start` does. */
function chain() {
  env.SPAN53_MAIN = ensureBundle() ?? path.join(root, 'apps', 'cli', 'src', 'main.ts');
  return tests('chain', 'e2e/chain/**/*.test.ts', 2);
}

/** packages/dns beside Debian's tools, which are installed where that can be. */
function interop() {
  run(process.execPath, 'scripts/debian.mjs');
  return tests('interop', 'e2e/dns/**/*.test.ts', 2);
}

const one = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });
const steps = {
  types: () => one(run('tsc', '-p', 'tsconfig.json')),
  lint: () => one(run('oxlint')),
  format: () => one(run('oxfmt', '--check', '.')),
  generated: () => one(run(process.execPath, SOURCE, 'scripts/generate.mjs', '--check')),
  tidy: () => tests('tidy', 'scripts/*.test.mjs', 1),
  unit,
  interop,
  chain,
};

mkdirSync('.results', { recursive: true });
const chosen = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
const rows = [];
for (const [name, step] of Object.entries(steps)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  console.log(`\n== ${name}`);
  const start = performance.now();
  const counts = step();
  for (const key of Object.keys(total)) total[key] += counts[key];
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  rows.push(
    `${name.padEnd(10)} ${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s  ${counts.passed} passed, ${counts.failed} failed${skipped}`,
  );
}
writeFileSync('.results/test.json', JSON.stringify(total));
console.log(`\n${rows.join('\n')}\n`);
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exit(total.failed === 0 ? 0 : 1);

// `npm run e2e`: the tests that need other software: DNS servers of others, a container engine.
// Each skips with a message where its tool is missing; .ci/run installs them all. Arguments choose folders of e2e/.
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const chosen = process.argv.slice(2);
const folders = ['interop', 'compose'].filter((name) => chosen.length === 0 || chosen.includes(name));
const files = folders.flatMap((name) => globSync(`e2e/${name}/**/*.test.ts`).toSorted());

mkdirSync('.results', { recursive: true });
const counts = '.results/e2e.json';
rmSync(counts, { force: true });
const args = ['--conditions=@span53/source', '--test', '--test-concurrency=1', '--test-timeout=600000'];
args.push('--test-reporter=spec', '--test-reporter-destination=stdout');
args.push('--test-reporter=./scripts/count-reporter.mjs', `--test-reporter-destination=${counts}`);
const run = spawnSync(process.execPath, [...args, ...files], {
  stdio: 'inherit',
  env: { ...process.env, NODE_COMPILE_CACHE: path.join(root, 'node_modules', '.cache', 'compile') },
});
const result = JSON.parse(readFileSync(counts, 'utf8'));
if (run.status !== 0 && result.failed === 0) writeFileSync(counts, JSON.stringify({ ...result, failed: 1 }));
console.log(`e2e: ${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped`);
process.exit(run.status ?? 1);

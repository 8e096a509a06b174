// Runs the unit tests of the package in the current folder and leaves the counts in .results/unit.json,
// which scripts/check.mjs adds up (turbo restores the file when the package has not changed).
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const files = globSync(process.argv.slice(2).length > 0 ? process.argv.slice(2) : 'src/**/*.test.ts').toSorted();
/** Each test file, and each worker thread, loads the same sources: stripped and compiled once. */
const compiled = path.join(path.dirname(here), 'node_modules', '.cache', 'compile');
mkdirSync('.results', { recursive: true });
rmSync('.results/unit.json', { force: true });
const run = spawnSync(
  process.execPath,
  [
    '--conditions=@span53/source',
    '--test',
    // One process for all files of a package: a process for each costs more than the tests in it.
    '--test-isolation=none',
    '--test-timeout=120000',
    '--test-reporter=dot',
    '--test-reporter-destination=stdout',
    `--test-reporter=${path.join(here, 'count-reporter.mjs')}`,
    '--test-reporter-destination=.results/unit.json',
    ...files,
  ],
  { stdio: 'inherit', env: { ...process.env, NODE_OPTIONS: '', NODE_COMPILE_CACHE: compiled } },
);
const counts =
  files.length === 0 ? { passed: 0, failed: 0, skipped: 0 } : JSON.parse(readFileSync('.results/unit.json', 'utf8'));
console.log(
  `${path.basename(process.cwd())}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`,
);
process.exit(run.status === 0 && counts.failed === 0 ? 0 : 1);

// Writes what is generated and committed: packages/proto/src/gen from proto/*.proto, docker-compose.yml with deploy/lab
// from apps/cli/src/lab, docs/dns.md and docs/api/dns from packages/dns, docs/config from the schemas of auth and
// collector. Run after a change there.
//   node scripts/generate.mjs            write
//   node scripts/generate.mjs --check    write nothing, exit 1 when the committed files differ
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { authReference } from '../apps/auth/src/reference.ts';
import { composeFiles } from '../apps/cli/src/lab/compose.ts';
import { collectorReference } from '../apps/collector/src/reference.ts';
import { emitDeclarations } from './declarations.mjs';
import { apiPages } from './dns-api.mjs';
import { dnsPage } from './dns-tables.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const gen = path.join(root, 'packages/proto/src/gen');
const cli = path.dirname(createRequire(path.join(root, 'packages/proto/package.json')).resolve('protobufjs-cli'));
const modules = [
  { name: 'dnsmessage', sources: ['proto/dnsmessage.proto'] },
  {
    name: 'otlp',
    sources: ['common', 'resource', 'trace', 'trace-service'].map((name) => `proto/opentelemetry/${name}.proto`),
  },
];

/** Runs one of protobufjs' two programs. */
function run(program, args) {
  execFileSync(process.execPath, [path.join(cli, 'bin', program), ...args], { cwd: root, stdio: 'inherit' });
}

/** The generated files of one module, by name: static code, then its types, which are read from the code's comments. */
function generate({ name, sources }, scratch) {
  const code = path.join(scratch, `${name}.js`);
  const commented = path.join(scratch, `${name}.commented.js`);
  const types = path.join(scratch, `${name}.d.ts`);
  const shape = ['-t', 'static-module', '-w', 'es6', '--no-verify', '--no-convert', '--no-delimited', '--no-create'];
  const input = ['-p', 'proto/opentelemetry', '-r', `span53-${name}`, ...sources];
  run('pbjs', [...shape, '-o', commented, ...input]);
  run('pbts', ['-o', types, commented]);
  run('pbjs', [...shape, '--no-comments', '-o', code, ...input]);
  return new Map([
    [`${name}.js`, readFileSync(code, 'utf8')],
    [`${name}.d.ts`, withoutLong(readFileSync(types, 'utf8'))],
  ]);
}

/** The types name the package `long`, which is protobufjs' dependency and not ours; only its three fields matter. */
function withoutLong(types) {
  return types.replace(
    'import Long = require("long");',
    'type Long = { low: number; high: number; unsigned: boolean };',
  );
}

const scratch = mkdtempSync(path.join(tmpdir(), 'span53-generate-'));
const files = new Map();
for (const module of modules)
  for (const [name, text] of generate(module, scratch)) files.set(path.join(gen, name), text);
const declarations = emitDeclarations('packages/dns', scratch);
files.set(path.join(root, 'docs/dns.md'), dnsPage(declarations));
for (const [name, text] of apiPages(declarations)) files.set(path.join(root, name), text);
rmSync(scratch, { recursive: true });
for (const [name, text] of composeFiles()) files.set(path.join(root, name), text);

files.set(path.join(root, 'docs/config/auth.md'), authReference());
files.set(path.join(root, 'docs/config/collector.md'), collectorReference());

if (process.argv.includes('--check')) {
  const stale = [...files]
    .filter(([name, text]) => readOrEmpty(name) !== text)
    .map(([name]) => path.relative(root, name));
  for (const name of stale) console.error(`${name} differs: run "npm run generate"`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const [name, text] of files) {
    mkdirSync(path.dirname(name), { recursive: true });
    writeFileSync(name, text);
  }
}

function readOrEmpty(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

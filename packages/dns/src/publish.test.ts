/** The package as it is published: packed, unpacked in an empty project, compiled against and run there. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readmeExamples } from './readme.fixture.ts';

const owner = fileURLToPath(new URL('..', import.meta.url));
const bin = path.join(owner, '../../node_modules/.bin');
const project = mkdtempSync(path.join(tmpdir(), 'span53-publish-'));
after(() => rmSync(project, { recursive: true }));

const env = { ...process.env, NODE_OPTIONS: '', PATH: `${bin}${path.delimiter}${process.env['PATH']}` };
const run = (command: string, args: readonly string[], cwd = project): string =>
  execFileSync(command, args, { cwd, env, encoding: 'utf8', timeout: 60_000, stdio: ['ignore', 'pipe', 'pipe'] });

const unpacked = path.join(project, 'node_modules/@span53/dns');
mkdirSync(unpacked, { recursive: true });
run(path.join(bin, 'pnpm'), ['pack', '--pack-destination', project], owner);
const tarball = readdirSync(project).find((name) => name.endsWith('.tgz'))!;
run('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1']);

const manifest = JSON.parse(readFileSync(path.join(unpacked, 'package.json'), 'utf8'));
const entries = Object.keys(manifest.exports).map((entry) => `@span53/dns${entry.slice(1)}`);
const examples = readmeExamples();
writeFileSync(path.join(project, 'package.json'), '{ "type": "module", "private": true }');
for (const [index, { code }] of examples.entries()) writeFileSync(path.join(project, `example-${index}.ts`), code);

test('the tarball holds what is compiled, the README and the license; no sources, tests or fixtures', () => {
  const files = run('tar', ['-tzf', tarball])
    .trim()
    .split('\n')
    .map((name) => name.replace(/^package\//, ''));
  for (const name of ['README.md', 'LICENSE', 'package.json', 'dist/index.js', 'dist/index.d.ts'])
    assert.ok(files.includes(name), name);
  const wrong = files.filter(
    (name) =>
      !/^(README\.md|LICENSE|package\.json|dist\/.*\.(js|js\.map|d\.ts))$/.test(name) ||
      /\.(test|fixture)\./.test(name),
  );
  assert.deepEqual(wrong, []);
});

test('the manifest needs nothing else, has no side effects, and leads every entry to its code and its types', () => {
  assert.deepEqual([manifest.type, manifest.sideEffects, manifest.license], ['module', false, 'MIT']);
  assert.deepEqual(
    [manifest.dependencies, manifest.peerDependencies, manifest.private],
    [undefined, undefined, undefined],
  );
  assert.equal(entries.length, 8);
  for (const [entry, conditions] of Object.entries<Record<string, string>>(manifest.exports)) {
    assert.deepEqual(Object.keys(conditions), ['types', 'default'], entry);
    for (const key of ['types', 'default']) readFileSync(path.join(unpacked, conditions[key]!));
  }
});

test('plain node imports every entry and runs the examples of the README', () => {
  const imports = entries.map(
    (entry) => `if (Object.keys(await import('${entry}')).length < 5) throw new Error('${entry}');`,
  );
  const runs = examples.map((_, index) => `await import('./example-${index}.ts');`);
  writeFileSync(path.join(project, 'all.mjs'), [...imports, ...runs].join('\n'));
  const printed = run(process.execPath, ['all.mjs']).trimEnd().split('\n');
  assert.deepEqual(
    printed,
    examples.flatMap(({ output }) => output),
  );
});

test('a strict project compiles the examples against the published types', () => {
  mkdirSync(path.join(project, 'node_modules/@types'));
  symlinkSync(path.join(owner, 'node_modules/@types/node'), path.join(project, 'node_modules/@types/node'));
  const compilerOptions = { module: 'nodenext', target: 'esnext', strict: true, noUncheckedIndexedAccess: true };
  const options = { ...compilerOptions, exactOptionalPropertyTypes: true, noEmit: true, types: ['node'] };
  writeFileSync(path.join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*.ts'] }));
  assert.equal(run(path.join(bin, 'tsc'), ['-p', '.']), '');
});

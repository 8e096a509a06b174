// The shape of the repository as tests: layers, rooms, sizes, catalogues, dead files (docs/architecture.md 2, 3, 8.10).
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { files, isTest, resolveImport, root, sources, trackedAndIgnored } from './tidy-source.mjs';

/** Which packages each package may import; an import only points to a lower layer. */
const LAYERS = {
  dns: [],
  metrics: [],
  proto: [],
  tracing: ['dns', 'metrics', 'proto'],
  cache: ['dns', 'metrics'],
  config: ['dns'],
  transport: ['dns', 'metrics'],
  export: ['tracing', 'proto', 'dns', 'metrics'],
  runtime: ['config', 'metrics', 'tracing', 'export', 'dns', 'transport'],
};
const SERVER = ['dns', 'metrics', 'tracing', 'cache', 'config', 'transport', 'export', 'runtime'];
for (const app of ['auth', 'recursor', 'proxy']) LAYERS[app] = SERVER;
LAYERS.collector = [...SERVER, 'proto'];
LAYERS.cli = [...SERVER, 'proto', 'auth', 'recursor', 'proxy', 'collector'];

/** Folders of packages/dns, lowest first; the last three do not import one another. */
const DNS_FOLDERS = { inet: 0, wire: 1, edns: 2, rdata: 3, zonefile: 4, dnssec: 4, tsig: 4 };

/** npm packages that only these folders may import. */
const KEPT_IN = {
  'better-sqlite3': /^apps\/(auth\/src\/sqlite|collector\/src\/store)\//,
  'dns-packet': /^(packages\/testkit|e2e|bench)\//,
  'fast-check': /\.test\.ts$|^packages\/testkit\/|^fuzz\//,
  hono: /^(packages\/runtime|apps)\//,
  yaml: /^packages\/config\/|^e2e\/|^apps\/cli\//,
  valibot: /^packages\/(config|runtime)\/|^apps\//,
  pino: /^packages\/runtime\//,
};

/** Node modules without I/O, allowed everywhere. */
const HARMLESS = ['node:assert', 'node:assert/strict', 'node:buffer'];

/** Rooms that may not import node: modules, except what is named. */
const PURE = [
  { room: /^packages\/dns\/src\/(inet|wire|edns|rdata|zonefile)\//, except: [] },
  { room: /^packages\/dns\/src\/(dnssec|tsig)\//, except: ['node:crypto'] },
  { room: /^packages\/(cache|metrics)\//, except: [] },
  { room: /^packages\/tracing\//, except: [] },
  { room: /^packages\/config\/src\/(?!yaml-source)/, except: [] },
  { room: /^apps\/proxy\/src\/(selectors|actions|response-actions|rules|pools)\//, except: [] },
  { room: /^apps\/proxy\/src\/(plan|finish|query|verdict|rewrite)\.ts/, except: [] },
  { room: /^apps\/recursor\/src\/(resolver|cache)\//, except: [] },
  { room: /^apps\/auth\/src\/(answer|zones|memory)\//, except: [] },
];

/** Catalogue folders: every file stands in the index and has a test. */
const CATALOGUES = [
  { folder: 'packages/dns/src/rdata/types', index: 'packages/dns/src/rdata/registry.ts' },
  { folder: 'packages/dns/src/edns/options', index: 'packages/dns/src/edns/option-text.ts' },
  { folder: 'apps/proxy/src/selectors', index: 'apps/proxy/src/selectors/index.ts' },
  { folder: 'apps/proxy/src/actions', index: 'apps/proxy/src/actions/index.ts' },
  { folder: 'apps/proxy/src/response-actions', index: 'apps/proxy/src/response-actions/index.ts' },
  { folder: 'apps/proxy/src/pools/policies', index: 'apps/proxy/src/pools/policies/index.ts' },
];

const none = (what, found) => assert.deepEqual(found, [], what);
const code = sources.filter(({ file }) => !isTest(file));

test('imports only point to a lower layer, and are declared', () => {
  const wrong = [];
  for (const { file, imports, owner } of code) {
    const [, name] = owner.split('/');
    if (LAYERS[name] === undefined) continue;
    const { dependencies = {}, devDependencies = {} } = JSON.parse(
      readFileSync(path.join(root, owner, 'package.json'), 'utf8'),
    );
    for (const specifier of imports) {
      const target = /^@span53\/([^/]+)/.exec(specifier)?.[1];
      if (target !== undefined && target !== name && !LAYERS[name].includes(target))
        wrong.push(`${file}: ${specifier}`);
      if (specifier.startsWith('.') || specifier.startsWith('node:') || target === name) continue;
      const bare = specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/');
      const web = /\/web\//.test(file) || /vite\.config/.test(file);
      if (!(bare in dependencies) && !(web && bare in devDependencies)) wrong.push(`${file}: ${bare} is not declared`);
    }
  }
  none('upward or undeclared imports', wrong);
});

test('relative imports stay inside their package', () => {
  const wrong = [];
  for (const { file, imports, owner } of sources) {
    for (const specifier of imports.filter((name) => name.startsWith('.'))) {
      const target = resolveImport(file, specifier);
      const inside = target.startsWith(`${owner}/`) || (isTest(file) && target.split('/')[0] === file.split('/')[0]);
      if (!inside) wrong.push(`${file}: ${specifier}`);
    }
  }
  none('imports across packages by path', wrong);
});

test('packages/dns folders import only folders below them', () => {
  const wrong = [];
  for (const { file, imports } of code) {
    const from = /^packages\/dns\/src\/([^/]+)\//.exec(file)?.[1];
    if (from === undefined) continue;
    for (const specifier of imports.filter((name) => name.startsWith('.'))) {
      const to = /^packages\/dns\/src\/([^/]+)\//.exec(resolveImport(file, specifier))?.[1];
      if (to !== undefined && to !== from && !(DNS_FOLDERS[to] < DNS_FOLDERS[from]))
        wrong.push(`${file}: ${specifier}`);
    }
  }
  none('imports upwards inside packages/dns', wrong);
});

test('pure rooms do no I/O, and libraries stay in their room', () => {
  const wrong = [];
  for (const { file, imports } of code) {
    for (const { room, except } of PURE) {
      if (!room.test(file)) continue;
      const allowed = [...HARMLESS, ...except];
      for (const name of imports) {
        if (name.startsWith('node:') && !allowed.includes(name)) wrong.push(`${file}: ${name}`);
      }
    }
    for (const [library, allowed] of Object.entries(KEPT_IN)) {
      if (imports.some((name) => name === library || name.startsWith(`${library}/`)) && !allowed.test(file)) {
        wrong.push(`${file}: ${library}`);
      }
    }
  }
  none('I/O or libraries outside their room', wrong);
});

test('clocks and randomness are read in clock.ts and random.ts only', () => {
  const reads =
    /\b(Date\.now|performance\.(now|timeOrigin)|new Date\(\)|Math\.random|randomBytes|randomFillSync|randomUUID|getRandomValues|hrtime)\b/;
  const free = /\/(clock|random)\.ts$|\/web\/|^apps\/cli\//;
  const wrong = [];
  for (const { file, lines } of code) {
    if (free.test(file)) continue;
    lines.forEach((line, index) => {
      if (reads.test(line) && !/^\s*(\/?\*|\/\/)/.test(line)) wrong.push(`${file}:${index + 1}: ${line.trim()}`);
    });
  }
  none('clock or randomness outside their files', wrong);
});

test('files have at most 400 lines, lines at most 120 characters', () => {
  const wrong = [];
  for (const { file, lines } of sources) {
    if (lines.length > 401) wrong.push(`${file}: ${lines.length - 1} lines`);
    lines.forEach((line, index) => {
      if (line.length > 120 && !/https?:\/\//.test(line)) wrong.push(`${file}:${index + 1}: ${line.length} characters`);
    });
  }
  none('too long', wrong);
});

test('every file of a catalogue is in its index and has a test', () => {
  const wrong = [];
  for (const { folder, index } of CATALOGUES) {
    if (!existsSync(path.join(root, index))) continue;
    const listed = readFileSync(path.join(root, index), 'utf8');
    const proofs = sources.filter(
      ({ file }) => file.endsWith('.test.ts') && file.startsWith(path.posix.dirname(folder)),
    );
    for (const { file } of code.filter((source) => path.posix.dirname(source.file) === folder)) {
      const name = path.posix.basename(file, '.ts');
      if (name === 'index') continue;
      if (!listed.includes(`/${name}.ts'`)) wrong.push(`${file}: not in ${index}`);
      if (!proofs.some((proof) => proof.file === file.replace(/\.ts$/, '.test.ts') || proof.text.includes(name))) {
        wrong.push(`${file}: no test names it`);
      }
    }
  }
  none('catalogue entries without index line or test', wrong);
});

test('no source file is dead', () => {
  const used = new Set();
  for (const { file, imports } of sources) {
    for (const name of imports) {
      if (name.startsWith('.')) used.add(resolveImport(file, name));
    }
  }
  const manifests = files.filter(
    (file) => file.endsWith('package.json') || /\.(mjs|html|sh)$|Dockerfile|^span53$|\.ci\/run/.test(file),
  );
  const mentioned = manifests.map((file) => readFileSync(path.join(root, file), 'utf8')).join('\n');
  const entry = (file) =>
    /(^|\/)(main|index|[a-z-]+\.fixture)\.tsx?$/.test(file) ||
    /vite\.config|env\.d/.test(file) ||
    mentioned.includes(path.posix.basename(file));
  none(
    'files nobody imports',
    code.map(({ file }) => file).filter((file) => !used.has(file) && !entry(file)),
  );
});

test('nothing that is built is committed', () => {
  none('tracked files that .gitignore names', trackedAndIgnored);
});

test('no unfinished work is left behind', () => {
  const marks = /\b(TODO|FIXME|XXX|HACK)\b|\b(test|it|describe)\.(only|todo)\(|skip: true\b/;
  const wrong = [];
  for (const { file, lines } of sources) {
    lines.forEach((line, index) => {
      if (marks.test(line)) wrong.push(`${file}:${index + 1}: ${line.trim()}`);
    });
  }
  none('marks of unfinished work', wrong);
});

test('every test file asserts something', () => {
  const tests = sources.filter(({ file }) => file.endsWith('.test.ts'));
  none(
    'tests without assertion',
    tests.filter(({ text }) => !/assert|expect/.test(text)).map(({ file }) => file),
  );
});

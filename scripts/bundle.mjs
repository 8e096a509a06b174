// One file per server instead of 500 modules: a process starts in a quarter of the CPU time. The bundle is a cache in
// node_modules, made by `span53 up` and `npm test` when a source has changed; everything runs from the sources too.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, 'node_modules', '.cache', 'bundle');
const current = path.join(folder, 'current.json');
const lock = path.join(root, 'pnpm-lock.yaml');

const ENTRIES = {
  span53: 'apps/cli/src/main.ts',
  auth: 'apps/auth/src/main.ts',
  collector: 'apps/collector/src/main.ts',
  proxy: 'apps/proxy/src/main.ts',
  recursor: 'apps/recursor/src/main.ts',
  // running-thread.ts looks for it as main.js beside itself.
  main: 'packages/export/src/exporter-thread/main.ts',
};
/** These start threads from the file that they stand in; all others find their package's files where the source is. */
const OWN_URL = new Set(
  [...Object.values(ENTRIES), 'packages/export/src/exporter-thread/running-thread.ts'].map((file) =>
    path.join(root, file),
  ),
);
/** What we use of it. Imported as it is, it would load all of node's fetch, for two names that we do not use. */
const HTTP = 'node:http';
const HTTP_NAMES = ['Agent', 'createServer', 'get', 'request', 'STATUS_CODES', 'Server'];
/** Native: loaded from its package. */
const EXTERNAL = 'better-sqlite3';
/** A lab that runs may still load chunks of an older bundle, and restart parts from it. */
const KEPT = 4;
const BUILD_MS = 60_000;

const versionOf = (file) => {
  const { mtimeMs, size } = statSync(file);
  return `${mtimeMs}/${size}`;
};

/** The bundled span53 command when it is there and no source has changed since; undefined otherwise. */
export function currentBundle() {
  try {
    const { main, node, files } = JSON.parse(readFileSync(current, 'utf8'));
    const isCurrent =
      node === process.version &&
      statSync(main).isFile() &&
      Object.entries(files).every(([file, version]) => versionOf(file) === version);
    return isCurrent ? main : undefined;
  } catch {
    return undefined; // none yet, or a source is gone
  }
}

/** The same, made when needed (half a second, in a process of its own); undefined when that fails, with a message. */
export function ensureBundle() {
  const main = currentBundle();
  if (main !== undefined) return main;
  const made = spawnSync(process.execPath, [fileURLToPath(import.meta.url)], { stdio: 'inherit', timeout: BUILD_MS });
  if (made.status !== 0) console.error('span53: the sources could not be bundled; starting from them');
  return currentBundle();
}

async function build() {
  const { rolldown } = await import('rolldown');
  const input = Object.fromEntries(Object.entries(ENTRIES).map(([name, file]) => [name, path.join(root, file)]));
  const bundle = await rolldown({
    input,
    cwd: root,
    platform: 'node',
    logLevel: 'silent',
    resolve: { conditionNames: ['@span53/source', 'node', 'import'] },
    plugins: [
      {
        name: 'span53',
        resolveId: (id, importer) => {
          if (id === EXTERNAL) return { id: createRequire(importer).resolve(id), external: true };
          return id === HTTP && !importer.includes('node_modules') ? `\0${HTTP}` : null;
        },
        load: (id) =>
          id === `\0${HTTP}`
            ? `export const { ${HTTP_NAMES.join(', ')} } = process.getBuiltinModule('${HTTP}');`
            : null,
        transform: (code, id) =>
          OWN_URL.has(id) || id.includes('node_modules') || !code.includes('import.meta.url')
            ? null
            : { code: code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)), map: null },
      },
    ],
  });
  const fresh = path.join(folder, `${Date.now()}-${process.pid}`);
  const { output } = await bundle.write({ dir: fresh, format: 'esm', chunkFileNames: 'chunk-[name]-[hash].js' });
  await bundle.close();
  writeFileSync(path.join(fresh, 'package.json'), '{ "type": "module" }\n');
  const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? Object.keys(chunk.modules) : []));
  const own = modules.filter((id) => path.isAbsolute(id) && !id.includes('node_modules'));
  const files = Object.fromEntries(
    [...new Set([lock, fileURLToPath(import.meta.url), ...own])].map((file) => [file, versionOf(file)]),
  );
  const state = { main: path.join(fresh, 'span53.js'), node: process.version, files };
  writeFileSync(`${current}.${process.pid}`, JSON.stringify(state));
  renameSync(`${current}.${process.pid}`, current);
  const old = readdirSync(folder)
    .filter((name) => /^\d+-\d+$/.test(name))
    .toSorted();
  for (const name of old.slice(0, -KEPT)) rmSync(path.join(folder, name), { recursive: true, force: true });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(folder, { recursive: true });
  await build();
}

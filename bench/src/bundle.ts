/**
 * Benchmarks of packages run as what is published does, as plain JavaScript: stripping types is the work of a
 * WebAssembly module whose memory grows, and from then on V8 checks before each access that an array still has its own.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const bench = fileURLToPath(new URL('..', import.meta.url));

/** Compiles scripts, and what they import, into one folder; returns where each is, in the same order. */
export async function bundled(scripts: readonly string[]): Promise<string[]> {
  const dir = path.join(bench, 'node_modules', '.cache');
  const entries = scripts.map((script) => [
    path.basename(script, '.ts'),
    fileURLToPath(new URL(script, import.meta.url)),
  ]);
  const bundle = await rolldown({
    input: Object.fromEntries(entries),
    cwd: bench,
    platform: 'node',
    logLevel: 'silent',
    // Compared as it is published.
    external: 'dns-packet',
    resolve: { conditionNames: ['@span53/source', 'node', 'import'] },
  });
  await bundle.write({ dir, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: 'chunk-[name]-[hash].mjs' });
  await bundle.close();
  return entries.map(([name]) => path.join(dir, `${name}.mjs`));
}

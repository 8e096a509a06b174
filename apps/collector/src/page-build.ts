import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package's folder: this file runs as src/page-build.ts or as dist/page-build.js. */
const packageFolder = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const builtFolder = path.join(packageFolder, 'dist-web');
/** What goes into the page. A shipped package has none of it, only the result. */
const sourceFolders = [path.join(packageFolder, 'src', 'web'), path.join(packageFolder, 'src', 'model')];

let building: Promise<string | undefined> | undefined;

/**
 * Makes sure that the page is built and up to date with its sources, and resolves to its folder; undefined when it is
 * missing and cannot be built. From a checkout the build takes about a second, in a process of its own, once: so the
 * collector starts without waiting for it, and so may call whoever prepares a start.
 */
export function ensurePage(onProblem: (message: string) => void): Promise<string | undefined> {
  building ??= isCurrent() ? Promise.resolve(builtFolder) : build(onProblem);
  return building;
}

function isCurrent(): boolean {
  const built = path.join(builtFolder, 'index.html');
  if (!existsSync(built)) return false;
  const builtMs = statSync(built).mtimeMs;
  return sourceFolders.every((folder) => !existsSync(folder) || newest(folder) <= builtMs);
}

function newest(folder: string): number {
  let newestMs = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.includes('.test.')) continue;
    newestMs = Math.max(newestMs, statSync(path.join(entry.parentPath, entry.name)).mtimeMs);
  }
  return newestMs;
}

/** Builds into a folder of its own and swaps, because two processes may do so at once. */
async function build(onProblem: (message: string) => void): Promise<string | undefined> {
  const fresh = `${builtFolder}.${process.pid}`;
  const previous = `${builtFolder}.old.${process.pid}`;
  try {
    await runVite(fresh);
    if (existsSync(builtFolder)) await rename(builtFolder, previous);
    await rename(fresh, builtFolder);
  } catch (error) {
    onProblem(`the page could not be built: ${(error as Error).message}`);
  } finally {
    await rm(fresh, { recursive: true, force: true });
    await rm(previous, { recursive: true, force: true });
  }
  return existsSync(builtFolder) ? builtFolder : undefined;
}

function runVite(outDir: string): Promise<void> {
  const manifest = createRequire(import.meta.url).resolve('vite/package.json');
  const vite = path.join(path.dirname(manifest), 'bin', 'vite.js');
  return new Promise((resolve, reject) => {
    const args = [vite, 'build', '--logLevel', 'error', '--outDir', outDir, '--emptyOutDir'];
    execFile(process.execPath, args, { cwd: packageFolder, timeout: 60_000 }, (error, _stdout, stderr) => {
      if (error === null) resolve();
      else reject(new Error(stderr.trim() || error.message));
    });
  });
}

// Runs the span53 command of a checkout: from the bundle when it is up to date, else from the sources.
import { enableCompileCache } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { currentBundle, ensureBundle } from './bundle.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
process.env.NODE_COMPILE_CACHE ??= path.join(root, 'node_modules', '.cache', 'compile');
enableCompileCache(process.env.NODE_COMPILE_CACHE);
// Seven processes start: worth a bundle. One that runs from the sources takes half a second.
const bundle = process.argv[2] === 'up' ? ensureBundle() : currentBundle();
const main = bundle ?? path.join(root, 'apps', 'cli', 'src', 'main.ts');
// The lab starts its servers from the same.
process.env.SPAN53_MAIN = main;
await import(pathToFileURL(main).href);

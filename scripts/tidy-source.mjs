// What the tidy checks look at: the repository's own TypeScript files, their package, imports and text.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

function listed(...selection) {
  const options = { cwd: root, encoding: 'utf8' };
  const names = execFileSync('git', ['ls-files', '--exclude-standard', ...selection], options).split('\n');
  return names.filter((file) => file !== '' && existsSync(path.join(root, file)));
}

/** Every file of the checkout: tracked ones and new ones that git does not ignore. */
export const files = listed('--cached', '--others');

/** Tracked although git is told to ignore them: something built, of which a part was committed. */
export const trackedAndIgnored = listed('--cached', '--ignored');

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|new URL\(\s*['"](\.[^'"]+\.tsx?)['"]/g;

/** TypeScript sources with `{ file, text, lines, imports, owner }`; generated code is left out. */
export const sources = files
  .filter((file) => /\.tsx?$/.test(file) && !/\/gen\//.test(file) && !file.endsWith('.d.ts'))
  .map((file) => {
    const text = readFileSync(path.join(root, file), 'utf8');
    const imports = [...text.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? match[3] ?? match[4]);
    return { file, text, lines: text.split('\n'), imports, owner: file.split('/').slice(0, 2).join('/') };
  });

/** True for code that only tests and people run. */
export const isTest = (file) =>
  /\.(test|fixture)\.tsx?$/.test(file) || /^(e2e|bench|fuzz)\/|^packages\/testkit\//.test(file);

/** The file that a relative import in `from` names, relative to the root. */
export const resolveImport = (from, specifier) => path.posix.join(path.posix.dirname(from), specifier);

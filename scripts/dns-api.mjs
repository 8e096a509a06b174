// docs/api/dns: one page for each entry of packages/dns, out of the declarations that tsc emits.
import path from 'node:path';

import { declarationsOf, exportsOf } from './declarations.mjs';

/** Entries of the package, lowest layer first. */
export const ENTRIES = ['inet', 'wire', 'edns', 'rdata', 'zonefile', 'dnssec', 'tsig'];

/** What an entry exports: `{ name, source, declarations, others }`: the module without extension below packages/dns/src,
 *  the name's declarations and all of its module by name. */
export function entryExports(declarations, entry) {
  const modules = new Map();
  return exportsOf(path.join(declarations, entry, 'index.d.ts')).map(({ name, module }) => {
    if (!modules.has(module)) modules.set(module, declarationsOf(module));
    const source = path.relative(declarations, module).replace(/\.d\.ts$/, '');
    const others = modules.get(module);
    return { name, source, declarations: others.get(name) ?? [], others };
  });
}

/** The pages by name. */
export function apiPages(declarations) {
  const pages = ENTRIES.map((entry) => [`docs/api/dns/${entry}.md`, page(entry, entryExports(declarations, entry))]);
  return new Map(pages);
}

function page(entry, entries) {
  const lines = [
    `# @span53/dns/${entry}`,
    '',
    'Generated from the sources by `npm run generate`. Examples are in',
    "[the package's README](../../../packages/dns/README.md).",
  ];
  let source = '';
  for (const found of entries) {
    if (found.source !== source) {
      source = found.source;
      lines.push('', `## [${source.slice(entry.length + 1)}.ts](../../../packages/dns/src/${source}.ts)`);
    }
    lines.push('', `### ${found.name}`);
    for (const { doc, code } of found.declarations) {
      if (doc !== '') lines.push('', doc);
      lines.push('', '```ts', code, '```');
    }
  }
  return `${lines.join('\n')}\n`;
}

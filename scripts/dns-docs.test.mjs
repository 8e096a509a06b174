// docs/dns.md and docs/api/dns keep what they promise: each test exists and is about what stands in its row.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { docText, emitDeclarations } from './declarations.mjs';
import { ENTRIES, entryExports } from './dns-api.mjs';
import { algorithmRows, digestRows, dnsPage, findingRows, optionRows, tsigRows, typeRows } from './dns-tables.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const scratch = mkdtempSync(path.join(tmpdir(), 'span53-dns-docs-'));
after(() => rmSync(scratch, { recursive: true }));
const declarations = emitDeclarations('packages/dns', scratch);

/** Rows whose test file is missing, or has no match. */
function unproved(rows, mention) {
  return rows
    .filter((row) => {
      const file = path.join(root, row.test);
      return !existsSync(file) || !mention(row).test(readFileSync(file, 'utf8'));
    })
    .map((row) => `${row.test} does not mention ${mention(row).source}`);
}

const word = (text) => new RegExp(`\\b${text}\\b`);
const cases = [
  { what: 'record type', rows: typeRows(declarations), mention: ({ name }) => word(name), least: 80 },
  {
    what: 'EDNS option',
    rows: optionRows(declarations),
    mention: ({ name }) => word(name.replace(/Option$/, '')),
    least: 15,
  },
  {
    what: 'DNSSEC algorithm',
    rows: algorithmRows(),
    mention: ({ mnemonic, number }) => new RegExp(`\\b${mnemonic}\\b|RRSIG \\w+ ${number} `),
    least: 8,
  },
  {
    what: 'digest type',
    rows: digestRows(),
    mention: ({ type }) => new RegExp(`'\\d+ \\d+ ${type} [0-9A-Fa-f]{8}`),
    least: 3,
  },
  { what: 'TSIG algorithm', rows: tsigRows(), mention: ({ short }) => word(short), least: 9 },
  { what: 'zone check', rows: findingRows(), mention: ({ name }) => word(name), least: 30 },
];
for (const { what, rows, mention, least } of cases) {
  test(`docs/dns.md: the test of each ${what} is about it`, () => {
    assert.ok(rows.length >= least, `only ${rows.length} rows`);
    assert.deepEqual(unproved(rows, mention), []);
  });
}

test('docs/dns.md: all files that it links to exist', () => {
  const links = [...dnsPage(declarations).matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => target);
  assert.ok(links.length > 100);
  assert.deepEqual(
    [...new Set(links)].filter((target) => !existsSync(path.join(root, 'docs', target))),
    [],
  );
});

test('every exported name of packages/dns has a declaration, a signature and a doc comment', () => {
  const wrong = [];
  for (const entry of ENTRIES) {
    const entries = entryExports(declarations, entry);
    assert.ok(entries.length >= 5, entry);
    for (const { name, source, declarations: found } of entries)
      if (!found.some(({ doc, code }) => doc !== '' && code.includes(name))) wrong.push(`${source}.ts: ${name}`);
  }
  assert.deepEqual(wrong, []);
});

test('a doc comment becomes paragraphs', () => {
  assert.equal(docText('/** One\n *  line.\n *\n * Two. */'), 'One line.\n\nTwo.');
});

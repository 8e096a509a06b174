import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, mock, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { format } from 'node:util';
import { readmeExamples } from './readme.fixture.ts';

// Inside the package, so that `@span53/dns/...` is this package.
const results = fileURLToPath(new URL('../.results/', import.meta.url));
mkdirSync(results, { recursive: true });
const folder = mkdtempSync(path.join(results, 'readme-'));
after(() => rmSync(folder, { recursive: true }));

const examples = readmeExamples();

test('README.md has an example for every entry of the package', () => {
  const code = examples.map((example) => example.code).join('\n');
  for (const entry of ['inet', 'wire', 'edns', 'rdata', 'zonefile', 'dnssec', 'tsig'])
    assert.ok(code.includes(`'@span53/dns/${entry}'`), entry);
  for (const { title, output } of examples) assert.ok(output.length > 0, `${title} prints nothing`);
});

for (const [index, { title, code, output }] of examples.entries()) {
  test(`README.md: ${title}`, async () => {
    const file = path.join(folder, `${index}.ts`);
    writeFileSync(file, code);
    const printed: string[] = [];
    const log = mock.method(console, 'log', (...values: unknown[]) => void printed.push(format(...values)));
    try {
      await import(pathToFileURL(file).href);
    } finally {
      log.mock.restore();
    }
    assert.deepEqual(printed, output);
  });
}

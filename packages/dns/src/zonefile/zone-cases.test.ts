// The zones of e2e/dns/zonefile.interop.test.ts without the other software that it holds them against.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zoneCases, zoneCorpus } from '@span53/testkit';
import { DNSName } from '../wire/index.ts';
import { checkZone } from './check-zone.ts';
import { formatZoneError } from './errors.ts';
import { formatFinding } from './finding.ts';
import { readZone } from './zone-reader.ts';

const origin = DNSName.of('example.com.');

function problems(text: string): string[] {
  const reader = readZone(text, { origin });
  const { findings } = checkZone(reader, { origin });
  const bad = findings.filter(({ severity }) => severity === 'error');
  return [...reader.errors.map(formatZoneError), ...bad.map(formatFinding)];
}

for (const { what, text, good } of zoneCases) {
  test(`${good ? 'good' : 'wrong'} zone: ${what}`, () => {
    const found = problems(text);
    if (good) assert.deepEqual(found, []);
    else assert.notDeepEqual(found, []);
  });
}

test('the good zones of the corpus are good, most damaged ones are not', () => {
  const corpus = zoneCorpus(300, 1);
  for (const { what, text, damaged } of corpus) if (!damaged) assert.deepEqual(problems(text), [], what);
  const damaged = corpus.filter((zone) => zone.damaged);
  const refused = damaged.filter(({ text }) => problems(text).length > 0);
  assert.ok(refused.length > damaged.length / 3, `${refused.length} of ${damaged.length}`);
});

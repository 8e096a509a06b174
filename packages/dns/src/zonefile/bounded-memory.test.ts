// The reader's memory does not grow with the zone, nor with a line that has no end.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { DNSName } from '../wire/index.ts';
import { readZone } from './zone-reader.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const origin = DNSName.of('example.com.');
const MB = 1_048_576;

/** Reads text that comes in so many chunks. The growth is the most heap in use beyond that at the start, seen after a
 *  tenth of the chunks, after half of them, before the last and at the end. */
function readWatched(chunks: Iterable<string>, count: number) {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  let growth = 0;
  const look = (): void => {
    collectGarbage();
    growth = Math.max(growth, process.memoryUsage().heapUsed - before);
  };
  const looks = new Set([Math.floor(count / 10), Math.floor(count / 2), count - 1]);
  const watched = function* (): Generator<string> {
    let at = 0;
    for (const chunk of chunks) {
      if (looks.has(at)) look();
      at += 1;
      yield chunk;
    }
    assert.equal(at, count);
  };
  const reader = readZone(watched(), { origin });
  let records = 0;
  for (const _record of reader) records += 1;
  look();
  return { records, growth, errors: reader.errors.map(({ line, message }) => `${line}: ${message}`) };
}

/** Chunks of 64 records, made when they are asked for. */
function* manyRecords(chunks: number): Generator<string> {
  for (let first = 0; first < chunks * 64; first += 64) {
    let text = '';
    for (let at = first; at < first + 64; at += 1) text += `h${at} 300 IN TXT "record ${at} of the zone"\n`;
    yield text;
  }
}

/** A record, and a line that goes on in chunks of 64 kB. */
function* longLine(start: string, chunks: number): Generator<string> {
  yield `a 1 A 192.0.2.1\n${start}`;
  for (let at = 1; at < chunks; at += 1) yield 'x'.repeat(65_536);
}

test('300,800 records, 13 MB of text, leave less than 1 MB behind', () => {
  const { records, growth, errors } = readWatched(manyRecords(4700), 4700);
  assert.deepEqual([records, errors], [300_800, []]);
  assert.ok(growth < MB, `${growth} octets`);
});

for (const [what, start] of [
  ['word', 'b'],
  ['string in quotes', 'b 1 TXT "'],
  ['list in parentheses', 'b 1 TXT ( '],
  ['comment', 'b 1 TXT c ; '],
  ['directive', '$ORIGIN '],
] as const) {
  test(`a ${what} of 32 MB without an end is one error, in less than 4 MB`, () => {
    const { records, growth, errors } = readWatched(longLine(start, 512), 512);
    assert.deepEqual([records, errors], [1, ['2: an entry of over 1048576 octets']]);
    assert.ok(growth < 4 * MB, `${growth} octets`);
  });
}

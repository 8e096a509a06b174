import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFilter } from './filter.ts';

const cases = [
  { text: '', filter: { words: [] } },
  { text: 'name:shop.test rcode:nxdomain', filter: { words: [], name: 'shop.test', rcode: 'NXDOMAIN' } },
  { text: 'min:10ms max:2s last:1h', filter: { words: [], minNs: 10e6, maxNs: 2e9, lastNs: 3600e9 } },
  { text: 'error cache:miss type:aaaa', filter: { words: [], error: true, cache: 'miss', type: 'AAAA' } },
  { text: 'service:"my recursor" timeout', filter: { words: ['timeout'], service: 'my recursor' } },
  { text: '"two words" 192.0.2.1', filter: { words: ['two words', '192.0.2.1'] } },
  { text: '2001:db8::1', filter: { words: ['2001:db8::1'] } },
];
for (const { text, filter } of cases) {
  test(`filter ${JSON.stringify(text)}`, () => assert.deepEqual(parseFilter(text), { filter }));
}

const problems = [
  ['min:fast', /min: needs a duration/],
  ['cache:maybe', /hit or miss/],
  ['name:', /needs a name/],
  ['rcode:', /needs a value/],
  ['a b c d e f g h i', /at most 8 words/],
  ['name:*a*b*c*d*', /at most 4 of \*/],
  ['a\0b', /no NUL/],
  ['colour:red', /unknown "colour:"/],
] as const;
for (const [text, expected] of problems) {
  test(`filter ${JSON.stringify(text)} says what is wrong`, () => {
    const result = parseFilter(text);
    assert.ok('problem' in result);
    assert.match(result.problem, expected);
  });
}

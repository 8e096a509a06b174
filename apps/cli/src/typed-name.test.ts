import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseTypedName } from './typed-name.ts';

const names: [text: string, expected: string | undefined][] = [
  ['www.example', 'www.example.'],
  ['bücher.example', 'xn--bcher-kva.example.'],
  ['BÜCHER.example.', 'xn--bcher-kva.example.'],
  ['_dmarc.bücher.example', '_dmarc.xn--bcher-kva.example.'],
  ['*.bücher.example', '*.xn--bcher-kva.example.'],
  ['例え。example', 'xn--r8jz45g.example.'],
  ['a\\.b.example', 'a\\.b.example.'],
  ['.', '.'],
  ['', undefined],
  ['a..b', undefined],
  ['bü@cher.example', undefined],
  ['bü..example', undefined],
  ['bücher/example', undefined],
  ['bücher?example', undefined],
  ['bücher#example', undefined],
  ['bücher\\.example', undefined],
  ['bücher%2eexample', undefined],
  [`${'ü'.repeat(64)}.example`, undefined],
];
for (const [text, expected] of names) {
  test(`the name ${JSON.stringify(text)}`, () => assert.equal(parseTypedName(text)?.toString(), expected));
}

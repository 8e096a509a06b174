import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NEEDS_MORE, TokenList, octetText, scanEntry } from './tokens.ts';

/** Tokens as `text`, `"text"` for quoted ones and `+"text"` for glued ones. */
function scan(text: string): string[] {
  const tokens = new TokenList();
  scanEntry(text, 0, tokens, true);
  if (tokens.problem !== undefined) return [`${tokens.problem.message} at ${tokens.problem.offset}`];
  return Array.from({ length: tokens.count }, (_, i) => {
    const shown = tokens.isQuoted(i) ? `"${tokens.text(i)}"` : tokens.text(i);
    return tokens.isGlued(i) ? `+${shown}` : shown;
  });
}

const cases: [text: string, tokens: string[]][] = [
  ['a b\tc', ['a', 'b', 'c']],
  ['a;b c', ['a']],
  ['a ; b ( " \nc', ['a']],
  ['"a b;(" c', ['"a b;("', 'c']],
  ['a"b"', ['a', '+"b"']],
  ['k="v"w', ['k=', '+"v"', 'w']],
  ['k= "v"', ['k=', '"v"']],
  ['"a""b"', ['"a"', '"b"']],
  ['a\\ b\\;c\\"d\\(', ['a\\ b\\;c\\"d\\(']],
  ['"a\\"b"', ['"a\\"b"']],
  ['a (b\nc ; d\n(e)\n) f\ng', ['a', 'b', 'c', 'e', 'f']],
  ['a(b)c', ['a', 'b', 'c']],
  ['a\r\nb', ['a']],
  ['\n', []],
  ['a ( b', ['unclosed parenthesis at 2']],
  ['a ) b', ['closing parenthesis without an opening one at 2']],
  ['a "b', ['unbalanced quotes at 2']],
  ['a "b\nc"', ['a', '"b\nc"']],
  ['a "b\r\n\nc" d\ne', ['a', '"b\r\n\nc"', 'd']],
  ['a "b\nc', ['unbalanced quotes at 2']],
  ['a "b" "c\nd "e"\nf', ['unbalanced quotes at 6']],
  ['a \\', ['backslash at the end of the text at 2']],
  ['a \\\r', ['backslash at the end of the text at 2']],
  ['a b\\\nc', ['backslash at the end of the line at 2']],
  ['a (b\\\r\nc)', ['backslash at the end of the line at 3']],
  ['a "b\\\nc"', ['a', '"b\\\nc"']],
  ['a ( "b\nc" )', ['a', '"b\nc"']],
  ['a ( "b\nc', ['unbalanced quotes at 4']],
  ['a "\0"', ['a', '"\0"']],
  ['a b\0c', ['a NUL octet outside quotes at 3']],
  ['a \0', ['a NUL octet outside quotes at 2']],
];
for (const [text, expected] of cases) {
  test(`tokens of ${JSON.stringify(text)}`, () => assert.deepEqual(scan(text), expected));
}

test('a blank at the start of the line says that the owner is left out', () => {
  const tokens = new TokenList();
  scanEntry(' a', 0, tokens, true);
  assert.equal(tokens.leadingBlank, true);
  scanEntry('a b', 0, tokens, true);
  assert.equal(tokens.leadingBlank, false);
});

test('an entry that may go on asks for more, wherever the text ends', () => {
  const text = 'a "b\\"c" (d ; e\n\\102) f\n';
  const tokens = new TokenList();
  for (let end = 0; end < text.length; end += 1) {
    assert.equal(scanEntry(text.slice(0, end), 0, tokens, false), NEEDS_MORE, text.slice(0, end));
  }
  assert.equal(scanEntry(text, 0, tokens, false), text.length);
  assert.equal(tokens.count, 5);
});

test('after a problem the next entry starts on the next line', () => {
  const tokens = new TokenList();
  assert.equal(scanEntry('a )\nb', 0, tokens, true), 4);
});

test('a parenthesis that nobody closes takes the rest of the text: nothing is read twice', () => {
  const text = 'a (\nb (\nc (\n';
  assert.equal(scanEntry(text, 0, new TokenList(), true), text.length);
});

test('no more than octetsMax of an entry is looked at', () => {
  for (const entry of ['a b c d e f g', 'abcdefghijklm', '( "a\nb\nc\nd" )', 'abc ; efghijkl', 'a ) b c d e f']) {
    const limits = Array.from({ length: entry.length + 1 }, (_, octetsMax) => {
      const end = scanEntry(`${entry}\nnext`, 0, new TokenList(octetsMax), true);
      return end === NEEDS_MORE ? 'more' : end;
    });
    assert.deepEqual(
      limits,
      limits.map(() => 'more'),
    );
    assert.equal(scanEntry(`${entry}\nnext`, 0, new TokenList(entry.length + 1), true), entry.length + 1);
    assert.equal(scanEntry(entry, 0, new TokenList(entry.length), true), entry.length, 'the text ends there');
  }
});

test('text outside ASCII becomes its UTF-8 octets', () => {
  assert.equal(octetText('aé'), 'a\xc3\xa9');
});

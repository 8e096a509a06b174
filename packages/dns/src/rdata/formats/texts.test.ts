import { hex, expectRdata } from '@span53/testkit';
import { avc } from '../types/avc.ts';
import { cla } from '../types/cla.ts';
import { gpos } from '../types/gpos.ts';
import { hinfo } from '../types/hinfo.ts';
import { isdn } from '../types/isdn.ts';
import { ninfo } from '../types/ninfo.ts';
import { resinfo } from '../types/resinfo.ts';
import { spf } from '../types/spf.ts';
import { txt } from '../types/txt.ts';
import { wallet } from '../types/wallet.ts';
import { x25 } from '../types/x25.ts';

for (const codec of [txt, spf, ninfo, avc, resinfo, wallet, cla]) {
  expectRdata(codec, {
    forms: [
      ['"v=spf1 -all"', hex`0b 763d73706631202d616c6c`],
      ['"one" "two"', hex`03 6f6e65 03 74776f`],
      ['""', hex`00`],
      ['"a\\"b\\\\c;d\\000\\127\\255"', hex`0a 61 22 62 5c 63 3b 64 00 7f ff`],
      [`"${'x'.repeat(255)}"`, hex`ff ${'78'.repeat(255)}`],
    ],
    texts: [
      ['one', '"one"'],
      ['one two', '"one" "two"'],
      ['one"two"', '"one" "two"'],
      ['a\\ b\\;c\\032', '"a b;c "'],
      ['"\\097\\b"', '"ab"'],
      ['"one\n"', '"one\\010"'],
      ['( one\n two )', '"one" "two"'],
      ['é', '"\\195\\169"'],
    ],
    wrongTexts: [
      ['', 'expected a string, got the end'],
      [`"${'x'.repeat(256)}"`, 'at most 255 octets, this one 256'],
      ['"\\256"', 'bad escape'],
      ['"\\12"', 'bad escape'],
      ['"open', 'unbalanced quotes'],
      ['( open', 'unclosed parenthesis'],
      ['open )', 'closing parenthesis'],
      ['open\\', 'backslash'],
      ['one\ntwo', 'more than one line'],
    ],
    wrongWires: [hex``, hex`01`, hex`02 61`, hex`00 01`],
  });
}

expectRdata(hinfo, {
  forms: [
    [
      '"PC-Intel-700mhz" "Redhat \\"Linux\\" 7.1"',
      hex`0f 50432d496e74656c2d3730306d687a 12 526564686174 20224c696e757822 20372e31`,
    ],
  ],
  wrongTexts: [
    ['one', 'expected a string'],
    ['one two three', 'unexpected text'],
  ],
  wrongWires: [hex`00`, hex`00 00 00`],
});
expectRdata(x25, {
  forms: [['"311061700956"', hex`0c 333131303631373030393536`]],
  wrongTexts: [
    ['3110 1', 'unexpected text'],
    ['311', 'at least four digits'],
    ['311a', 'at least four digits'],
  ],
  wrongWires: [hex`03 333131`, hex`04 3331317a`],
});
expectRdata(isdn, {
  forms: [
    ['"150862028003217"', hex`0f 313530383632303238303033323137`],
    ['"150862028003217" "004"', hex`0f 313530383632303238303033323137 03 303034`],
  ],
  wrongTexts: [['a b c', 'unexpected text']],
});
expectRdata(gpos, {
  forms: [['"-32.6882" "116.8652" "10.0"', hex`08 2d33322e36383832 08 3131362e38363532 04 31302e30`]],
  wrongTexts: [['1 2', 'expected a string']],
});

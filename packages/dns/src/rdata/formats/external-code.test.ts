import { hex, expectRdata } from '@span53/testkit';
import { iso } from '../types/iso.ts';
import { unece } from '../types/unece.ts';

for (const codec of [unece, iso]) {
  expectRdata(codec, {
    forms: [
      ['16 - JPTYO', hex`02 3136 00 05 4a5054594f`],
      ['20 -18 CEL "cold chain"', hex`02 3230 03 2d3138 03 43454c 636f6c6420636861696e`],
      ['20 ? P1', hex`02 3230 01 3f 02 5031`],
      ['3166-2 - US-CA', hex`06 333136362d32 00 05 55532d4341`],
      ['4217 "2400000(50000)" EUR "\\195\\169"', hex`04 34323137 0e 32343030303030283530303030 29 03 455552 c3a9`],
      [`1 0.25 X "${'x'.repeat(300)}"`, hex`01 31 04 302e3235 01 58 ${'78'.repeat(300)}`],
      ['- "a\\"" -', hex`01 2d 02 6122 01 2d`],
    ],
    texts: [
      ['4217 2400000\\(50000\\) EUR', '4217 "2400000(50000)" EUR'],
      ['"20" "?" "P1" ""', '20 ? P1'],
      ['20 "" P1', '20 - P1'],
    ],
    wrongTexts: [
      ['20 -', 'expected a string'],
      ['20 "-" P1', 'without quotes'],
      ['"" - P1', 'not empty'],
      ['20 - ""', 'not empty'],
      ['20 - P1 a b', 'unexpected text'],
      [`20 - ${'x'.repeat(256)}`, 'at most 255 octets'],
    ],
    wrongWires: [
      hex`02 3136 00`,
      hex`00 00 01 58 ; no list`,
      hex`01 31 00 00 ; no code`,
      hex`01 31 01 2d 01 58 ; a value of just a hyphen`,
      hex`01 31 00 02 58`,
    ],
  });
}

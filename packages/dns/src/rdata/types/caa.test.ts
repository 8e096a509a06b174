import { hex, expectRdata } from '@span53/testkit';
import { caa } from './caa.ts';

expectRdata(caa, {
  forms: [
    ['0 issue "ca1.example.net"', hex`00 05 6973737565 6361312e6578616d706c652e6e6574`],
    ['128 tbs "Unknown"', hex`80 03 746273 556e6b6e6f776e`],
    ['0 issue ""', hex`00 05 6973737565`],
    ['0 Issue1 ";"', hex`00 06 497373756531 3b`],
    [`0 iodef "${'x'.repeat(300)}"`, hex`00 05 696f646566 ${'78'.repeat(300)}`],
  ],
  texts: [['0 issue ca1.example.net', '0 issue "ca1.example.net"']],
  wrongTexts: [
    ['256 issue ";"', 'expected a number up to 255'],
    ['0 is-sue ";"', 'expected a tag'],
    ['0 "issue" ";"', 'got a quoted string'],
    ['0 issue', 'expected a string'],
    ['0 issue a b', 'unexpected text'],
  ],
  wrongWires: [hex`00`, hex`00 00`, hex`00 00 61`, hex`00 05 6973`, hex`00 01 2d`],
});

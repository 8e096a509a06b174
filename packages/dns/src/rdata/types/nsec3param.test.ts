import { hex, expectRdata } from '@span53/testkit';
import { nsec3param } from './nsec3param.ts';

expectRdata(nsec3param, {
  forms: [
    ['1 0 12 AABBCCDD', hex`01 00 000c 04 aabbccdd`],
    ['1 0 0 -', hex`01 00 0000 00`],
  ],
  texts: [['1 0 12 aabbccdd', '1 0 12 AABBCCDD']],
  wrongTexts: [
    ['1 0 65536 -', 'expected a number'],
    ['1 0 0', 'expected a salt'],
  ],
  wrongWires: [hex`01 00 0000`, hex`01 00 0000 01`, hex`01 00 0000 00 00`],
});

import { hex, expectRdata, wireName } from '@span53/testkit';
import { px } from './px.ts';

expectRdata(px, {
  forms: [
    // RFC 2163 §4
    [
      '10 ab.example. O-ab.PRMD-net2.ADMDb.C-it.',
      hex`000a ${wireName('ab.example.')} ${wireName('O-ab.PRMD-net2.ADMDb.C-it.')}`,
    ],
  ],
  wrongTexts: [['10 ab.example.', 'expected a name']],
  wrongWires: [hex`000a 00`, hex`000a 00 00 00`],
  lowered: [[hex`000a ${wireName('A.')} ${wireName('B.')}`, hex`000a ${wireName('a.')} ${wireName('b.')}`]],
});

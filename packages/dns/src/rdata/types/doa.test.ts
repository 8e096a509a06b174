import { hex, expectRdata } from '@span53/testkit';
import { doa } from './doa.ts';

expectRdata(doa, {
  forms: [
    ['0 1 2 "text/plain" AQID', hex`00000000 00000001 02 0a 746578742f706c61696e 010203`],
    ['4294967295 1 255 "" -', hex`ffffffff 00000001 ff 00`],
  ],
  wrongTexts: [
    ['0 1 2 ""', 'expected base64'],
    ['0 1 2 "" - -', 'unexpected text'],
  ],
  wrongWires: [hex`00000000 00000001 02`, hex`00000000 00000001 02 01`],
});

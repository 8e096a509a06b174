import { hex, expectRdata } from '@span53/testkit';
import { sink } from './sink.ts';

expectRdata(sink, {
  forms: [
    ['1 0 2 AQID', hex`01 00 02 010203`],
    ['1 0 2', hex`01 00 02`],
  ],
  wrongTexts: [
    ['1 0', 'expected a number'],
    ['1 0 2 AQI', 'expected base64'],
  ],
  wrongWires: [hex`01 00`],
});

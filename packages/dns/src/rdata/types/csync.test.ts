import { hex, expectRdata } from '@span53/testkit';
import { csync } from './csync.ts';

expectRdata(csync, {
  forms: [
    // RFC 7477 §2.2
    ['66 3 A NS AAAA', hex`00000042 0003 00 04 60 00 00 08`],
    ['0 0', hex`00000000 0000`],
  ],
  wrongTexts: [
    ['66', 'expected a number'],
    ['66 3 NOTYPE', 'expected a type'],
  ],
  wrongWires: [hex`00000042`, hex`00000042 0003 00 00`],
});

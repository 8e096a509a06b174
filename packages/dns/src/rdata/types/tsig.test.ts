import { hex, expectRdata, wireName } from '@span53/testkit';
import { tsig } from './tsig.ts';

expectRdata(tsig, {
  forms: [
    [
      'hmac-sha256. 1767225600 300 3 AQID 4660 NOERROR 0',
      hex`${wireName('hmac-sha256.')} 00006955b900 012c 0003 010203 1234 0000 0000`,
    ],
    [
      'hmac-sha256. 281474976710655 300 0 1 BADTIME 6 AABpVbkA',
      hex`${wireName('hmac-sha256.')} ffffffffffff 012c 0000 0001 0012 0006 00006955b900`,
    ],
    ['. 0 0 0 0 BADSIG 0', hex`00 000000000000 0000 0000 0000 0010 0000`],
  ],
  texts: [['. 0 0 0 0 16 0', '. 0 0 0 0 BADSIG 0']],
  wrongTexts: [
    ['. 281474976710656 0 0 0 0 0', 'expected seconds'],
    ['. 0 0 3 AQI= 0 0 0', 'expected 3 octets of base64'],
    ['. 0 0 0 0 NOSUCH 0', 'expected an error code'],
  ],
  wrongWires: [hex`00 000000000000 0000 0001`, hex`00 000000000000 0000 0000 0000 0010`],
});

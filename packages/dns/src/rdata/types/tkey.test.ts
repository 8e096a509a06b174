import { hex, expectRdata, wireName } from '@span53/testkit';
import { tkey } from './tkey.ts';

expectRdata(tkey, {
  forms: [
    // As dig prints the same octets, and reads them
    [
      'gss-tsig. 1767225600 1767312000 3 NOERROR 3 AQID 0',
      hex`${wireName('gss-tsig.')} 6955b900 69570a80 0003 0000 0003 010203 0000`,
    ],
  ],
  texts: [
    [
      'gss-tsig. 20260101000000 20260102000000 3 NOERROR 3 AQID 0',
      'gss-tsig. 1767225600 1767312000 3 NOERROR 3 AQID 0',
    ],
  ],
  wrongTexts: [['gss-tsig. 1 2 3 NOERROR 4 AQID 0', 'expected 4 octets of base64']],
  wrongWires: [hex`00 00000001 00000002 0003 0000 0004 010203`, hex`00 00000001`],
  lowered: [[hex`${wireName('A.')} ${'00'.repeat(16)}`, hex`${wireName('A.')} ${'00'.repeat(16)}`]],
});

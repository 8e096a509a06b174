import { hex, expectRdata } from '@span53/testkit';
import { cdnskey } from '../types/cdnskey.ts';
import { dnskey } from '../types/dnskey.ts';
import { rkey } from '../types/rkey.ts';

for (const codec of [dnskey, cdnskey]) {
  expectRdata(codec, {
    forms: [
      // RFC 8080 §6.1
      [
        '257 3 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=',
        hex`0101 03 0f 974d96a22d224bc01adb9150 91477d44ccd91c9a 41a114300101 17d52c59240e`,
      ],
      // RFC 8078 §4
      ['0 3 0 AA==', hex`0000 03 00 00`],
    ],
    texts: [
      [
        '257 3 ED25519 l02Woi0iS8Aa25FQkUd9RMzZ ( HJpBoRQwAQEX1SxZJA4= )',
        '257 3 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=',
      ],
    ],
    wrongTexts: [
      ['257 3 15', 'expected base64'],
      ['257 3 15 l02', 'expected base64'],
      ['257 3 15 l0=W', 'expected base64'],
      ['257 3 15 l0-_', 'expected base64'],
      ['65536 3 15 AAAA', 'expected a number'],
    ],
    wrongWires: [hex`0101 03`, hex`0101 03 0f`],
  });
}

expectRdata(rkey, {
  forms: [['0 3 15 AAAA', hex`0000 03 0f 000000`]],
  wrongTexts: [['256 3 15 AAAA', 'expected a number up to 0']],
  wrongWires: [hex`0100 03 0f 000000`],
});

expectRdata(cdnskey, {
  forms: [],
  texts: [['0 3 0 0', '0 3 0 AA==']], // RFC 8078 §4 before its erratum 5049
  wrongTexts: [['257 3 15 0', 'expected base64']],
});
expectRdata(dnskey, { forms: [], wrongTexts: [['0 3 0 0', 'expected base64']] });

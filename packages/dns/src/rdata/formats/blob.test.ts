import { hex, expectRdata } from '@span53/testkit';
import { brid } from '../types/brid.ts';
import { dhcid } from '../types/dhcid.ts';
import { eid } from '../types/eid.ts';
import { hhit } from '../types/hhit.ts';
import { nimloc } from '../types/nimloc.ts';
import { openpgpkey } from '../types/openpgpkey.ts';

for (const codec of [dhcid, openpgpkey, hhit, brid]) {
  expectRdata(codec, {
    forms: [
      // RFC 4701 §3.6.1
      [
        'AAIBY2/AuCccgoJbsaxcQc9TUapptP69lOjxfNuVAA2kjEA=',
        hex`000201636fc0b8271c82825bb1ac5c41cf5351aa69b4febd94e8f17cdb95000da48c40`,
      ],
    ],
    texts: [['AAIB ( Y2/A )', 'AAIBY2/A']],
    wrongTexts: [
      ['', 'expected base64, got the end'],
      ['AAI', 'expected base64'],
    ],
    wrongWires: [hex``],
  });
}
for (const codec of [eid, nimloc]) {
  expectRdata(codec, {
    forms: [['32251A030067', hex`32251a030067`]],
    texts: [['3225 1a03 0067', '32251A030067']],
    wrongTexts: [['322', 'expected hex digits']],
    wrongWires: [hex``],
  });
}

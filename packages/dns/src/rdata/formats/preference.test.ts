import { hex, expectRdata, wireName } from '@span53/testkit';
import { afsdb } from '../types/afsdb.ts';
import { kx } from '../types/kx.ts';
import { lp } from '../types/lp.ts';
import { mx } from '../types/mx.ts';
import { rt } from '../types/rt.ts';

for (const codec of [mx, afsdb, rt, kx]) {
  expectRdata(codec, {
    forms: [
      ['10 mail.example.com.', hex`000a 04 6d61696c 07 6578616d706c65 03 636f6d 00`],
      ['0 .', hex`0000 00`],
    ],
    texts: [['010 mail', '10 mail.example.com.']],
    wrongTexts: [
      ['10', 'expected a name'],
      ['65536 mail', 'expected a number up to 65535'],
      ['-1 mail', 'expected a number'],
      ['mail 10', 'expected a number'],
    ],
    wrongWires: [hex``, hex`000a`, hex`000a 04 6d61`, hex`000a 00 00`],
    lowered: [[hex`0001 ${wireName('MAIL.')}`, hex`0001 ${wireName('mail.')}`]],
  });
}

// RFC 6742 §2.4: the owner of the locators; not among the types whose names are lowered.
expectRdata(lp, {
  forms: [['10 l64-subnet1.example.com.', hex`000a ${wireName('l64-subnet1.example.com.')}`]],
  lowered: [[hex`0001 ${wireName('L64.')}`, hex`0001 ${wireName('L64.')}`]],
});

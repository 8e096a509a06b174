import { hex, expectRdata } from '@span53/testkit';
import { l32 } from '../types/l32.ts';
import { l64 } from '../types/l64.ts';
import { nid } from '../types/nid.ts';

// RFC 6742 §2
for (const codec of [nid, l64]) {
  expectRdata(codec, {
    forms: [['10 0014:4fff:ff20:ee64', hex`000a 00144fffff20ee64`]],
    texts: [['10 14:4FFF:ff20:ee64', '10 0014:4fff:ff20:ee64']],
    wrongTexts: [
      ['10 0014:4fff::ee64', 'expected four groups'],
      ['10 0014:4fff:ff20', 'expected four groups'],
      ['10 00014:4fff:ff20:ee64', 'expected four groups'],
    ],
    wrongWires: [hex`000a 00144fffff20ee`, hex`000a 00144fffff20ee6400`],
  });
}
expectRdata(l32, {
  forms: [['10 192.0.2.0', hex`000a c0000200`]],
  wrongTexts: [['10 192.0.2', 'expected an IPv4 address']],
  wrongWires: [hex`000a c00002`, hex`000a c000020000`],
});

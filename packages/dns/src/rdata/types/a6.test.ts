import { hex, expectRdata, wireName } from '@span53/testkit';
import { a6 } from './a6.ts';

expectRdata(a6, {
  forms: [
    ['0 2001:db8::1', hex`00 20010db8000000000000000000000001`],
    ['64 ::1:2:3:4 subnet.example.com.', hex`40 0001000200030004 ${wireName('subnet.example.com.')}`],
    ['128 subnet.example.com.', hex`80 ${wireName('subnet.example.com.')}`],
  ],
  wrongTexts: [
    ['129 ::', 'expected a number up to 128'],
    ['64 2001:db8::1 a', 'bits inside the prefix'],
    ['64 ::1', 'expected a name'],
    ['0 ::1 a', 'unexpected text'],
  ],
  wrongWires: [hex`81`, hex`40 00010002`, hex`7f 03 00 ; a bit inside the prefix`],
  lowered: [[hex`80 ${wireName('S.')}`, hex`80 ${wireName('s.')}`]],
});

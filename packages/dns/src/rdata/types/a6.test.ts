import { hex, expectRdata, wireName } from '@span53/testkit';
import { a6 } from './a6.ts';

expectRdata(a6, {
  forms: [
    ['0 2001:db8::1', hex`00 20010db8000000000000000000000001`],
    ['64 ::1:2:3:4 subnet.example.com.', hex`40 0001000200030004 ${wireName('subnet.example.com.')}`],
    ['128 subnet.example.com.', hex`80 ${wireName('subnet.example.com.')}`],
  ],
  texts: [
    // RFC 2874 §3.1.3: bits inside the prefix should be zero, and the address may be absent at 128
    ['64 2001:db8::1:2:3:4 a', '64 ::1:2:3:4 a.example.com.'],
    ['3 ffff::1 a', '3 1fff::1 a.example.com.'],
    ['127 2001:db8::3 a', '127 ::1 a.example.com.'],
    ['128 2001:db8::1 a', '128 a.example.com.'],
  ],
  wrongTexts: [
    ['129 ::', 'expected a number up to 128'],
    ['64 ::1', 'expected a name'],
    ['128', 'expected a name'],
    ['128 a b', 'expected an IPv6 address'],
    ['0 ::1 a', 'unexpected text'],
  ],
  wrongWires: [hex`81`, hex`40 00010002`, hex`7f 03 00 ; a bit inside the prefix`],
  lowered: [[hex`80 ${wireName('S.')}`, hex`80 ${wireName('s.')}`]],
});

import { hex, expectRdata } from '@span53/testkit';
import { aaaa } from './aaaa.ts';

expectRdata(aaaa, {
  forms: [
    ['2001:db8::1', hex`20010db8 00000000 00000000 00000001`],
    ['::', hex`00000000 00000000 00000000 00000000`],
    ['::ffff:192.0.2.1', hex`00000000 00000000 0000ffff c0000201`],
  ],
  texts: [['2001:0DB8:0:0:0:0:0:1', '2001:db8::1']],
  wrongTexts: [
    ['192.0.2.1', 'expected an IPv6 address'],
    ['fe80::1%eth0', 'expected an IPv6 address'],
    ['2001:db8::1::', 'expected an IPv6 address'],
  ],
  wrongWires: [hex``, hex`20010db8`, hex`20010db8 00000000 00000000 00000001 00`],
});

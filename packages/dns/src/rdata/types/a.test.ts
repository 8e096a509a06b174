import { hex, expectRdata } from '@span53/testkit';
import { a } from './a.ts';

expectRdata(a, {
  forms: [
    ['192.0.2.1', hex`c0000201`],
    ['0.0.0.0', hex`00000000`],
  ],
  wrongTexts: [
    ['', 'expected an IPv4 address, got the end'],
    ['192.0.2', 'expected an IPv4 address'],
    ['192.0.2.1.', 'expected an IPv4 address'],
    ['192.0.2.01', 'expected an IPv4 address'],
    ['2001:db8::1', 'expected an IPv4 address'],
    ['"192.0.2.1"', 'got a quoted string'],
    ['192.0.2.1 192.0.2.2', 'unexpected text'],
    ['\\# 3 c00002', 'octets are no A data'],
    ['\\# 4 c0000201 00', 'RDATA has 5 octets, not the 4'],
  ],
  wrongWires: [hex``, hex`c00002`, hex`c000020100`],
});

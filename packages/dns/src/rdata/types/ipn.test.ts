import { hex, expectRdata } from '@span53/testkit';
import { ipn } from './ipn.ts';

expectRdata(ipn, {
  forms: [
    ['0', hex`0000000000000000`],
    ['18446744073709551615', hex`ffffffffffffffff`],
    ['977000', hex`00000000000ee868`],
  ],
  texts: [
    ['1.2', '4294967298'],
    ['0.977000', '977000'],
    ['4294967295.4294967295', '18446744073709551615'],
  ],
  wrongTexts: [
    ['4294967296.0', 'expected a number'],
    ['0.4294967296', 'expected a number'],
    ['1.2.3', 'expected a number'],
    ['1.', 'expected a number'],
    ['.1', 'expected a number'],
    ['0x10', 'expected a number'],
    ['18446744073709551616', 'expected a number'],
    ['-1', 'expected a number'],
  ],
  wrongWires: [hex`00000000000ee8`, hex`00000000000ee86800`],
});

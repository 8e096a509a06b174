import { hex, expectRdata } from '@span53/testkit';
import { ipn } from './ipn.ts';

expectRdata(ipn, {
  forms: [
    ['0', hex`0000000000000000`],
    ['18446744073709551615', hex`ffffffffffffffff`],
    ['977000', hex`00000000000ee868`],
  ],
  wrongTexts: [
    ['18446744073709551616', 'expected a number'],
    ['-1', 'expected a number'],
  ],
  wrongWires: [hex`00000000000ee8`, hex`00000000000ee86800`],
});

import { hex, expectRdata } from '@span53/testkit';
import { atma } from './atma.ts';

expectRdata(atma, {
  forms: [
    ['39246F00000E7C9C031200010001000012345678', hex`00 39246f00000e7c9c031200010001000012345678`],
    ['+358400123456', hex`01 333538343030313233343536`],
  ],
  texts: [
    ['39.246f.00000e7c9c0312000100010000.12345678', '39246F00000E7C9C031200010001000012345678'],
    ['+358.400.123456', '+358400123456'],
  ],
  wrongTexts: [
    ['+', 'expected hex digits, or +'],
    ['+12x', 'expected hex digits, or +'],
    ['123', 'expected hex digits, or +'],
    ['39..24', 'expected hex digits, or +'],
    ['39.', 'expected hex digits, or +'],
    ['+358..4', 'expected hex digits, or +'],
    ['+.358', 'expected hex digits, or +'],
  ],
  wrongWires: [hex`00`, hex`02`, hex`01 3a`],
  laterForms: [hex`02 00`],
});

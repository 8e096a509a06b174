import { hex, expectRdata } from '@span53/testkit';
import { sshfp } from './sshfp.ts';

expectRdata(sshfp, {
  forms: [
    // RFC 4255 §3.2
    ['2 1 123456789ABCDEF67890123456789ABCDEF67890', hex`02 01 123456789abcdef67890123456789abcdef67890`],
    ['4 200 00', hex`04 c8 00`],
  ],
  texts: [['2 1 123456789abcdef67890 123456789abcdef67890', '2 1 123456789ABCDEF67890123456789ABCDEF67890']],
  wrongTexts: [
    ['2 1 1234', 'a fingerprint of type 1 has 20 octets'],
    ['2 2 123456789abcdef67890123456789abcdef67890', 'a fingerprint of type 2 has 32 octets'],
    ['2 200 123', 'expected hex digits'],
    ['2 200', 'expected hex digits, got the end'],
  ],
  wrongWires: [hex`02`, hex`02 c8`, hex`02 01 1234`],
});

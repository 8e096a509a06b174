import { hex, expectRdata } from '@span53/testkit';
import { nsec3 } from './nsec3.ts';

expectRdata(nsec3, {
  forms: [
    // RFC 5155 appendix A
    [
      '1 1 12 AABBCCDD 2T7B4G4VSA5SMI47K61MV5BV1A22BOJR NS SOA MX RRSIG DNSKEY NSEC3PARAM',
      hex`01 01 000c 04 aabbccdd 14 174eb2409fe28bcb4887a1836f957f0a8425e27b 00 07 22 01 00 00 00 02 90`,
    ],
    ['2 0 0 - 04', hex`02 00 0000 00 01 01`],
    ['1 0 0 - 2T7B4G4VSA5SMI47K61MV5BV1A22BOJR', hex`01 00 0000 00 14 174eb2409fe28bcb4887a1836f957f0a8425e27b`],
  ],
  texts: [['1 1 12 aabbccdd 2t7b4g4vsa5smi47k61mv5bv1a22bojr', '1 1 12 AABBCCDD 2T7B4G4VSA5SMI47K61MV5BV1A22BOJR']],
  wrongTexts: [
    ['1 1 12 aabbccd 2t7b4g4vsa5smi47k61mv5bv1a22bojr', 'expected a salt'],
    [`1 1 12 ${'aa'.repeat(256)} 2t7b4g4vsa5smi47k61mv5bv1a22bojr`, 'at most 255 octets'],
    ['1 1 12 - 2t7b4g4vsa5smi47k61mv5bv1a22bojw', 'expected base32hex'],
    ['1 1 12 - 2t7b4g4vsa5smi47k61mv5bv1a22boj', 'expected base32hex'],
    ['1 1 12 -', 'expected base32hex, got the end'],
    ['1 0 0 - 0p9mhaveqvm6t7vbl5lop2u3t2rp3to A', '20 octets with SHA-1'],
  ],
  wrongWires: [
    hex`01 01 000c 04 aabbccdd 00`,
    hex`01 01 000c 04 aabbccdd`,
    hex`02 01 000c 00 01 ff 00 00`,
    hex`01 00 0000 00 01 01`,
  ],
});

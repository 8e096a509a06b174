import { hex, expectRdata } from '@span53/testkit';
import { smimea } from '../types/smimea.ts';
import { tlsa } from '../types/tlsa.ts';

for (const codec of [tlsa, smimea]) {
  expectRdata(codec, {
    forms: [
      // RFC 6698 §2.3
      [
        '0 0 1 D2ABDE240D7CD3EE6B4B28C54DF034B97983A1D16E8A410E4561CB106618E971',
        hex`00 00 01 d2abde240d7cd3ee6b4b28c54df034b97983a1d16e8a410e4561cb106618e971`,
      ],
      ['255 255 255 00', hex`ff ff ff 00`],
    ],
    texts: [
      ['3 1 0 ab ( cd\n ef )', '3 1 0 ABCDEF'],
      // RFC 7218 §3
      ['DANE-EE SPKI SHA2-256 00', '3 1 1 00'],
      ['pkix-ta cert full 00', '0 0 0 00'],
      ['DANE-TA Cert SHA2-512 00', '2 0 2 00'],
      ['PKIX-EE PrivSel PrivMatch 00', '1 255 255 00'],
      ['PrivCert 0 0 00', '255 0 0 00'],
    ],
    wrongTexts: [
      ['0 0 1', 'expected hex digits'],
      ['0 0 1 xy', 'expected hex digits'],
      ['0 256 1 00', 'expected a number'],
      ['SPKI 1 1 00', 'an acronym of RFC 7218'],
    ],
    wrongWires: [hex`00 00`, hex`00 00 01`],
  });
}

import { hex, expectRdata } from '@span53/testkit';
import { cert } from './cert.ts';

expectRdata(cert, {
  forms: [
    ['PGP 0 0 AQID', hex`0003 0000 00 010203`],
    ['PKIX 12345 13 AQID', hex`0001 3039 0d 010203`],
    ['65280 1 1 AA==', hex`ff00 0001 01 00`],
  ],
  texts: [
    ['3 0 DELETE AQID', 'PGP 0 0 AQID'],
    ['uri 0 RSASHA256 AQID', 'URI 0 8 AQID'],
  ],
  wrongTexts: [
    ['PGPX 0 0 AQID', 'expected a certificate type'],
    ['PGP 0 0', 'expected base64'],
  ],
  wrongWires: [hex`0003 0000`, hex`0003 0000 00`],
});

import { hex, expectRdata } from '@span53/testkit';
import { key } from './key.ts';

expectRdata(key, {
  forms: [
    ['512 255 5 AQPSKmynfzW4', hex`0200 ff 05 0103d22a6ca77f35b8`],
    ['49152 3 3', hex`c000 03 03`],
  ],
  texts: [
    // RFC 2535 §7.1
    ['HOST|SIG1 DNSSEC RSASHA1 AQPSKmynfzW4', '513 3 5 AQPSKmynfzW4'],
    ['zone|noauth|flag2|extend|flag4|flag5|sig15 all rsamd5 AQID', '48399 255 1 AQID'],
    ['USER|FLAG8|FLAG9|FLAG10|FLAG11 NONE 5 AQID', '240 0 5 AQID'],
    ['NTYP3|NOCONF|SIG0 TLS DSA AQID', '17152 1 3 AQID'],
    ['NOKEY EMAIL DSA', '49152 2 3'],
    ['256 IPSEC 3 AQID', '256 4 3 AQID'],
  ],
  wrongTexts: [
    ['512 255 5', 'expected base64'],
    ['49152 3 3 AAAA', 'unexpected text'],
    ['NOKEY 3 3 AAAA', 'unexpected text'],
    ['HOST|ZONE 3 3 AAAA', 'expected flags'],
    ['NOCONF|NOAUTH 3 3', 'expected flags'],
    ['HOST| 3 3 AAAA', 'expected flags'],
    ['HOST|512 3 3 AAAA', 'expected flags'],
    ['65536 3 3 AAAA', 'expected flags'],
    ['SIG16 3 3 AAAA', 'expected flags'],
    ['HOST SSH 3 AAAA', 'expected a protocol'],
  ],
  wrongWires: [hex`0200 ff 05`, hex`c000 03 03 00`],
});

import { hex, expectRdata, wireName } from '@span53/testkit';
import { nsec } from './nsec.ts';

expectRdata(nsec, {
  forms: [
    // RFC 4034 §4.3, the wire form as given there
    [
      'host.example.com. A MX RRSIG NSEC TYPE1234',
      hex`04 686f7374 07 6578616d706c65 03 636f6d 00
          00 06 40 01 00 00 00 03
          04 1b 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 20`,
    ],
    ['\\000.example.com. NS RRSIG NSEC', hex`01 00 07 6578616d706c65 03 636f6d 00 00 06 20 00 00 00 00 03`],
  ],
  texts: [
    ['host NSEC RRSIG MX A A TYPE1234', 'host.example.com. A MX RRSIG NSEC TYPE1234'],
    ['host type1 type47', 'host.example.com. A NSEC'],
  ],
  wrongTexts: [
    ['host', 'at least one type'],
    ['host A TYPE65536', 'expected a type'],
    ['host A *', 'expected a type'],
  ],
  wrongWires: [
    hex`00`,
    hex`00 00 00 ; empty window`,
    hex`00 00 01 00 ; no type in it`,
    hex`00 00 02 40 00 ; trailing zero octet`,
    hex`00 00 21 ${'00'.repeat(32)} 01 ; 33 octets`,
    hex`00 01 01 40 00 01 40 ; windows out of order`,
    hex`00 00 01 40 00 01 40 ; a window twice`,
    hex`00 00 02 40 ; cut short`,
  ],
  lowered: [[hex`${wireName('HOST.')} 00 01 40`, hex`${wireName('HOST.')} 00 01 40`]],
});

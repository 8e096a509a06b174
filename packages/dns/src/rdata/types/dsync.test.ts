import { hex, expectRdata, wireName } from '@span53/testkit';
import { dsync } from './dsync.ts';

expectRdata(dsync, {
  forms: [
    // RFC 9859 §2.1
    ['CDS NOTIFY 5359 cds-scanner.example.net.', hex`003b 01 14ef ${wireName('cds-scanner.example.net.')}`],
    ['CSYNC 2 53 .', hex`003e 02 0035 00`],
  ],
  texts: [['type59 1 5359 cds-scanner.example.net.', 'CDS NOTIFY 5359 cds-scanner.example.net.']],
  wrongTexts: [
    ['CDS NOTIFIED 1 .', 'expected a scheme'],
    ['CDS NOTIFY .', 'expected a number'],
  ],
  wrongWires: [hex`003b 01 14ef`, hex`003b 01 14ef 00 00`],
});

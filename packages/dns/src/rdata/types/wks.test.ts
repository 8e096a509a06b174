import { hex, expectRdata } from '@span53/testkit';
import { wks } from './wks.ts';

expectRdata(wks, {
  forms: [
    ['192.0.2.1 6 25 80', hex`c0000201 06 00 00 00 40 00 00 00 00 00 00 80`],
    ['192.0.2.1 17', hex`c0000201 11`],
  ],
  texts: [['192.0.2.1 TCP ( http SMTP )', '192.0.2.1 6 25 80']],
  wrongTexts: [
    ['192.0.2.1', 'expected a protocol'],
    ['192.0.2.1 tcp nosuch', 'expected a service'],
    ['192.0.2.1 tcp 65536', 'expected a service'],
  ],
  wrongWires: [hex`c00002`, hex`c0000201`, hex`c0000201 06 40 00`],
});

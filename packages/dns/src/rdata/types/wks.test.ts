import { hex, expectRdata } from '@span53/testkit';
import { wks } from './wks.ts';

expectRdata(wks, {
  forms: [
    ['192.0.2.1 6 25 80', hex`c0000201 06 00 00 00 40 00 00 00 00 00 00 80`],
    ['192.0.2.1 17', hex`c0000201 11`],
  ],
  texts: [
    ['192.0.2.1 TCP ( http SMTP )', '192.0.2.1 6 25 80'],
    // RFC 1035 §3.4.2: the mnemonics of RFC 1010
    ['192.0.2.1 EGP', '192.0.2.1 8'],
    ['192.0.2.1 ISO-TP4 ISO-TSAP X400-SND', '192.0.2.1 29 102 104'],
    ['192.0.2.1 tcp rje netrjs-4 SUPDUP uucp-path LINK', '192.0.2.1 6 5 74 95 117 245'],
    // RFC 1033's example
    ['192.0.2.1 TCP systat netstat qotd whois hostnames nameserver', '192.0.2.1 6 11 15 17 42 43 101'],
  ],
  wrongTexts: [
    ['192.0.2.1', 'expected a protocol'],
    ['192.0.2.1 mit-ml-dev', 'expected a protocol'],
    ['192.0.2.1 tcp nosuch', 'expected a service'],
    ['192.0.2.1 tcp mit-ml-dev', 'expected a service'],
    ['192.0.2.1 tcp 65536', 'expected a service'],
  ],
  wrongWires: [hex`c00002`, hex`c0000201`, hex`c0000201 06 40 00`],
});

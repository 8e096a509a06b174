import { hex, expectRdata, wireName } from '@span53/testkit';
import { ipseckey } from './ipseckey.ts';

const text = 'AQNRU3mG7TVTO2BkR47usntb102uFJtugbo6BSGvgqt4AQ==';
const octets = hex`0103515379 86ed35533b606447 8eeeb27b5bd74dae 149b6e81ba3a0521 af82ab7801`;

// RFC 4025 §3.2
expectRdata(ipseckey, {
  forms: [
    [`10 1 2 192.0.2.38 ${text}`, hex`0a 01 02 c0000226 ${octets}`],
    [`10 0 2 . ${text}`, hex`0a 00 02 ${octets}`],
    [`10 3 2 mygateway.example.com. ${text}`, hex`0a 03 02 ${wireName('mygateway.example.com.')} ${octets}`],
    [`10 2 2 2001:db8:0:8002::2000:1 ${text}`, hex`0a 02 02 20010db80000800200000000 20000001 ${octets}`],
    ['10 1 0 192.0.2.38', hex`0a 01 00 c0000226`],
    // §3.1: the key is optional
    ['10 1 2 192.0.2.38', hex`0a 01 02 c0000226`],
    ['10 3 2 .', hex`0a 03 02 00`],
    // §2.4: there is no key then; other servers take such records all the same
    ['10 1 0 192.0.2.38 AQNR', hex`0a 01 00 c0000226 010351`],
  ],
  texts: [[`10 2 2 2001:0DB8:0:8002::2000:1 ${text}`, `10 2 2 2001:db8:0:8002::2000:1 ${text}`]],
  wrongTexts: [
    [`10 4 2 . ${text}`, 'gateway type 4 is unknown'],
    [`10 0 2 gw ${text}`, 'expected "."'],
    [`10 1 2 2001:db8::1 ${text}`, 'expected an IPv4 address'],
    ['10 1 2 192.0.2.38 AQN', 'expected base64'],
  ],
  wrongWires: [hex`0a 04`, hex`0a 01 02 c00002`, hex`0a 03 02 40`],
  // RFC 4025 §2.3: gateway types from 4 on are not assigned yet
  laterForms: [hex`0a 04 02 00 ff`, hex`0a ff 00`],
});

import { hex, expectRdata } from '@span53/testkit';
import { apl } from './apl.ts';

expectRdata(apl, {
  forms: [
    // RFC 3123 §5, with the wire form of §4
    ['1:192.168.32.0/21 !1:192.168.38.0/28', hex`0001 15 03 c0a820 0001 1c 83 c0a826`],
    ['1:224.0.0.0/4 2:ff00::/8', hex`0001 04 01 e0 0002 08 01 ff`],
    ['1:0.0.0.0/0', hex`0001 00 00`],
    ['', hex``],
  ],
  texts: [['2:FF00:0:0:0:0:0:0:0/8', '2:ff00::/8']],
  wrongTexts: [
    ['1:192.0.2.0', 'expected [!]1:address/prefix'],
    ['1:192.0.2.0/33', 'expected [!]1:'],
    ['2:192.0.2.0/24', 'expected [!]1:'],
    ['3:192.0.2.0/24', 'expected [!]1:'],
    ['1:2001:db8::/32', 'expected [!]1:'],
  ],
  wrongWires: [
    hex`0001 15 03 c0a8`,
    hex`0001 21 00 ; prefix too long`,
    hex`0001 18 04 c0000200 ; trailing zero octet`,
    hex`0001 20 05 c000020101 ; five octets`,
    hex`0003 00 01 ; cut short`,
  ],
  // RFC 3123 §4: families of the registry "Address Family Numbers"
  laterForms: [hex`0003 00 00`, hex`0001 15 03 c0a820 4001 30 86 020000000000`],
});

import { hex, expectRdata, wireName } from '@span53/testkit';
import { naptr } from './naptr.ts';

expectRdata(naptr, {
  forms: [
    // RFC 3403 §6.1
    [
      '100 10 "" "" "!^urn:cid:.+@([^\\\\.]+\\\\.)(.*)$!\\\\2!i" .',
      hex`0064 000a 00 00 21 215e75726e3a6369643a2e2b40285b5e5c2e5d2b5c2e29282e2a2924215c322169 00`,
    ],
    [
      '100 50 "s" "http+I2L" "" _http._tcp.example.com.',
      hex`0064 0032 01 73 08 687474702b49324c 00 ${wireName('_http._tcp.example.com.')}`,
    ],
  ],
  texts: [['1 2 a b c d', '1 2 "a" "b" "c" d.example.com.']],
  wrongTexts: [
    ['1 2 "" "" .', 'expected a name'],
    ['1 2 "" "" "" "."', 'got a quoted string'],
  ],
  wrongWires: [hex`0001 0002 00 00 00`, hex`0001 0002 00 00 00 00 00`],
  lowered: [[hex`0001 0002 01 53 00 00 ${wireName('A.')}`, hex`0001 0002 01 53 00 00 ${wireName('a.')}`]],
});

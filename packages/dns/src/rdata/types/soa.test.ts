import { hex, expectRdata, wireName } from '@span53/testkit';
import { soa } from './soa.ts';

expectRdata(soa, {
  forms: [
    [
      'ns.example.com. admin\\.dns.example.com. 2026010100 7200 900 1209600 300',
      hex`${wireName('ns.example.com.')}
          ${wireName('admin\\.dns.example.com.')} 78c275f4 00001c20 00000384 00127500 0000012c`,
    ],
    ['. . 4294967295 4294967295 0 0 0', hex`00 00 ffffffff ffffffff 00000000 00000000 00000000`],
  ],
  texts: [['ns admin 1 2h 15m 2w 5m', 'ns.example.com. admin.example.com. 1 7200 900 1209600 300']],
  wrongTexts: [
    ['ns admin 1 2 3 4', 'expected a time, got the end'],
    ['ns admin 1h 2 3 4 5', 'expected a number'],
    ['ns admin 4294967296 2 3 4 5', 'expected a number'],
    ['ns admin 1 2 3 4 5x', 'expected a time'],
    ['ns admin 1 2 3 4 5 6', 'unexpected text'],
  ],
  wrongWires: [
    hex`00 00 00000001 00000002 00000003 00000004`,
    hex`00 00 00000001 00000002 00000003 00000004 00000005 00`,
  ],
  lowered: [
    [
      hex`${wireName('NS.Example.')} ${wireName('Admin.Example.')} 0000000000000000000000000000000000000000`,
      hex`${wireName('ns.example.')} ${wireName('admin.example.')} 0000000000000000000000000000000000000000`,
    ],
  ],
});

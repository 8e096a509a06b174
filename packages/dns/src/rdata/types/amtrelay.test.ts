import { hex, expectRdata, wireName } from '@span53/testkit';
import { amtrelay } from './amtrelay.ts';

// RFC 8777 §4.3.1
expectRdata(amtrelay, {
  forms: [
    ['10 0 1 203.0.113.15', hex`0a 01 cb00710f`],
    ['10 0 2 2001:db8::15', hex`0a 02 20010db8000000000000000000000015`],
    ['128 1 3 amtrelays.example.com.', hex`80 83 ${wireName('amtrelays.example.com.')}`],
    ['0 1 0 .', hex`00 80`],
  ],
  wrongTexts: [
    ['10 2 1 203.0.113.15', 'expected a number up to 1'],
    ['10 0 4 .', 'gateway type 4 is unknown'],
    ['10 0 0 203.0.113.15', 'expected "."'],
  ],
  wrongWires: [hex`0a`, hex`0a 01 cb0071`, hex`0a 00 00`],
  // RFC 8777 §4.2.3: relay types from 4 on are not assigned yet
  laterForms: [hex`0a 04`, hex`0a ff 0102`],
});

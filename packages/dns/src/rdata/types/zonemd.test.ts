import { hex, expectRdata } from '@span53/testkit';
import { zonemd } from './zonemd.ts';

const digest = 'C68090D90A7AED716BC459F9340E3D7C1370D4D24B7E2FC3A1DDC0B9A87153B9A9713B3C9AE5CC27777F98B8E730044C';

expectRdata(zonemd, {
  forms: [
    // RFC 8976 appendix A.1
    [`2018031900 1 1 ${digest}`, hex`7848b91c 01 01 ${digest}`],
    ['1 240 241 000102030405060708090A0B', hex`00000001 f0 f1 000102030405060708090a0b`],
  ],
  wrongTexts: [
    ['1 1 1 00', 'does not go with hash 1'],
    ['1 1 240 000102030405060708090A', 'does not go with hash 240'],
    [`1 1 2 ${digest}`, 'does not go with hash 2'],
  ],
  wrongWires: [hex`00000001 01 01 00`, hex`00000001 01 f0 000102030405060708090a`],
});

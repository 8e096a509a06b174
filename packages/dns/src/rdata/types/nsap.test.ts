import { hex, expectRdata } from '@span53/testkit';
import { nsap } from './nsap.ts';

expectRdata(nsap, {
  forms: [['0x47000580005A0000000001E133FFFFFF00016100', hex`47000580005a0000000001e133ffffff00016100`]],
  // RFC 1706 §6
  texts: [['0x47.0005.80.005a00.0000.0001.e133.ffffff000161.00', '0x47000580005A0000000001E133FFFFFF00016100']],
  wrongTexts: [
    ['47', 'expected 0x and hex digits'],
    ['0x4', 'expected 0x and hex digits'],
    ['0x', 'expected 0x and hex digits'],
  ],
  wrongWires: [hex``],
});

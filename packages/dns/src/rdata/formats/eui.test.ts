import { hex, expectRdata } from '@span53/testkit';
import { eui48 } from '../types/eui48.ts';
import { eui64 } from '../types/eui64.ts';

// RFC 7043 §3.2 and §4.2
expectRdata(eui48, {
  forms: [['00-00-5e-00-53-2a', hex`00005e00532a`]],
  texts: [['00-00-5E-00-53-2A', '00-00-5e-00-53-2a']],
  wrongTexts: [
    ['00-00-5e-00-53', 'expected 6 pairs'],
    ['00:00:5e:00:53:2a', 'expected 6 pairs'],
    ['0-00-5e-00-53-2a', 'expected 6 pairs'],
  ],
  wrongWires: [hex`00005e0053`, hex`00005e00532a00`],
});
expectRdata(eui64, {
  forms: [['00-00-5e-ef-10-00-00-2a', hex`00005eef1000002a`]],
  wrongTexts: [['00-00-5e-00-53-2a', 'expected 8 pairs']],
  wrongWires: [hex`00005e00532a`],
});

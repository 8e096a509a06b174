import { hex, expectRdata, wireName } from '@span53/testkit';
import { hip } from './hip.ts';

// RFC 8005 §6, the key shortened
expectRdata(hip, {
  forms: [
    ['2 200100107B1A74DF365639CC39F1D578 AwEAAbdx', hex`10 02 0006 200100107b1a74df365639cc39f1d578 03010001b771`],
    [
      '2 200100107B1A74DF365639CC39F1D578 AwEAAbdx rvs1.example.com. rvs2.example.com.',
      hex`10 02 0006 200100107b1a74df365639cc39f1d578 03010001b771
          ${wireName('rvs1.example.com.')} ${wireName('rvs2.example.com.')}`,
    ],
  ],
  texts: [['2 2001 AAAA rvs', '2 2001 AAAA rvs.example.com.']],
  wrongTexts: [
    ['2 2001', 'expected base64'],
    ['2 201 AAAA', 'expected hex digits'],
    ['2 2001 AAAA a..b', 'expected a name'],
  ],
  wrongWires: [hex`00 02 0001 00`, hex`01 02 0000 00`, hex`01 02 0002 00 00`, hex`01 02 0001 00 00 40`],
});

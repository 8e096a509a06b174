import { hex, expectRdata } from '@span53/testkit';
import { key } from './key.ts';

expectRdata(key, {
  forms: [
    ['512 255 5 AQPSKmynfzW4', hex`0200 ff 05 0103d22a6ca77f35b8`],
    ['49152 3 3', hex`c000 03 03`],
  ],
  wrongTexts: [
    ['512 255 5', 'expected base64'],
    ['49152 3 3 AAAA', 'unexpected text'],
  ],
  wrongWires: [hex`0200 ff 05`, hex`c000 03 03 00`],
});

import { hex, expectRdata } from '@span53/testkit';
import { uri } from './uri.ts';

expectRdata(uri, {
  forms: [
    ['10 1 "ftp://ftp1.example.com/public"', hex`000a 0001 6674703a2f2f667470312e6578616d706c652e636f6d2f7075626c6963`],
    [`1 1 "${'x'.repeat(300)}"`, hex`0001 0001 ${'78'.repeat(300)}`],
  ],
  texts: [['10 1 ftp://ftp1.example.com/public', '10 1 "ftp://ftp1.example.com/public"']],
  wrongTexts: [
    ['10 1 ""', 'the URI is empty'],
    ['10 "x"', 'got a quoted string'],
    ['10 1', 'expected a string'],
  ],
  wrongWires: [hex`000a`, hex`000a 0001`],
});

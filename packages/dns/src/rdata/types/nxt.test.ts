import { hex, expectRdata, wireName } from '@span53/testkit';
import { nxt } from './nxt.ts';

expectRdata(nxt, {
  forms: [['medium.example. A MX SIG NXT', hex`${wireName('medium.example.')} 40 01 00 82`]],
  texts: [
    ['medium.example. NXT A SIG MX', 'medium.example. A MX SIG NXT'],
    ['medium.example. A 66 127', 'medium.example. A DSYNC TYPE127'], // as BIND writes unknown types
  ],
  wrongTexts: [
    ['medium.example.', 'an NXT lists types 1 to 127'],
    ['medium.example. 128', 'an NXT lists types 1 to 127'],
    ['medium.example. TYPE128', 'an NXT lists types 1 to 127'],
  ],
  wrongWires: [hex`00`, hex`00 80`, hex`00 40 00`, hex`00 ${'40'.repeat(17)}`],
  lowered: [[hex`${wireName('M.')} 40`, hex`${wireName('m.')} 40`]],
});

import { hex, expectRdata, wireName } from '@span53/testkit';
import { cname } from '../types/cname.ts';
import { dname } from '../types/dname.ts';
import { mb } from '../types/mb.ts';
import { md } from '../types/md.ts';
import { mf } from '../types/mf.ts';
import { mg } from '../types/mg.ts';
import { mr } from '../types/mr.ts';
import { ns } from '../types/ns.ts';
import { nsapPtr } from '../types/nsap-ptr.ts';
import { ptr } from '../types/ptr.ts';

for (const codec of [ns, md, mf, cname, mb, mg, mr, ptr, dname]) {
  expectRdata(codec, {
    forms: [
      ['host.example.com.', hex`04 686f7374 07 6578616d706c65 03 636f6d 00`],
      ['.', hex`00`],
      ['a\\.b.\\000\\255.', hex`03 612e62 02 00ff 00`],
    ],
    texts: [
      ['host', 'host.example.com.'],
      ['@', 'example.com.'],
      ['\\104ost', 'host'],
    ],
    wrongTexts: [
      ['', 'expected a name, got the end'],
      ['a..b.', 'expected a name'],
      ['"host"', 'got a quoted string'],
      ['a b', 'unexpected text'],
      [`${'a'.repeat(64)}.`, 'expected a name'],
    ],
    wrongWires: [hex``, hex`04 686f7374`, hex`00 00`, hex`40 00`, hex`c000`],
    lowered: [[wireName('HOST.Example.'), wireName('host.example.')]],
  });
}

expectRdata(nsapPtr, {
  forms: [['host.example.com.', wireName('host.example.com.')]],
  lowered: [[wireName('HOST.Example.'), wireName('HOST.Example.')]],
});

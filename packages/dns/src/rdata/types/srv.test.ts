import { hex, expectRdata, wireName } from '@span53/testkit';
import { srv } from './srv.ts';

expectRdata(srv, {
  forms: [
    ['0 1 9 old-slow-box.example.com.', hex`0000 0001 0009 ${wireName('old-slow-box.example.com.')}`],
    ['65535 65535 65535 .', hex`ffff ffff ffff 00`],
  ],
  texts: [['0 1 9 server', '0 1 9 server.example.com.']],
  wrongTexts: [
    ['0 1 server', 'expected a number'],
    ['0 1 65536 server', 'expected a number'],
    ['0 1 9', 'expected a name'],
  ],
  wrongWires: [hex`0000 0001 0009`, hex`0000 0001 0009 00 00`],
  lowered: [[hex`0000 0001 0009 ${wireName('BOX.')}`, hex`0000 0001 0009 ${wireName('box.')}`]],
});

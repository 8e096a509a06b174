import { hex, expectRdata, wireName } from '@span53/testkit';
import { minfo } from '../types/minfo.ts';
import { rp } from '../types/rp.ts';
import { talink } from '../types/talink.ts';

for (const codec of [minfo, rp]) {
  expectRdata(codec, {
    forms: [['louie.trantor.example. .', hex`${wireName('louie.trantor.example.')} 00`]],
    texts: [['a b', 'a.example.com. b.example.com.']],
    wrongTexts: [['a', 'expected a name']],
    wrongWires: [hex`00`, hex`00 00 00`],
    lowered: [[hex`${wireName('A.')} ${wireName('B.')}`, hex`${wireName('a.')} ${wireName('b.')}`]],
  });
}
expectRdata(talink, {
  forms: [['. _talink1.example.com.', hex`00 ${wireName('_talink1.example.com.')}`]],
  lowered: [[hex`${wireName('A.')} ${wireName('B.')}`, hex`${wireName('A.')} ${wireName('B.')}`]],
});

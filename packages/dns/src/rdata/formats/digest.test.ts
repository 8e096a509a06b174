import { hex, expectRdata } from '@span53/testkit';
import { cds } from '../types/cds.ts';
import { dlv } from '../types/dlv.ts';
import { ds } from '../types/ds.ts';
import { ta } from '../types/ta.ts';

for (const codec of [ds, cds, ta, dlv]) {
  expectRdata(codec, {
    forms: [
      // RFC 4034 §5.4
      ['60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118', hex`ec45 05 01 2bb183af5f22588179a53b0a98631fad1a292118`],
      // RFC 4509 §2.3
      [
        '60485 5 2 D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4F9E99B8383F6A1E4469DA50A',
        hex`ec45 05 02 d4b7d520e7bb5f0f67674a0cceb1e3e0614b93c4f9e99b8383f6a1e4469da50a`,
      ],
      // RFC 8078 §4
      ['0 0 0 00', hex`0000 00 00 00`],
    ],
    texts: [
      [
        '60485 RSASHA1 1 2BB183AF5F22588179A53B0A 98631FAD1A292118',
        '60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118',
      ],
    ],
    wrongTexts: [
      ['60485 5 1 2BB1', 'a digest of type 1 has 20 octets'],
      ['60485 5 4 2BB183AF5F22588179A53B0A98631FAD1A292118', 'a digest of type 4 has 48 octets'],
      ['60485 RSA 1 00', 'expected a DNSSEC algorithm'],
      ['60485 5 200', 'expected hex digits'],
    ],
    wrongWires: [hex`ec45 05 01`, hex`ec45 05 02 2bb183af5f22588179a53b0a98631fad1a292118`],
  });
}

expectRdata(cds, {
  forms: [],
  texts: [['0 0 0 0', '0 0 0 00']], // RFC 8078 §4 before its erratum 5049
  wrongTexts: [
    ['0 0 0 1', 'expected hex digits'],
    ['1 8 2 0', 'expected hex digits'],
  ],
});
expectRdata(ds, { forms: [], wrongTexts: [['0 0 0 0', 'expected hex digits']] });

import { hex, expectRdata, wireName } from '@span53/testkit';
import { rrsig } from '../types/rrsig.ts';
import { sig } from '../types/sig.ts';

for (const codec of [rrsig, sig]) {
  expectRdata(codec, {
    forms: [
      [
        'A 5 3 86400 20030322173103 20030220173103 2642 example.com. oJB1W6WN',
        hex`0001 05 03 00015180 3e7c9dd7 3e551 0d7 0a52 ${wireName('example.com.')} a090755ba58d`,
      ],
      [
        'TYPE65280 15 0 0 21060207062815 19700101000000 0 . AAAA',
        hex`ff00 0f 00 00000000 ffffffff 00000000 0000 00 000000`,
      ],
    ],
    texts: [
      [
        'A RSASHA1 3 86400 1048354263 1045762263 2642 example.com. oJB1 W6WN',
        'A 5 3 86400 20030322173103 20030220173103 2642 example.com. oJB1W6WN',
      ],
    ],
    wrongTexts: [
      ['A 5 3 86400 20030322173103 20030220173103 2642 example.com.', 'expected base64'],
      ['A 5 3 86400 20030230173103 20030220173103 2642 . AAAA', 'expected YYYYMMDDHHmmSS'],
      ['A 5 3 86400 20030322243103 20030220173103 2642 . AAAA', 'expected YYYYMMDDHHmmSS'],
      ['A 5 3 86400 200303221731 20030220173103 2642 . AAAA', 'expected YYYYMMDDHHmmSS'],
      ['A 5 3 1d 1 1 2642 . AAAA', 'expected a number'],
      ['NOTYPE 5 3 86400 1 1 2642 . AAAA', 'expected a type'],
    ],
    wrongWires: [hex`0001 05 03 00015180 3e7c9dd7 3e5510d7 0a52 00`, hex`0001 05`],
    lowered: [
      [
        hex`0001 05 03 00015180 00000001 00000001 0a52 ${wireName('EXAMPLE.')} ff`,
        hex`0001 05 03 00015180 00000001 00000001 0a52 ${wireName('example.')} ff`,
      ],
    ],
  });
}

expectRdata(sig, {
  forms: [],
  texts: [['731 5 3 86400 1 1 2642 . AAAA', 'TYPE731 5 3 86400 1 1 2642 . AAAA']], // as BIND writes unknown types
  wrongTexts: [['65536 5 3 86400 1 1 2642 . AAAA', 'expected a type']],
});
expectRdata(rrsig, { forms: [], wrongTexts: [['1 5 3 86400 1 1 2642 . AAAA', 'expected a type']] });

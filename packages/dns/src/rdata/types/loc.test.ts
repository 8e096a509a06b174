import { hex, expectRdata } from '@span53/testkit';
import { loc } from './loc.ts';

expectRdata(loc, {
  forms: [
    // RFC 1876 §4: the two with a size, as canonical text
    ['42 21 54.000 N 71 6 18.000 W -24.00m 30.00m 10000.00m 10.00m', hex`00 33 16 13 89172dd0 70be15f0 00988d20`],
    ['42 21 28.764 N 71 0 51.617 W -44.00m 2000.00m 10000.00m 10.00m', hex`00 25 16 13 8916cb3c 70c310df 00988550`],
    ['0 0 0.000 N 0 0 0.000 E -100000.00m 0.00m 0.00m 0.00m', hex`00 00 00 00 80000000 80000000 00000000`],
  ],
  texts: [
    ['42 21 54 N 71 06 18 W -24m 30m', '42 21 54.000 N 71 6 18.000 W -24.00m 30.00m 10000.00m 10.00m'],
    ['52 14 05 N 00 08 50 E 10m', '52 14 5.000 N 0 8 50.000 E 10.00m 1.00m 10000.00m 10.00m'],
    ['32 7 19 s 116 2 25 e 10m', '32 7 19.000 S 116 2 25.000 E 10.00m 1.00m 10000.00m 10.00m'],
    ['1 N 2 E 3', '1 0 0.000 N 2 0 0.000 E 3.00m 1.00m 10000.00m 10.00m'],
    // As BIND and ldns read them
    ['1 2 5. N 3 4 .5 E -.5m 1.m .5', '1 2 5.000 N 3 4 0.500 E -0.50m 1.00m 0.50m 10.00m'],
    ['1 2 N 3 4 E 5.5 25m', '1 2 0.000 N 3 4 0.000 E 5.50m 20.00m 10000.00m 10.00m'],
  ],
  wrongTexts: [
    ['91 N 0 E 0', 'expected a number up to 90'],
    ['90 0 1 N 0 E 0', 'an angle of at most 90 degrees'],
    ['0 60 N 0 E 0', 'expected a number up to 59'],
    ['0 0 60 N 0 E 0', 'expected seconds'],
    ['0 0 0.0001 N 0 E 0', 'expected seconds'],
    ['0 E 0 N 0', 'expected a number'],
    ['0 N 0 E', 'expected an altitude'],
    ['0 N 0 E .', 'expected an altitude'],
    ['0 N 0 E -', 'expected an altitude'],
    ['0 N 0 E m', 'expected an altitude'],
    ['0 N 0 E -100000.01', 'expected an altitude'],
    ['0 N 0 E 42849672.96', 'expected an altitude'],
    ['0 N 0 E 0 90000000.01', 'expected metres'],
    ['0 N 0 E 0 1 2 3 4', 'unexpected text'],
  ],
  wrongWires: [
    hex`00 a2 16 13 80000000 80000000 00989680 ; digit over 9`,
    hex`00 12 1a 13 80000000 80000000 00989680 ; exponent over 9`,
    hex`00 12 16 13 ffffffff 80000000 00989680 ; beyond the pole`,
    hex`00 12 16 13 80000000 80000000 009896`,
    hex``,
  ],
  // RFC 1876 §2: nothing may be assumed of another version
  laterForms: [hex`01 12 16 13 80000000 80000000 00989680`, hex`ff`],
});

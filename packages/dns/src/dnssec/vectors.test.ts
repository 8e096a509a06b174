import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHex } from '@span53/testkit';
import { ds, encodeRdata, formatRdata, parseRdata, parseTimestamp } from '../rdata/index.ts';
import { DNSName, parseRType, RType, type RRset } from '../wire/index.ts';
import { algorithmName, algorithmParts } from './algorithm.ts';
import { parseBindPrivate } from './bind-private.ts';
import { makeDs } from './digest.ts';
import { keyTag } from './key-tag.ts';
import { publicKey } from './public-key.ts';
import { signRRset } from './sign.ts';
import type { SigningKey } from './signing-key.ts';
import { verifyRRset } from './verify.ts';

/** RDATA of one record in text. */
function rdata(type: string, text: string): Uint8Array {
  const octets = parseRdata(parseRType(type)!, text);
  assert.ok(octets instanceof Uint8Array, text);
  return octets;
}

interface Vector {
  readonly rfc: string;
  readonly key: string;
  readonly tag: number;
  readonly ds?: string;
  readonly owner: string;
  readonly type: string;
  readonly data: string;
  readonly rrsig: string;
  readonly at: string;
  /** The private key in the fields of a BIND file. */
  readonly secret: string;
}
const fieldsOfRsa = (values: readonly string[]): string =>
  ['Modulus', 'PublicExponent', 'PrivateExponent', 'Prime1', 'Prime2', 'Exponent1', 'Exponent2', 'Coefficient']
    .map((name, i) => `${name}: ${values[i]}`)
    .join('\n');
const vectors: Vector[] = [
  {
    rfc: 'RFC 5702 §6.1, RSASHA256',
    key: '256 3 8 AwEAAcFcGsaxxdgiuuGmCkVImy4h99CqT7jwY3pexPGcnUFtR2Fh36BponcwtkZ4cAgtvd4Qs8PkxUdp6p/DlUmObdk=',
    tag: 9033,
    owner: 'www.example.net.',
    type: 'A',
    data: '192.0.2.91',
    rrsig:
      'A 8 3 3600 20300101000000 20000101000000 9033 example.net. ' +
      'kRCOH6u7l0QGy9qpC9l1sLncJcOKFLJ7GhiUOibu4teYp5VE9RncriShZNz85mwlMgNEacFYK/lPtPiVYP4bwg==',
    at: '20100101000000',
    secret: fieldsOfRsa([
      'wVwaxrHF2CK64aYKRUibLiH30KpPuPBjel7E8ZydQW1HYWHfoGmidzC2RnhwCC293hCzw+TFR2nqn8OVSY5t2Q==',
      'AQAB',
      'UR44xX6zB3eaeyvTRzmskHADrPCmPWnr8dxsNwiDGHzrMKLN+i/HAam+97HxIKVWNDH2ba9Mf1SA8xu9dcHZAQ==',
      '4c8IvFu1AVXGWeFLLFh5vs7fbdzdC6U82fduE6KkSWk=',
      '2zZpBE8ZXVnL74QjG4zINlDfH+EOEtjJJ3RtaYDugvE=',
      'G2xAPFfK0KGxGANDVNxd1K1c9wOmmJ51mGbzKFFNMFk=',
      'GYxP1Pa7CAwtHm8SAGX594qZVofOMhgd6YFCNyeVpKE=',
      'icQdNRjlZGPmuJm2TIadubcO8X7V4y07aVhX464tx8Q=',
    ]),
  },
  {
    rfc: 'RFC 5702 §6.2, RSASHA512',
    key:
      '256 3 10 AwEAAdHoNTOW+et86KuJOWRDp1pndvwb6Y83nSVXXyLA3DLroROUkN6X0O6pnWnjJQujX/AyhqFDxj13t' +
      'OnD9u/1kTg7cV6rklMrZDtJCQ5P' +
      'Cl/D7QNPsgVsMu1J2Q8gpMpztNFLpPBz1bWXjDtaR7ZQBlZ3PFY12ZTSncorffcGmhOL',
    tag: 3740,
    owner: 'www.example.net.',
    type: 'A',
    data: '192.0.2.91',
    rrsig:
      'A 10 3 3600 20300101000000 20000101000000 3740 example.net. tsb4wnjRUDnB1BUi+t6TMTXThjVnG+' +
      'eCkWqjvvjhzQL1d0YRoOe0Cbxr' +
      'VDYd0xDtsuJRaeUw1ep94PzEWzr0iGYgZBWm/zpq+9fOuagYJRfDqfReKBzMweOLDiNa8iP5g9vMhpuv6OPlvpXwm9' +
      'Sa9ZXIbNl1MBGk0fthPgxdDLw=',
    at: '20100101000000',
    secret: fieldsOfRsa([
      '0eg1M5b563zoq4k5ZEOnWmd2/BvpjzedJVdfIsDcMuuhE5SQ3pfQ7qmdaeMlC6Nf8DKGoUPGPXe06cP27/WRODtxXquSUytk' +
        'O0kJDk8KX8PtA0+yBWwy7UnZDyCkynO00Uuk8HPVtZeMO1pHtlAGVnc8VjXZlNKdyit99waaE4s=',
      'AQAB',
      'rFS1IPbJllFFgFc33B5DDlC1egO8e81P4fFadODbp56V7sphKa6AZQCx8NYAew6VXFFPAKTw41QdHnK5kIYOwxvfFDjDcUGz' +
        'a88qbjyrDPSJenkeZbISMUSSqy7AMFzEolkk6WSn6k3thUVRgSlqDoOV3SEIAsrB043XzGrKIVE=',
      '8mbtsu9Tl9v7tKSHdCIeprLIQXQLzxlSZun5T1n/OjvXSUtvD7xnZJ+LHqaBj1dIgMbCq2U8O04QVcK3TS9GiQ==',
      '3a6gkfs74d0Jb7yL4j4adAif4fcp7ZrGt7G5NRVDDY/Mv4TERAKMa0TKN3okKE0A7X+Rv2K84mhT4QLDlllEcw==',
      'v3D5A9uuCn5rgVR7wgV8ba0/KSpsdSiLgsoA42GxiB1gvvs7gJMMmVTDu/ZG1p1ZnpLbhh/S/Qd/MSwyNlxC+Q==',
      'm+ezf9dsDvYQK+gzjOLWYeKq5xWYBEYFGa3BLocMiF4oxkzOZ3JPZSWU/h1Fjp5RV7aPP0Vmx+hNjYMPIQ8Y5w==',
      'Je5YhYpUron/WdOXjxNAxDubAp3i5X7UOUfhJcyIggqwY86IE0Q/Bk0Dw4SC9zxnsimmdBXW2Izd8Lwuk8FQcQ==',
    ]),
  },
  {
    rfc: 'RFC 6605 §6.1, ECDSAP256SHA256',
    key: '257 3 13 GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA==',
    tag: 55_648,
    ds: '55648 13 2 b4c8c1fe2e7477127b27115656ad6256f424625bf5c1e2770ce6d6e37df61d17',
    owner: 'www.example.net.',
    type: 'A',
    data: '192.0.2.1',
    rrsig:
      'A 13 3 3600 20100909100439 20100812100439 55648 example.net. ' +
      'qx6wLYqmh+l9oCKTN6qIc+bw6ya+KJ8oMz0YP107epXAyGmt+3SNruPFKG7tZoLBLlUzGGus7ZwmwWep666VCw==',
    at: '20100820000000',
    secret: 'PrivateKey: GU6SnQ/Ou+xC5RumuIUIuJZteXT2z0O/ok1s38Et6mQ=',
  },
  {
    rfc: 'RFC 6605 §6.2, ECDSAP384SHA384',
    key:
      '257 3 14 xKYaNhWdGOfJ+nPrL8/arkwf2EY3MDJ+SErKivBVSum1w/egsXvSADtNJhyem5RCOpgQ6K8X1DRSEkrbY' +
      'Q+OB+v8/uX45NBwY8rp65F6Glur' +
      '8I/mlVNgF6W/qTI37m40',
    tag: 10_771,
    ds: '10771 14 4 72d7b62976ce06438e9c0bf319013cf801f09ecc84b8d7e9495f27e305c6a9b0563a9b5f4d288405c3008a946df983d6',
    owner: 'www.example.net.',
    type: 'A',
    data: '192.0.2.1',
    rrsig:
      'A 14 3 3600 20100909102025 20100812102025 10771 example.net. /L5hDKIvGDyI1fcARX3z65qrmPsVz' +
      '73QD1Mr5CEqOiLP95hxQouuroGC' +
      'eZOvzFaxsT8Glr74hbavRKayJNuydCuzWTSSPdz7wnqXL5bdcJzusdnI0RSMROxxwGipWcJm',
    at: '20100820000000',
    secret: 'PrivateKey: WURgWHCcYIYUPWgeLmiPY2DJJk02vgrmTfitxgqcL4vwW7BOrbawVmVe0d9V94SR',
  },
  {
    rfc: 'RFC 8080 §6.1, ED25519',
    key: '257 3 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=',
    tag: 3613,
    ds: '3613 15 2 3aa5ab37efce57f737fc1627013fee07bdf241bd10f3b1964ab55c78e79a304b',
    owner: 'example.com.',
    type: 'MX',
    data: '10 mail.example.com.',
    rrsig:
      'MX 15 2 3600 20150819220000 20150729220000 3613 example.com. ' +
      'oL9krJun7xfBOIWcGHi7mag5/hdZrKWw15jPGrHpjQeRAvTdszaPD+QLs3fx8A4M3e23mRZ9VrbpMngwcrqNAg==',
    at: '20150810000000',
    secret: 'PrivateKey: ODIyNjAzODQ2MjgwODAxMjI2NDUxOTAyMDQxNDIyNjI=',
  },
  {
    rfc: 'RFC 8080 §6.1, ED25519, second key',
    key: '257 3 15 zPnZ/QwEe7S8C5SPz2OfS5RR40ATk2/rYnE9xHIEijs=',
    tag: 35_217,
    ds: '35217 15 2 401781b934e392de492ec77ae2e15d70f6575a1c0bc59c5275c04ebe80c6614c',
    owner: 'example.com.',
    type: 'MX',
    data: '10 mail.example.com.',
    rrsig:
      'MX 15 2 3600 20150819220000 20150729220000 35217 example.com. ' +
      'zXQ0bkYgQTEFyfLyi9QoiY6D8ZdYo4wyUhVioYZXFdT410QPRITQSqJSnzQoSm5poJ7gD7AQR0O7KuI5k2pcBg==',
    at: '20150810000000',
    secret: 'PrivateKey: DSSF3o0s0f+ElWzj9E/Osxw8hLpk55chkmx0LYN5WiY=',
  },
  {
    rfc: 'RFC 8080 §6.2, ED448',
    key: '257 3 16 3kgROaDjrh0H2iuixWBrc8g2EpBBLCdGzHmn+G2MpTPhpj/OiBVHHSfPodx1FYYUcJKm1MDpJtIA',
    tag: 9713,
    ds: '9713 16 2 6ccf18d5bc5d7fc2fceb1d59d17321402f2aa8d368048db93dd811f5cb2b19c7',
    owner: 'example.com.',
    type: 'MX',
    data: '10 mail.example.com.',
    rrsig:
      'MX 16 2 3600 20150819220000 20150729220000 9713 example.com. 3cPAHkmlnxcDHMyg7vFC34l0blBhu' +
      'G1qpwLmjInI8w1CMB29FkEAIJUA' +
      '0amxWndkmnBZ6SKiwZSAxGILn/NBtOXft0+Gj7FSvOKxE/07+4RQvE581N3Aj/JtIyaiYVdnYtyMWbSNyGEY2213WKsJlwEA',
    at: '20150810000000',
    secret: 'PrivateKey: xZ+5Cgm463xugtkY5B0Jx6erFTXp13rYegst0qRtNsOYnaVpMx0Z/c5EiA9x8wWbDDct/U3FhYWA',
  },
  {
    rfc: 'RFC 8080 §6.2, ED448, second key',
    key: '257 3 16 kkreGWoccSDmUBGAe7+zsbG6ZAFQp+syPmYUurBRQc3tDjeMCJcVMRDmgcNLp5HlHAMy12VoISsA',
    tag: 38_353,
    ds: '38353 16 2 645ff078b3568f5852b70cb60e8e696cc77b75bfaaffc118cf79cbda1ba28af4',
    owner: 'example.com.',
    type: 'MX',
    data: '10 mail.example.com.',
    rrsig:
      'MX 16 2 3600 20150819220000 20150729220000 38353 example.com. E1/oLjSGIbmLny/4fcgM1z4oL6aq' +
      'o+izT3urCyHyvEp4Sp8Syg1eI+lJ' +
      '57CSnZqjJP41O/9l4m0AsQ4f7qI1gVnML8vWWiyW2KXhT9kuAICUSxv5OWbf81Rq7Yu60npabODB0QFPb/rkW3kUZmQ0YQUA',
    at: '20150810000000',
    secret: 'PrivateKey: WEykD3ht3MHkU8iH4uVOLz8JLwtRBSqiBoM6fF72+Mrp/u5gjxuB1DV6NnPO2BlZdz4hdSTkOdOA',
  },
];

for (const vector of vectors) {
  const key = rdata('DNSKEY', vector.key);
  const type = parseRType(vector.type)!;
  const rrset: RRset = {
    name: DNSName.of(vector.owner),
    type,
    class: 1,
    ttl: 3600,
    rdata: [rdata(vector.type, vector.data)],
  };
  const signer = DNSName.of(vector.rrsig.split(' ')[7]!);
  const rrsig = rdata('RRSIG', vector.rrsig);

  test(`${vector.rfc}: key tag and DS`, () => {
    assert.equal(keyTag(key), vector.tag);
    if (vector.ds === undefined) return;
    const digestType = Number(vector.ds.split(' ')[2]);
    const made = encodeRdata(ds, makeDs(signer, key, digestType)!);
    assert.equal(formatRdata(RType.DS, made).toLowerCase(), vector.ds);
  });

  test(`${vector.rfc}: the signature is good, and not over anything else`, () => {
    const context = { signer, keys: [publicKey(key)!], unixSeconds: parseTimestamp(vector.at)! };
    const verdict = verifyRRset(rrset, [rrsig], context);
    assert.ok(verdict.state === 'secure', JSON.stringify(verdict));
    const other = { ...rrset, rdata: [...rrset.rdata, rrset.rdata[0]!.map((octet) => octet ^ 1)] };
    assert.deepEqual(verifyRRset(other, [rrsig], context), { state: 'bogus', reason: 'NoValidRRSIG' });
  });

  const [flags, , algorithm] = vector.key.split(' ').map(Number);
  const readKey = (): SigningKey => {
    const file = `Private-key-format: v1.2\nAlgorithm: ${algorithm} (${algorithmName(algorithm!)})\n${vector.secret}\n`;
    const signing = parseBindPrivate(file, flags);
    assert.ok(typeof signing !== 'string', String(signing));
    return signing;
  };

  test(`${vector.rfc}: the private key gives the DNSKEY, and signs what it checks`, () => {
    const signing = readKey();
    assert.equal(toHex(signing.rdata), toHex(key));
    const unixSeconds = parseTimestamp(vector.at)!;
    const made = signRRset(rrset, signer, signing, { inception: unixSeconds - 60, expiration: unixSeconds + 60 });
    assert.equal(verifyRRset(rrset, [made], { signer, keys: [publicKey(key)!], unixSeconds }).state, 'secure');
  });

  if (algorithmParts(algorithm!)?.kind === 'ec') continue; // ECDSA signatures hold a random number
  test(`${vector.rfc}: signing gives the same octets`, () => {
    const [expiration, inception] = vector.rrsig
      .split(' ')
      .slice(4, 6)
      .map((time) => parseTimestamp(time)!);
    const validity = { expiration: expiration!, inception: inception! };
    assert.equal(toHex(signRRset(rrset, signer, readKey(), validity)), toHex(rrsig));
  });
}

const dskey =
  '256 3 5 AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYq' +
  'USdjMmmAphXdvxegXd/M5+X7Orz' +
  'KBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw==';
const digests = [
  { rfc: 'RFC 4034 §5.4', type: 1, ds: '60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118' },
  { rfc: 'RFC 4509 §2.3', type: 2, ds: '60485 5 2 D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4F9E99B8383F6A1E4469DA50A' },
];
for (const { rfc, type, ds: text } of digests) {
  test(`${rfc}: the DS of dskey.example.com.`, () => {
    const made = makeDs(DNSName.of('dskey.EXAMPLE.com.'), rdata('DNSKEY', dskey), type)!;
    assert.equal(formatRdata(RType.DS, encodeRdata(ds, made)), text);
  });
}

test('RFC 4034 §2.3: the key of example.com. has the tag that the RRSIG of §3.3 names', () => {
  const key =
    '256 3 5 AQPSKmynfzW4kyBv015MUG2DeIQ3Cbl+BBZH4b/0PY1kxkmvHjcZc8nokfzj31GajIQKY+5CptLr3buXA10h' +
    'WqTkF7H6RfoRqXQeogmMHfpftf6zMv1LyBUgia7za6ZEzOJBOztyvhjL742iU/TpPSEDhm2SNKLijfUppn1UaNvv4w==';
  assert.equal(keyTag(rdata('DNSKEY', key)), 2642);
});

test('RFC 4034 §B.1: the key tag of an RSA/MD5 key stands in its modulus', () => {
  const rsaMd5 = '256 3 1 AQO7pJaXRY5OOW3bYpvUDJSAuZ2KvO1BsSFdYFDRaHUs2s1vZ1KTkNZXKz8DW7eVYiRPrB5M2Sjjkqk6cvG5lq5V';
  // The key ends in the octets 96 ae 55.
  assert.equal(keyTag(rdata('DNSKEY', rsaMd5)), 0x96ae);
});

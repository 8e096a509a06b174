/** DNSSEC algorithm numbers as zone files may write them (IANA "DNS Security Algorithm Numbers", RFC 4034 §A.1). */
import type { TextReader } from './text-reader.ts';
import { parseNumber } from './times.ts';

const ALGORITHMS = new Map([
  ['DELETE', 0],
  ['RSAMD5', 1],
  ['DH', 2],
  ['DSA', 3],
  ['ECC', 4],
  ['RSASHA1', 5],
  ['DSA-NSEC3-SHA1', 6],
  ['NSEC3DSA', 6],
  ['RSASHA1-NSEC3-SHA1', 7],
  ['NSEC3RSASHA1', 7],
  ['RSASHA256', 8],
  ['RSASHA512', 10],
  ['ECC-GOST', 12],
  ['ECCGOST', 12],
  ['ECDSAP256SHA256', 13],
  ['ECDSAP384SHA384', 14],
  ['ED25519', 15],
  ['ED448', 16],
  ['SM2SM3', 17],
  ['ECC-GOST12', 23],
  ['INDIRECT', 252],
  ['PRIVATEDNS', 253],
  ['PRIVATEOID', 254],
]);

/** An algorithm as number or mnemonic, any case. */
export function parseAlgorithm(t: TextReader): number {
  return t.take('a DNSSEC algorithm', (text) => parseNumber(text, 255) ?? ALGORITHMS.get(text.toUpperCase())) ?? 0;
}

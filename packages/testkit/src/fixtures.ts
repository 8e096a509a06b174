/** Messages as other software sent them, for tests of every layer. Names and addresses are those of documentation. */
import { hex } from './hex.ts';

/** `www.example. A`, RD, no EDNS: what a stub resolver asks. */
export const plainQuery: Uint8Array = hex`
  1a2b 0100 0001 0000 0000 0000
  03 777777 07 6578616d706c65 00  0001 0001`;

/** `www.example. HTTPS`, RD and AD, OPT of 1232 octets with DO and an eight-octet client cookie, as dig sends it. */
export const digQuery: Uint8Array = hex`
  4d5e 0120 0001 0000 0000 0001
  03 777777 07 6578616d706c65 00  0041 0001
  00 0029 04d0 00 00 8000 000c  000a 0008 0123456789abcdef`;

/** `www.example. A` with a TRACEPARENT option (65500): version 0, trace, span, sampled. */
export const tracedQuery: Uint8Array = hex`
  5f60 0100 0001 0000 0000 0001
  03 777777 07 6578616d706c65 00  0001 0001
  00 0029 04d0 00 00 0000 001f
  ffdc 001b 00 00 4bf92f3577b34da6a3ce929d0e0e4736 00f067aa0ba902b7 01`;

/** Four addresses of `www.example.` with compressed owners, and OPT. */
export const fourAddresses: Uint8Array = hex`
  1a2b 8580 0001 0004 0000 0001
  03 777777 07 6578616d706c65 00  0001 0001
  c00c 0001 0001 0000012c 0004 c0000201
  c00c 0001 0001 0000012c 0004 c0000202
  c00c 0001 0001 0000012c 0004 c0000203
  c00c 0001 0001 0000012c 0004 c0000204
  00 0029 04d0 00 00 0000 0000`;

/** NXDOMAIN for `nowhere.example.`: SOA in the authority section, its names compressed. */
export const nameError: Uint8Array = hex`
  1a2b 8583 0001 0000 0001 0000
  07 6e6f7768657265 07 6578616d706c65 00  0001 0001
  c014 0006 0001 00000e10 0021
  02 6e73 c014  05 61646d696e c014  00000001 00001c20 00000384 00127500 0000012c`;

/** A referral of `example.` to two servers with glue. */
export const referralResponse: Uint8Array = hex`
  1a2b 8000 0001 0000 0002 0002
  03 777777 07 6578616d706c65 00  0001 0001
  c010 0002 0001 00015180 0005 02 6e31 c010
  c010 0002 0001 00015180 0005 02 6e32 c010
  c029 0001 0001 00015180 0004 c0000235
  c03a 001c 0001 00015180 0010 20010db8000000000000000000000035`;

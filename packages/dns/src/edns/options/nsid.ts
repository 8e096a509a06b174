import { copyOctets } from '../../wire/octets.ts';
import type { OptionCodec } from '../option-codec.ts';
import { hexText, quotedText } from './text.ts';

/** NSID (RFC 5001 §2): any octets that name the server; empty in queries. */
export const nsid: OptionCodec<Uint8Array> = {
  code: 3,
  decode: (data) => copyOctets(data),
  encode: (octets) => octets,
  format: (octets) => (octets.length === 0 ? '' : `${hexText(octets)} ${quotedText(octets)}`),
};

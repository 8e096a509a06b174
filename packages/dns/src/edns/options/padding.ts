import type { OptionCodec } from '../option-codec.ts';

/** PADDING (RFC 7830 §3): its value is how many octets it has; they should be zero and need not be. */
export const padding: OptionCodec<number> = {
  code: 12,
  decode: (data) => data.length,
  encode: (octets) => new Uint8Array(octets),
  format: (octets) => `[${octets}]`,
};

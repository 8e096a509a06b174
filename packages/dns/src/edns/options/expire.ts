import { putU32, u32At } from '../../wire/header.ts';
import type { OptionCodec } from '../option-codec.ts';

/** EXPIRE (RFC 7314): seconds until a secondary's zone expires; undefined is a query for them. */
export const expire: OptionCodec<{ readonly seconds: number | undefined }> = {
  code: 9,
  decode: (data) => {
    if (data.length === 0) return { seconds: undefined };
    return data.length === 4 ? { seconds: u32At(data, 0) } : undefined;
  },
  encode: ({ seconds }) => {
    const data = new Uint8Array(seconds === undefined ? 0 : 4);
    if (seconds !== undefined) putU32(data, 0, seconds);
    return data;
  },
  format: ({ seconds }) => (seconds === undefined ? '' : `${seconds}s`),
};

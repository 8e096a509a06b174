import type { OptionCodec } from '../option-codec.ts';

/** edns-key-tag (RFC 8145 §4.1): key tags of the sender's trust anchors, one or more. */
export const keyTag: OptionCodec<readonly number[]> = numberList(14, 2, 1);
/** DAU (RFC 6975 §3): DNSSEC algorithms that the sender understands. */
export const dau: OptionCodec<readonly number[]> = numberList(5, 1);
/** DHU (RFC 6975 §3): DS digest types that the sender understands. */
export const dhu: OptionCodec<readonly number[]> = numberList(6, 1);
/** N3U (RFC 6975 §3): NSEC3 hash algorithms that the sender understands. */
export const n3u: OptionCodec<readonly number[]> = numberList(7, 1);

/** Option data that is a list of at least `min` numbers of `octets` octets each. */
function numberList(code: number, octets: 1 | 2, min = 0): OptionCodec<readonly number[]> {
  return {
    code,
    decode: (data) => {
      if (data.length % octets !== 0 || data.length < min * octets) return undefined;
      const values: number[] = [];
      for (let at = 0; at < data.length; at += octets) {
        values.push(octets === 1 ? data[at]! : (data[at]! << 8) | data[at + 1]!);
      }
      return values;
    },
    encode: (values) => Uint8Array.from(octets === 1 ? values : values.flatMap((value) => [value >> 8, value & 0xff])),
    format: (values) => values.join(','),
  };
}

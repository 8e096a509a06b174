import { formatHex, parseHex } from '../base-encodings.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';
import type { Blob } from '../formats/blob.ts';

/** NSAP (RFC 1706 §5): an OSI address, in text `0x` and hex digits with dots for the reader's eye. */
export const nsap: RdataCodec<Blob> = defineRdata({
  type: 22,
  mnemonic: 'NSAP',
  classIN: true,
  decode: (r) => {
    const data = r.rest();
    if (data.length === 0) r.fail();
    return { data };
  },
  encode: (w, v) => w.bytes(v.data),
  parse: (t) => ({ data: t.take('0x and hex digits', parseAddress) ?? new Uint8Array(1) }),
  format: (v) => `0x${formatHex(v.data)}`,
});

function parseAddress(text: string): Uint8Array | undefined {
  if (!/^0x[0-9a-f]/i.test(text)) return undefined;
  return parseHex(text.slice(2).replaceAll('.', ''));
}

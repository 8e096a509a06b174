import { defineRdata, type RdataCodec } from '../codec.ts';
import { parseNumber } from '../times.ts';

/** A node of the Interplanetary Internet. */
export interface Ipn {
  /** 64 bits. */
  readonly node: bigint;
}

const NODE_MAX = 2n ** 64n - 1n;

/** IPN (264, draft-johnson-dns-ipn-cla): an ipn node number; text may have its two halves with a dot between. */
export const ipn: RdataCodec<Ipn> = defineRdata({
  type: 264,
  mnemonic: 'IPN',
  decode: (r) => ({ node: (BigInt(r.u32()) << 32n) | BigInt(r.u32()) }),
  encode: (w, v) => {
    w.u32(Number(v.node >> 32n));
    w.u32(Number(v.node & 0xffff_ffffn));
  },
  parse: (t) => ({ node: t.take(`a number up to ${NODE_MAX}, or two of 32 bits like 0.977000`, parseNode) ?? 0n }),
  format: (v) => `${v.node}`,
});

function parseNode(text: string): bigint | undefined {
  if (/^\d{1,20}$/.test(text)) {
    const node = BigInt(text);
    return node <= NODE_MAX ? node : undefined;
  }
  const [high, low, ...more] = text.split('.').map((half) => parseNumber(half, 0xffff_ffff));
  if (high === undefined || low === undefined || more.length > 0) return undefined;
  return (BigInt(high) << 32n) | BigInt(low);
}

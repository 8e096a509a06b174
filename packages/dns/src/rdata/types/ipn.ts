import { defineRdata, type RdataCodec } from '../codec.ts';

/** A node of the Interplanetary Internet. */
export interface Ipn {
  /** 64 bits. */
  readonly node: bigint;
}

const NODE_MAX = 2n ** 64n - 1n;

/** IPN (264, draft-johnson-dns-ipn-cla): an ipn node number. */
export const ipn: RdataCodec<Ipn> = defineRdata({
  type: 264,
  mnemonic: 'IPN',
  decode: (r) => ({ node: (BigInt(r.u32()) << 32n) | BigInt(r.u32()) }),
  encode: (w, v) => {
    w.u32(Number(v.node >> 32n));
    w.u32(Number(v.node & 0xffff_ffffn));
  },
  parse: (t) => ({ node: t.take(`a number up to ${NODE_MAX}`, parseNode) ?? 0n }),
  format: (v) => `${v.node}`,
});

function parseNode(text: string): bigint | undefined {
  if (!/^\d{1,20}$/.test(text)) return undefined;
  const node = BigInt(text);
  return node <= NODE_MAX ? node : undefined;
}

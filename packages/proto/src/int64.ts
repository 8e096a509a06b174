/** A 64-bit field as protobufjs gives and takes it. To encode, pass `{ low, high, unsigned }`: a `number` loses digits
 *  above 2^53, and a `bigint` is written wrongly without an error (protobufjs 8.8). */
export type Int64 = number | { readonly low: number; readonly high: number; readonly unsigned: boolean };

/** The exact value of a decoded 64-bit field; 0 when it is absent. */
export function bigintOf(value: Int64 | null | undefined): bigint {
  if (value === null || value === undefined) return 0n;
  if (typeof value === 'number') return BigInt(value);
  const bits = (BigInt(value.high >>> 0) << 32n) | BigInt(value.low >>> 0);
  return value.unsigned ? bits : BigInt.asIntN(64, bits);
}

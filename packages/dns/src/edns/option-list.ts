/** Encoded EDNS options one after the other, for an OPT record's RDATA (RFC 6891 §6.1.2). */

/** One option. */
export interface EdnsOption {
  readonly code: number;
  readonly data: Uint8Array;
}

/** Encodes options in the order given. */
export function encodeOptions(options: readonly EdnsOption[]): Buffer {
  let length = 0;
  for (const { data } of options) length += 4 + data.length;
  const octets = Buffer.allocUnsafe(length);
  let at = 0;
  for (const { code, data } of options) {
    octets.writeUInt16BE(code, at);
    octets.writeUInt16BE(data.length, at + 2);
    octets.set(data, at + 4);
    at += 4 + data.length;
  }
  return octets;
}

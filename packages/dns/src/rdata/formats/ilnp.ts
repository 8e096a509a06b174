import { formatHex } from '../base-encodings.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';

/** A 64-bit identifier or locator of the Identifier-Locator Network Protocol. */
export interface Ilnp64 {
  readonly preference: number;
  /** 8 octets. */
  readonly value: Uint8Array;
}

/** A type with a preference and 64 bits. */
export function ilnp64(type: number, mnemonic: string): RdataCodec<Ilnp64> {
  return defineRdata({
    type,
    mnemonic,
    decode: (r) => ({ preference: r.u16(), value: r.bytes(8) }),
    encode: (w, v) => {
      w.u16(v.preference);
      w.bytes(v.value);
    },
    parse: (t) => ({
      preference: t.u16(),
      value: t.take('four groups of hex digits', parseGroups) ?? new Uint8Array(8),
    }),
    format: (v) => `${v.preference} ${formatHex(v.value).toLowerCase().match(/.{4}/g)!.join(':')}`,
  });
}

/** `0014:4fff:ff20:ee64`: four groups of one to four digits, none left out. */
function parseGroups(text: string): Uint8Array | undefined {
  const groups = text.split(':');
  if (groups.length !== 4 || !groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return Uint8Array.from(
    groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]),
  );
}

import { formatHex } from '../base-encodings.ts';
import type { IPAddress } from '../../inet/index.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';
import { decodeAddress } from '../fields.ts';

/** A 64-bit identifier or locator of the Identifier-Locator Network Protocol. */
export interface Ilnp64 {
  readonly preference: number;
  /** 8 octets. */
  readonly value: Uint8Array;
}

/** A 32-bit locator. */
export interface Ilnp32 {
  readonly preference: number;
  /** Written like an IPv4 address. */
  readonly locator: IPAddress;
}

/** NID (RFC 6742 §2.1): a node identifier. */
export const nid = ilnp64(104, 'NID');
/** L64 (RFC 6742 §2.3): a locator. */
export const l64 = ilnp64(106, 'L64');

/** L32 (RFC 6742 §2.2): a locator. */
export const l32: RdataCodec<Ilnp32> = defineRdata({
  type: 105,
  mnemonic: 'L32',
  decode: (r) => ({ preference: r.u16(), locator: decodeAddress(r, 4) }),
  encode: (w, v) => {
    w.u16(v.preference);
    w.bytes(v.locator.octets);
  },
  parse: (t) => ({ preference: t.u16(), locator: t.address(4) }),
  format: (v) => `${v.preference} ${v.locator}`,
});

function ilnp64(type: number, mnemonic: string): RdataCodec<Ilnp64> {
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

import { IPAddress } from '../../inet/index.ts';
import { WireReader } from '../../wire/index.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';
import { parseNumber } from '../times.ts';

/** One item of an address prefix list. */
export interface AplItem {
  readonly negated: boolean;
  /** 1 is IPv4, 2 is IPv6. */
  readonly family: 1 | 2;
  readonly prefix: number;
  /** 4 or 16 octets. */
  readonly address: IPAddress;
}

/** An address prefix list; it may be empty. */
export interface Apl {
  readonly items: readonly AplItem[];
}

/** APL (RFC 3123). Trailing zero octets of an address are not sent (§4). */
export const apl: RdataCodec<Apl> = defineRdata({
  type: 42,
  mnemonic: 'APL',
  classIN: true,
  isLaterForm: hasOtherFamily,
  decode: (r) => {
    const items: AplItem[] = [];
    while (r.remaining > 0) {
      const family = r.u16();
      const prefix = r.u8();
      const length = r.u8();
      const sent = r.bytes(length & 0x7f);
      const size = family === 1 ? 4 : 16;
      if ((family !== 1 && family !== 2) || prefix > size * 8 || sent.length > size || sent.at(-1) === 0) r.fail();
      else {
        const octets = new Uint8Array(size);
        octets.set(sent);
        items.push({ negated: length > 0x7f, family, prefix, address: IPAddress.fromOctets(octets) });
      }
    }
    return { items };
  },
  encode: (w, v) => {
    for (const { negated, family, prefix, address } of v.items) {
      const length = address.octets.findLastIndex((octet) => octet !== 0) + 1;
      w.u16(family);
      w.u8(prefix);
      w.u8((negated ? 0x80 : 0) | length);
      w.bytes(address.octets.subarray(0, length));
    }
  },
  parse: (t) => {
    const items: AplItem[] = [];
    while (t.remaining > 0) {
      const item = t.take('[!]1:address/prefix or [!]2:address/prefix', parseItem);
      if (item !== undefined) items.push(item);
    }
    return { items };
  },
  format: (v) =>
    v.items.map((item) => `${item.negated ? '!' : ''}${item.family}:${item.address}/${item.prefix}`).join(' '),
});

function parseItem(text: string): AplItem | undefined {
  const parts = /^(!?)([12]):([^/]+)\/(\d+)$/.exec(text);
  if (parts === null) return undefined;
  const family = parts[2] === '1' ? 1 : 2;
  const address = IPAddress.parse(parts[3]!);
  const prefix = parseNumber(parts[4]!, family === 1 ? 32 : 128);
  const fits = address?.family === (family === 1 ? 4 : 6) && address.scope === undefined;
  return fits && prefix !== undefined ? { negated: parts[1] === '!', family, prefix, address } : undefined;
}

/** True for whole items of which one has an address family other than IPv4 and IPv6 (RFC 3123 §4). */
function hasOtherFamily(octets: Uint8Array): boolean {
  const r = new WireReader(octets);
  let other = false;
  while (r.remaining > 0) {
    const family = r.u16();
    r.u8();
    r.bytes(r.u8() & 0x7f);
    if (family !== 1 && family !== 2) other = true;
  }
  return other && r.finished;
}

import { rtypeName, type DNSName } from '../../wire/index.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';
import type { Nsec } from './nsec.ts';

/** NXT (RFC 2535 §5, obsolete): the next name, and types 1 to 127 as one bitmap. */
export const nxt: RdataCodec<Nsec> = defineRdata({
  type: 30,
  mnemonic: 'NXT',
  lowersNames: true,
  decode: (r) => {
    const next: DNSName = r.name();
    const bits = r.rest();
    // Bit 0 announced another format that was never defined.
    if (bits.length === 0 || bits.length > 16 || bits.at(-1) === 0 || bits[0]! > 0x7f) r.fail();
    const types: number[] = [];
    for (let type = 1; type < bits.length * 8; type += 1) {
      if ((bits[type >> 3]! & (0x80 >> (type & 7))) !== 0) types.push(type);
    }
    return { next, types };
  },
  encode: (w, v) => {
    const bits = new Uint8Array((Math.max(...v.types) >> 3) + 1);
    for (const type of v.types) bits[type >> 3]! |= 0x80 >> (type & 7);
    w.name(v.next);
    w.bytes(bits);
  },
  parse: (t) => {
    const next = t.name();
    const types = new Set<number>();
    while (t.remaining > 0) types.add(t.rtypeOrNumber());
    if (types.size === 0 || [...types].some((type) => type === 0 || type > 127)) t.fail('an NXT lists types 1 to 127');
    return { next, types: [...types].toSorted((a, b) => a - b) };
  },
  format: (v) => `${v.next} ${v.types.map(rtypeName).join(' ')}`,
});

import type { DNSName } from '../../wire/index.ts';
import { formatBase64, formatHex } from '../base-encodings.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';

/** A host identity and where to meet the host. */
export interface Hip {
  /** As in IPSECKEY: 1 DSA, 2 RSA, 3 ECDSA. */
  readonly algorithm: number;
  /** Host identity tag, 1 to 255 octets. */
  readonly hit: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly servers: readonly DNSName[];
}

/** HIP (RFC 8005 §5). Its names are neither compressed nor lowered. */
export const hip: RdataCodec<Hip> = defineRdata({
  type: 55,
  mnemonic: 'HIP',
  decode: (r) => {
    const [hitLength, algorithm, keyLength] = [r.u8(), r.u8(), r.u16()];
    const value = { algorithm, hit: r.bytes(hitLength), publicKey: r.bytes(keyLength), servers: [] as DNSName[] };
    if (hitLength === 0 || keyLength === 0) r.fail();
    while (r.remaining > 0) value.servers.push(r.plainName());
    return value;
  },
  encode: (w, v) => {
    w.u8(v.hit.length);
    w.u8(v.algorithm);
    w.u16(v.publicKey.length);
    w.bytes(v.hit);
    w.bytes(v.publicKey);
    for (const server of v.servers) w.name(server);
  },
  parse: (t) => {
    const value = { algorithm: t.u8(), hit: t.hex(), publicKey: t.base64(), servers: [] as DNSName[] };
    if (value.hit.length === 0 || value.hit.length > 255) t.fail('a host identity tag has 1 to 255 octets');
    if (value.publicKey.length === 0 || value.publicKey.length > 0xffff) t.fail('the public key is empty or too long');
    while (t.remaining > 0) value.servers.push(t.name());
    return value;
  },
  format: (v) => {
    const servers = v.servers.map((server) => ` ${server}`).join('');
    return `${v.algorithm} ${formatHex(v.hit)} ${formatBase64(v.publicKey)}${servers}`;
  },
});

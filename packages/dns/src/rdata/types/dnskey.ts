import type { RdataCodec } from '../codec.ts';
import { publicKey, type Dnskey } from '../formats/public-key.ts';

/** DNSKEY (RFC 4034 §2). */
export const dnskey: RdataCodec<Dnskey> = publicKey(48, 'DNSKEY');

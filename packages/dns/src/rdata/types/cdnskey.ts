import type { RdataCodec } from '../codec.ts';
import { publicKey, type Dnskey } from '../formats/public-key.ts';

/** CDNSKEY (RFC 7344 §3.2): the key a child wants a DS for; `0 3 0 AA==` asks for removal (RFC 8078 §4). */
export const cdnskey: RdataCodec<Dnskey> = publicKey(60, 'CDNSKEY');

import type { RdataCodec } from '../codec.ts';
import { publicKey, type Dnskey } from '../formats/public-key.ts';

/** RKEY (57, expert review): written like DNSKEY; its flags are reserved and 0. */
export const rkey: RdataCodec<Dnskey> = publicKey(57, 'RKEY', 0);

import type { RdataCodec } from '../codec.ts';
import { oneName, type Target } from '../formats/one-name.ts';

/** CNAME (RFC 1035 §3.3.1): the canonical name of an alias. */
export const cname: RdataCodec<Target> = oneName(5, 'CNAME');

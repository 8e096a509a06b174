import type { RdataCodec } from '../codec.ts';
import { signature, type Rrsig } from '../formats/signature.ts';

/** SIG (RFC 2535 §4, RFC 2931 for SIG(0)): the same format; its signer may come compressed (RFC 3597 §4), and its type
 *  covered as a bare number. */
export const sig: RdataCodec<Rrsig> = signature(24, 'SIG');

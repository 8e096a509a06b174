import type { RdataCodec } from '../codec.ts';
import { base64Blob, type Blob } from '../formats/blob.ts';

/** OPENPGPKEY (RFC 7929 §2): a transferable public key. */
export const openpgpkey: RdataCodec<Blob> = base64Blob(61, 'OPENPGPKEY');

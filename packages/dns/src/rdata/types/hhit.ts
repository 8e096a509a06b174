import type { RdataCodec } from '../codec.ts';
import { base64Blob, type Blob } from '../formats/blob.ts';

/** HHIT (RFC 9886): a hierarchical host identity tag, as CBOR. */
export const hhit: RdataCodec<Blob> = base64Blob(67, 'HHIT');

import type { RdataCodec } from '../codec.ts';
import { base64Blob, type Blob } from '../formats/blob.ts';

/** BRID (RFC 9886): broadcast remote identification, as CBOR. */
export const brid: RdataCodec<Blob> = base64Blob(68, 'BRID');

import type { RdataCodec } from '../codec.ts';
import { hexBlob, type Blob } from '../formats/blob.ts';

/** EID (Nimrod, 1995): an endpoint identifier. */
export const eid: RdataCodec<Blob> = hexBlob(31, 'EID');

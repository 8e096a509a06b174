import type { RdataCodec } from '../codec.ts';
import { hexBlob, type Blob } from '../formats/blob.ts';

/** NIMLOC (Nimrod, 1995): a locator. */
export const nimloc: RdataCodec<Blob> = hexBlob(32, 'NIMLOC');

import type { RdataCodec } from '../codec.ts';
import { externalCode, type ExternalCode } from '../formats/external-code.ts';

/** UNECE (69, draft-woodcock-faltstrom-external-registry-rrtypes): a code of a UNECE Recommendation: units, places. */
export const unece: RdataCodec<ExternalCode> = externalCode(69, 'UNECE');

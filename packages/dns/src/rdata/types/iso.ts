import type { RdataCodec } from '../codec.ts';
import { externalCode, type ExternalCode } from '../formats/external-code.ts';

/** ISO (70, draft-woodcock-faltstrom-external-registry-rrtypes): a code of an ISO standard: countries, currencies. */
export const iso: RdataCodec<ExternalCode> = externalCode(70, 'ISO');

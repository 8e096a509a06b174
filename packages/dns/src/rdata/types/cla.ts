import type { RdataCodec } from '../codec.ts';
import { texts, type Texts } from '../formats/texts.ts';

/** CLA (263, draft-johnson-dns-ipn-cla): the convergence layer adapters of a bundle protocol node. */
export const cla: RdataCodec<Texts> = texts(263, 'CLA');

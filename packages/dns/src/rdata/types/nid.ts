import type { RdataCodec } from '../codec.ts';
import { ilnp64, type Ilnp64 } from '../formats/ilnp.ts';

/** NID (RFC 6742 §2.1): a node identifier. */
export const nid: RdataCodec<Ilnp64> = ilnp64(104, 'NID');

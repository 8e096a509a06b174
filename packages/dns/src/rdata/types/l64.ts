import type { RdataCodec } from '../codec.ts';
import { ilnp64, type Ilnp64 } from '../formats/ilnp.ts';

/** L64 (RFC 6742 §2.3): a locator. */
export const l64: RdataCodec<Ilnp64> = ilnp64(106, 'L64');

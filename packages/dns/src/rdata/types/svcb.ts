import type { RdataCodec } from '../codec.ts';
import { serviceBinding, type Svcb } from '../formats/service-binding.ts';

/** SVCB (RFC 9460 §2). */
export const svcb: RdataCodec<Svcb> = serviceBinding(64, 'SVCB');

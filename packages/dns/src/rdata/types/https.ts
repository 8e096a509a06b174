import type { RdataCodec } from '../codec.ts';
import { serviceBinding, type Svcb } from '../formats/service-binding.ts';

/** HTTPS (RFC 9460 §9). */
export const https: RdataCodec<Svcb> = serviceBinding(65, 'HTTPS');

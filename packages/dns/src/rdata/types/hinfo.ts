import type { RdataCodec } from '../codec.ts';
import { strings, type Texts } from '../formats/texts.ts';

/** HINFO (RFC 1035 §3.3.2): CPU and operating system. */
export const hinfo: RdataCodec<Texts> = strings(13, 'HINFO', 2, 2);

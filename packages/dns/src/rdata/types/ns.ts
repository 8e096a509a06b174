import type { RdataCodec } from '../codec.ts';
import { oneName, type Target } from '../formats/one-name.ts';

/** NS (RFC 1035 §3.3.11): an authoritative server of the zone. */
export const ns: RdataCodec<Target> = oneName(2, 'NS');

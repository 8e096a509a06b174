import type { RdataCodec } from '../codec.ts';
import { base64Blob, type Blob } from '../formats/blob.ts';

/** DHCID (RFC 4701 §3): who owns a name that DHCP gave. */
export const dhcid: RdataCodec<Blob> = { ...base64Blob(49, 'DHCID'), classIN: true };

/** Identities for what the configuration gives none: the same at each start, so that metrics and hashes keep them. */
import { hashOctets } from './pools/policy.ts';

/** A UUID-shaped text (version 8: made by the application, RFC 9562 §5.8) that only depends on `text`. */
export function uuidOf(text: string): string {
  const octets = Buffer.from(text);
  const id = Buffer.alloc(16);
  for (let word = 0; word < 4; word += 1) id.writeUInt32BE(hashOctets(octets, word + 1), word * 4);
  id[6] = (id[6]! & 0x0f) | 0x80;
  id[8] = (id[8]! & 0x3f) | 0x80;
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** A stored response as a reply to this query. */
import { Flag, HEADER_OCTETS, putU32, u32At, type MessageView } from '@span53/dns/wire';

const COPIED_HIGH = Flag.RD >>> 8;
const COPIED_LOW = Flag.CD;

/** Copies ID, RD, CD and the letter case of the QNAME from the query into a response of the same question. */
export function adoptQuery(response: Uint8Array, query: MessageView): void {
  const from = query.octets;
  response[0] = from[0]!;
  response[1] = from[1]!;
  response[2] = (response[2]! & ~COPIED_HIGH) | (from[2]! & COPIED_HIGH);
  response[3] = (response[3]! & ~COPIED_LOW) | (from[3]! & COPIED_LOW);
  const end = query.questionEnd - 4;
  for (let i = HEADER_OCTETS; i < end; i += 1) response[i] = from[i]!;
}

/** Takes `seconds` off each TTL, not below 0. */
export function ageTtls(response: Uint8Array, offsets: Uint16Array, seconds: number): void {
  for (let i = 0; i < offsets.length; i += 1) {
    const at = offsets[i]!;
    const ttl = u32At(response, at);
    putU32(response, at, ttl > seconds ? ttl - seconds : 0);
  }
}

/** Sets each TTL: of an answer that is stale. */
export function setTtls(response: Uint8Array, offsets: Uint16Array, ttl: number): void {
  for (let i = 0; i < offsets.length; i += 1) putU32(response, offsets[i]!, ttl);
}

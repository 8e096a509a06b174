/** The MAC of a message and what goes into it (RFC 8945 §4.3). */
import { createHmac, timingSafeEqual, type Hmac } from 'node:crypto';
import type { Tsig } from '../rdata/index.ts';
import { HEADER_OCTETS, putU16, putU32, RClass, u16At, type DNSName, type MessageView } from '../wire/index.ts';
import type { TsigKey } from './keys.ts';

/** The fields of a TSIG record that the MAC covers. */
export type TsigVariables = Pick<Tsig, 'timeSigned' | 'fudge' | 'error' | 'other'>;

/** An HMAC that has begun with a MAC before this one: that of the request, or of the message before (§5.3, §5.3.1). */
export function startMac({ algorithm, secret }: TsigKey, before?: Uint8Array): Hmac {
  const hmac = createHmac(algorithm.hash, secret);
  if (before !== undefined) hmac.update(Uint8Array.of(before.length >> 8, before.length)).update(before);
  return hmac;
}

/** Adds name, class, TTL and the rest of a TSIG record (§4.3.3). */
export function addVariables(hmac: Hmac, key: TsigKey, variables: TsigVariables): Hmac {
  hmac.update(key.name.lowered().wire);
  hmac.update(Uint8Array.of(RClass.ANY >> 8, RClass.ANY, 0, 0, 0, 0));
  hmac.update(key.algorithm.name.wire);
  addTimers(hmac, variables);
  const { error, other } = variables;
  hmac.update(Uint8Array.of(error >> 8, error, other.length >> 8, other.length));
  return hmac.update(other);
}

/** Adds time and fudge alone: messages of a stream after the first (§5.3.1). */
export function addTimers(hmac: Hmac, { timeSigned, fudge }: Pick<TsigVariables, 'timeSigned' | 'fudge'>): Hmac {
  const timers = new Uint8Array(8);
  putU48(timers, 0, timeSigned);
  putU16(timers, 6, fudge);
  return hmac.update(timers);
}

/** Adds a received message as it was before it was signed: without TSIG, with its original ID (§4.3.2). */
export function addUnsigned(hmac: Hmac, view: MessageView, originalId: number): Hmac {
  const header = Uint8Array.from(view.octets.subarray(0, HEADER_OCTETS));
  putU16(header, 0, originalId);
  putU16(header, 10, u16At(header, 10) - 1);
  return hmac.update(header).update(view.octets.subarray(HEADER_OCTETS, view.tsigOffset));
}

/** The MAC, cut to what the algorithm has. */
export function finishMac(hmac: Hmac, { algorithm }: TsigKey): Uint8Array {
  return hmac.digest().subarray(0, algorithm.octets);
}

/** Compares in constant time; `received` may be cut short. */
export function sameMac(computed: Uint8Array, received: Uint8Array): boolean {
  if (received.length === 0 || received.length > computed.length) return false;
  return timingSafeEqual(computed.subarray(0, received.length), received);
}

/** 48 bits of a safe integer. */
export function putU48(octets: Uint8Array, at: number, value: number): void {
  putU16(octets, at, Math.floor(value / 0x1_0000_0000));
  putU32(octets, at + 2, value % 0x1_0000_0000);
}

/** The message with one record more at its end; its ID and all other octets stay. */
export function appendRecord(message: Uint8Array, owner: DNSName, type: number, rdata: Uint8Array): Buffer {
  const result = Buffer.allocUnsafe(message.length + owner.wire.length + 10 + rdata.length);
  result.set(message);
  result.set(owner.wire, message.length);
  const at = message.length + owner.wire.length;
  putU16(result, at, type);
  putU16(result, at + 2, RClass.ANY);
  putU32(result, at + 4, 0);
  putU16(result, at + 8, rdata.length);
  result.set(rdata, at + 10);
  putU16(result, 10, u16At(result, 10) + 1);
  return result;
}

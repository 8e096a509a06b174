/** The query that is sent to a server. */
import { type DNSName, Flag, MessageBuilder } from '@span53/dns/wire';
import type { Send } from './events.ts';

/** What does not follow from the resolution. */
export interface QueryFields {
  readonly id: number;
  /** The QNAME as written: the question's own, perhaps in another case. */
  readonly name: DNSName;
  /** UDP payload size that we offer. */
  readonly udpSize: number;
  /** DO: send signatures. */
  readonly dnssecOk: boolean;
}

const builder = new MessageBuilder();

/** Encodes a query: one question, RD only for resolvers, CD so that they leave bogus data to us, OPT if wanted. */
export function encodeQuery(send: Send, { id, name, udpSize, dnssecOk }: QueryFields): Buffer {
  const flags = send.recursionDesired ? Flag.RD | (dnssecOk && send.edns ? Flag.CD : 0) : 0;
  builder.start({ id, flags, limit: 512 });
  builder.question(name, send.question.type, send.question.class);
  if (send.edns) builder.opt({ udpSize, dnssecOk });
  return builder.finish();
}

/** The name with ASCII letters in random case, one random bit each (draft-vixie-dnsext-dns0x20). */
export function mixCase(wire: Uint8Array, random: () => number): Uint8Array {
  const mixed = new Uint8Array(wire);
  let bits = 0;
  let left = 0;
  for (let i = 0; i < mixed.length; i += 1) {
    const lower = mixed[i]! | 0x20;
    if (lower < 97 || lower > 122) continue;
    if (left === 0) {
      bits = Math.floor(random() * 0x1_0000_0000);
      left = 32;
    }
    mixed[i] = (bits & 1) === 1 ? lower : lower & ~0x20;
    bits >>>= 1;
    left -= 1;
  }
  return mixed;
}

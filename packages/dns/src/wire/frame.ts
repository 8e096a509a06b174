/** The length in front of each message on a stream (RFC 1035 §4.2.2). */

/** The message with its length in front, as one buffer, so that both leave in one segment (RFC 7766 §8). Throws a
 *  RangeError for more than 65,535 octets: no builder makes such a message. */
export function frame(message: Uint8Array): Buffer {
  const framed = Buffer.allocUnsafe(message.length + 2);
  framed.writeUInt16BE(message.length, 0);
  framed.set(message, 2);
  return framed;
}

/** How octets of options are written. */

/** Lower-case hex digits. */
export function hexText(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('hex');
}

/** Text of a peer in double quotes; what is not printable ASCII, and the quote, as `\DDD` of its UTF-8 octets. */
export function quotedText(octets: Uint8Array): string {
  let text = '';
  for (const octet of octets) {
    const plain = octet >= 0x20 && octet < 0x7f && octet !== 0x22 && octet !== 0x5c;
    text += plain ? String.fromCharCode(octet) : `\\${String(octet).padStart(3, '0')}`;
  }
  return `"${text}"`;
}

/** Octets as a fixture writes them: hex digits with any white space between, `;` or `#` starting a comment that
 *  runs to the end of the line. Octets and texts of hex can be interpolated. Throws on anything else.
 *
 *  hex`03 636f6d 00 ; com.` */
export function hex(parts: TemplateStringsArray, ...values: (Uint8Array | string)[]): Uint8Array {
  let text = parts.raw[0]!;
  values.forEach((value, index) => {
    text += (typeof value === 'string' ? value : toHex(value)) + parts.raw[index + 1]!;
  });
  return fromHex(text);
}

/** The same for a text that is not a template. */
export function fromHex(text: string): Uint8Array {
  const digits = text.replaceAll(/[;#][^\n]*/g, '').replaceAll(/\s+/g, '');
  if (digits.length % 2 !== 0 || /[^0-9a-f]/i.test(digits)) throw new SyntaxError(`not hex octets: ${text}`);
  return new Uint8Array(Buffer.from(digits, 'hex'));
}

/** Lower-case hex, no spaces. */
export function toHex(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('hex');
}

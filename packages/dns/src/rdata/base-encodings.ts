/** Octets as hex, base64 and base32hex (RFC 4648), parsed strictly: Buffer would skip what it does not know. */

const HEX = Int8Array.from({ length: 256 }, (_, code) => {
  const value = Number.parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(value) ? -1 : value;
});

const BASE64_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BASE64 = Int8Array.from({ length: 256 }, (_, code) => BASE64_DIGITS.indexOf(String.fromCharCode(code)));

/** Undefined for an odd number of digits or another character. */
export function parseHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0) return undefined;
  const octets = new Uint8Array(text.length / 2);
  for (let at = 0; at < octets.length; at += 1) {
    const high = HEX[text.charCodeAt(at * 2)] ?? -1;
    const low = HEX[text.charCodeAt(at * 2 + 1)] ?? -1;
    if (high < 0 || low < 0) return undefined;
    octets[at] = (high << 4) | low;
  }
  return octets;
}

/** Upper-case digits, as DS and TLSA records are usually written. */
export function formatHex(octets: Uint8Array): string {
  return asBuffer(octets).toString('hex').toUpperCase();
}

/** Undefined for another character, wrong padding, or bits set behind the last octet (RFC 4648 §3.5 and §4). */
export function parseBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith('==') ? 2 : Number(text.endsWith('='));
  const octets = new Uint8Array((text.length / 4) * 3 - padding);
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let i = 0; i < text.length - padding; i += 1) {
    const value = BASE64[text.charCodeAt(i)] ?? -1;
    if (value < 0) return undefined;
    held = (held << 6) | value;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    octets[at++] = held >> bits;
    held &= (1 << bits) - 1;
  }
  return held === 0 ? octets : undefined;
}

/** Base64 on one line, with padding (RFC 4648 §4). */
export function formatBase64(octets: Uint8Array): string {
  return asBuffer(octets).toString('base64');
}

const BASE32HEX = '0123456789ABCDEFGHIJKLMNOPQRSTUV';
const BASE32HEX_VALUES = new Map([...BASE32HEX].map((digit, value) => [digit, value]));

/** Base32 with the extended hex alphabet and no padding, any case (RFC 5155 §3.3); undefined for anything else. */
export function parseBase32Hex(text: string): Uint8Array | undefined {
  const octets = new Uint8Array(Math.floor((text.length * 5) / 8));
  if (Math.ceil((octets.length * 8) / 5) !== text.length) return undefined;
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const digit of text.toUpperCase()) {
    const value = BASE32HEX_VALUES.get(digit);
    if (value === undefined) return undefined;
    held = (held << 5) | value;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    octets[at++] = held >> bits;
    held &= (1 << bits) - 1;
  }
  return held === 0 ? octets : undefined;
}

/** Upper case, no padding. */
export function formatBase32Hex(octets: Uint8Array): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const octet of octets) {
    held = (held << 8) | octet;
    for (bits += 8; bits >= 5;) {
      bits -= 5;
      text += BASE32HEX[held >> bits];
      held &= (1 << bits) - 1;
    }
  }
  return bits === 0 ? text : text + BASE32HEX[held << (5 - bits)];
}

function asBuffer(octets: Uint8Array): Buffer {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
}

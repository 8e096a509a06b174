import { copyOctets } from '../../wire/octets.ts';
import type { OptionCodec } from '../option-codec.ts';
import { sipHash24 } from '../siphash.ts';
import { hexText } from './text.ts';

const CLIENT_OCTETS = 8;
const SERVER_OCTETS = 16;
const VERSION = 1;

/** A client cookie of 8 octets and, once the client knows one, a server cookie of 8 to 32. */
export interface Cookie {
  readonly client: Uint8Array;
  readonly server: Uint8Array | undefined;
}

/** COOKIE (RFC 7873 §4). Lengths other than 8 and 16 to 40 are malformed (§5.2.2). */
export const cookie: OptionCodec<Cookie> = {
  code: 10,
  decode: (data) => {
    const { length } = data;
    if (length !== CLIENT_OCTETS && (length < 16 || length > 40)) return undefined;
    const server = length === CLIENT_OCTETS ? undefined : copyOctets(data, CLIENT_OCTETS);
    return { client: copyOctets(data, 0, CLIENT_OCTETS), server };
  },
  encode: ({ client, server }) => {
    const data = new Uint8Array(CLIENT_OCTETS + (server?.length ?? 0));
    data.set(client);
    if (server !== undefined) data.set(server, CLIENT_OCTETS);
    return data;
  },
  format: ({ client, server }) => hexText(client) + (server === undefined ? '' : `,${hexText(server)}`),
};

/** What a server cookie is made for. */
export interface CookieContext {
  /** The client's address as 4 or 16 octets. */
  readonly address: Uint8Array;
  /** Seconds since 1970. */
  readonly unixSeconds: number;
}

/** Version, three reserved octets, time, hash. */
const message = new Uint8Array(CLIENT_OCTETS + 8 + 16);
const hash = new Uint8Array(8);

/** A fresh server cookie under a secret of 16 octets (RFC 9018 §4). */
export function serverCookie(
  client: Uint8Array,
  { address, unixSeconds }: CookieContext,
  secret: Uint8Array,
): Uint8Array {
  const server = new Uint8Array(SERVER_OCTETS);
  server[0] = VERSION;
  for (let i = 0; i < 4; i += 1) server[4 + i] = unixSeconds >>> (24 - 8 * i);
  sipHash24(secret, hashInput(client, server, address), server, 8);
  return server;
}

/** Verdict on a cookie: a `renew` one is good, but the client should get a fresh one. */
export type CookieState = 'none' | 'good' | 'renew' | 'bad';

/** Ages in seconds (RFC 9018 §4.3). */
const AGE_MAX = 3600;
const AHEAD_MAX = 300;
const RENEW_AGE = 1800;

/**
 * Checks a client's cookie under the secrets that are in use, the current one first. A cookie under another than the
 * first is to be renewed. `none` when the client has no server cookie yet. Compares in constant time.
 */
export function checkCookie(
  { client, server }: Cookie,
  context: CookieContext,
  secrets: readonly Uint8Array[],
): CookieState {
  if (server === undefined) return 'none';
  if (server.length !== SERVER_OCTETS || server[0] !== VERSION) return 'bad';
  const made = (server[4]! << 24) | (server[5]! << 16) | (server[6]! << 8) | server[7]!;
  const age = (context.unixSeconds - made) | 0; // serial arithmetic, RFC 1982
  if (age > AGE_MAX || age < -AHEAD_MAX) return 'bad';
  const input = hashInput(client, server, context.address);
  for (let i = 0; i < secrets.length; i += 1) {
    sipHash24(secrets[i]!, input, hash);
    let difference = 0;
    for (let at = 0; at < 8; at += 1) difference |= hash[at]! ^ server[8 + at]!;
    if (difference === 0) return i > 0 || age > RENEW_AGE ? 'renew' : 'good';
  }
  return 'bad';
}

/** Client cookie, version, reserved octets and time as they stand, address (RFC 9018 §4.4). */
function hashInput(client: Uint8Array, server: Uint8Array, address: Uint8Array): Uint8Array {
  message.set(client);
  for (let i = 0; i < 8; i += 1) message[CLIENT_OCTETS + i] = server[i]!;
  message.set(address, CLIENT_OCTETS + 8);
  return message.subarray(0, CLIENT_OCTETS + 8 + address.length);
}

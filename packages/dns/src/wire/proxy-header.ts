/** The header of PROXY protocol version 2 (HAProxy's specification §2.2): at the start of a connection, or of each
 *  datagram, it says for whom a proxy speaks. */
import { IPAddress, SocketAddress } from '../inet/index.ts';
import { putU16, u16At } from './header.ts';
import { copyOctets } from './octets.ts';

/** One more thing the proxy tells: type, and octets of which the length has 16 bits. */
export interface ProxyTlv {
  readonly type: number;
  readonly value: Uint8Array;
}

/** For whom the proxy speaks. */
export interface ProxyHeader {
  /** What the client used: TCP and what runs over it, or UDP. */
  readonly transport: 'stream' | 'datagram';
  /** The client as the proxy saw it. */
  readonly source: SocketAddress;
  /** Where the client had sent to. When the two families differ, both go out as IPv6, the other one mapped. */
  readonly target: SocketAddress;
  readonly tlvs: readonly ProxyTlv[];
}

/** What `readProxyHeader` found. */
export interface ProxyHeaderRead {
  /** Undefined when the proxy speaks for itself, or for somebody whom it cannot name: the addresses of the connection
   *  itself hold. */
  readonly header: ProxyHeader | undefined;
  /** Octets of the header; what it was put in front of starts there. */
  readonly length: number;
}

const SIGNATURE = Uint8Array.of(0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a);
/** Signature, version and command, family and transport, length of the rest. */
const FIXED_OCTETS = 16;
const LOCAL = 0x20;
const PROXY = 0x21;
/** High half of the octet behind: 0 is unspecified, 1 IPv4, 2 IPv6, 3 a UNIX socket. */
const UNIX = 3;
/** Low half: 0 is unspecified. */
const TRANSPORTS = [undefined, 'stream', 'datagram'] as const;
/** Octets of both addresses and ports, by family. */
const ADDRESS_OCTETS = [0, 12, 36, 216] as const;
/** As much as other DNS servers take by default. */
const OCTETS_MAX = 512;

/**
 * Reads the header at the start of `octets`. `incomplete` when more octets could make it whole: on a stream wait for
 * them, a datagram is wrong. `invalid` when there is none, or it breaks the specification, or is over `octetsMax`: drop
 * the connection or datagram. A checksum among the TLVs is not looked at.
 */
export function readProxyHeader(
  octets: Uint8Array,
  octetsMax = OCTETS_MAX,
): ProxyHeaderRead | 'incomplete' | 'invalid' {
  for (let at = 0; at < SIGNATURE.length; at += 1) {
    if (at === octets.length) return 'incomplete';
    if (octets[at] !== SIGNATURE[at]) return 'invalid';
  }
  if (octets.length < FIXED_OCTETS) return 'incomplete';
  const length = FIXED_OCTETS + u16At(octets, 14);
  if (length > octetsMax) return 'invalid';
  const command = octets[12]!;
  if (command !== PROXY && command !== LOCAL) return 'invalid';
  if (octets.length < length) return 'incomplete';
  if (command === LOCAL) return { header: undefined, length };
  const family = octets[13]! >> 4;
  const transport = TRANSPORTS[octets[13]! & 0x0f];
  const addressOctets = ADDRESS_OCTETS[family];
  if (addressOctets === undefined || (octets[13]! & 0x0f) >= TRANSPORTS.length) return 'invalid';
  if (family === 0 || transport === undefined) return { header: undefined, length };
  const tlvs = readTlvs(octets, FIXED_OCTETS + addressOctets, length);
  if (tlvs === undefined) return 'invalid';
  if (family === UNIX) return { header: undefined, length };
  const size = family === 1 ? 4 : 16;
  const [source, target] = [0, 1].map((which) => {
    const at = FIXED_OCTETS + which * size;
    const address = IPAddress.fromOctets(copyOctets(octets, at, at + size));
    return new SocketAddress(address, u16At(octets, FIXED_OCTETS + 2 * size + 2 * which));
  });
  return { header: { transport, source: source!, target: target!, tlvs }, length };
}

/** The TLVs from `at` to `end`; undefined when they do not fill those octets exactly. */
function readTlvs(octets: Uint8Array, at: number, end: number): ProxyTlv[] | undefined {
  if (at > end) return undefined;
  const tlvs: ProxyTlv[] = [];
  while (at < end) {
    const valueAt = at + 3;
    const next = valueAt > end ? valueAt : valueAt + u16At(octets, at + 1);
    if (next > end) return undefined;
    tlvs.push({ type: octets[at]!, value: copyOctets(octets, valueAt, next) });
    at = next;
  }
  return tlvs;
}

/** The header alone; without an argument that of a proxy that speaks for itself. Throws a RangeError when addresses and
 *  TLVs have more than 65,535 octets, or a TLV's type is not one octet. */
export function encodeProxyHeader(header?: ProxyHeader): Buffer {
  return withProxyHeader(new Uint8Array(0), header);
}

/** A copy of `octets` with the header in front: a datagram, or the first octets of a connection. */
export function withProxyHeader(octets: Uint8Array, header?: ProxyHeader): Buffer {
  const family = header === undefined ? 0 : Math.max(...[header.source, header.target].map(familyOf));
  const addressOctets = ADDRESS_OCTETS[family]!;
  const tlvOctets = header?.tlvs.reduce((sum, { value }) => sum + 3 + value.length, 0) ?? 0;
  const length = addressOctets + tlvOctets;
  if (length > 0xffff) throw new RangeError('a PROXY header has at most 65,535 octets of addresses and TLVs');
  const result = Buffer.alloc(FIXED_OCTETS + length + octets.length);
  result.set(SIGNATURE);
  result[12] = header === undefined ? LOCAL : PROXY;
  result[13] = header === undefined ? 0 : (family << 4) | TRANSPORTS.indexOf(header.transport);
  putU16(result, 14, length);
  if (header !== undefined) writeFields(result, header, family === 1 ? 4 : 16);
  result.set(octets, FIXED_OCTETS + length);
  return result;
}

function writeFields(result: Buffer, { source, target, tlvs }: ProxyHeader, size: 4 | 16): void {
  let at = FIXED_OCTETS;
  for (const { address } of [source, target]) {
    const mapped = address.octets.length < size;
    if (mapped) putU16(result, at + 10, 0xffff);
    result.set(address.octets, at + size - address.octets.length);
    at += size;
  }
  for (const { port } of [source, target]) {
    putU16(result, at, port);
    at += 2;
  }
  for (const { type, value } of tlvs) {
    if (!Number.isInteger(type) || type < 0 || type > 0xff) throw new RangeError(`no type of a PROXY TLV: ${type}`);
    result[at] = type;
    putU16(result, at + 1, value.length);
    result.set(value, at + 3);
    at += 3 + value.length;
  }
}

function familyOf({ address }: SocketAddress): number {
  return address.family === 4 ? 1 : 2;
}

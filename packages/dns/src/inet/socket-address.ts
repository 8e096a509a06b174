import { IPAddress } from './ip-address.ts';
import { parseDecimal } from './parse.ts';

/** An address and a port. Immutable. */
export class SocketAddress {
  readonly address: IPAddress;
  readonly port: number;
  #key: string | undefined;

  constructor(address: IPAddress, port: number) {
    if (!Number.isInteger(port) || port < 0 || port > 65535) throw new RangeError('a port is 0 to 65535');
    this.address = address;
    this.port = port;
  }

  /** Parses `192.0.2.1:53`, `[2001:db8::1]:53`, `[fe80::1%eth0]:53`; with `defaultPort` also `192.0.2.1`,
   *  `2001:db8::1` and `[2001:db8::1]`. `undefined` for anything else. */
  static parse(text: string, defaultPort?: number): SocketAddress | undefined {
    const [host, portText] = splitPort(text);
    const address = host === undefined ? undefined : IPAddress.parse(host);
    const port = portText === undefined ? defaultPort : parseDecimal(portText, 65535);
    if (address === undefined || port === undefined) return undefined;
    const bracketed = text.charCodeAt(0) === 91;
    return bracketed && address.family === 4 ? undefined : new SocketAddress(address, port);
  }

  /** Map key: the address's key, then the port as two characters. */
  get key(): string {
    return (this.#key ??= `${this.address.key}${String.fromCharCode(this.port >> 8, this.port & 0xff)}`);
  }

  equals(other: SocketAddress): boolean {
    return this === other || (this.port === other.port && this.address.equals(other.address));
  }

  toString(): string {
    return this.address.family === 4 ? `${this.address}:${this.port}` : `[${this.address}]:${this.port}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

function splitPort(text: string): [host: string | undefined, port: string | undefined] {
  if (text.charCodeAt(0) === 91) {
    const close = text.indexOf(']');
    if (close < 0) return [undefined, undefined];
    const rest = text.slice(close + 1);
    if (rest === '') return [text.slice(1, close), undefined];
    return rest.startsWith(':') ? [text.slice(1, close), rest.slice(1)] : [undefined, undefined];
  }
  const colon = text.indexOf(':');
  const isV6 = colon >= 0 && text.indexOf(':', colon + 1) >= 0;
  return colon < 0 || isV6 ? [text, undefined] : [text.slice(0, colon), text.slice(colon + 1)];
}

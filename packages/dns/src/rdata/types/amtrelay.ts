import { defineRdata, type RdataCodec } from '../codec.ts';
import { decodeGateway, encodeGateway, GATEWAY_TYPE_MAX, parseGateway, type Gateway } from '../gateway.ts';

/** An automatic multicast tunnelling relay. */
export interface Amtrelay {
  readonly precedence: number;
  /** The relay may be used without discovery. */
  readonly discoveryOptional: boolean;
  readonly relay: Gateway;
}

/** AMTRELAY (RFC 8777 §4). */
export const amtrelay: RdataCodec<Amtrelay> = defineRdata({
  type: 260,
  mnemonic: 'AMTRELAY',
  isLaterForm: (octets) => (octets[1] ?? 0) % 0x80 > GATEWAY_TYPE_MAX,
  decode: (r) => {
    const precedence = r.u8();
    const octet = r.u8();
    return { precedence, discoveryOptional: octet > 0x7f, relay: decodeGateway(r, octet & 0x7f) };
  },
  encode: (w, v) => {
    w.u8(v.precedence);
    w.u8((v.discoveryOptional ? 0x80 : 0) | v.relay.type);
    encodeGateway(w, v.relay);
  },
  parse: (t) => {
    const [precedence, discoveryOptional] = [t.u8(), t.number(1) === 1];
    return { precedence, discoveryOptional, relay: parseGateway(t, t.u8()) };
  },
  format: (v) => `${v.precedence} ${v.discoveryOptional ? 1 : 0} ${v.relay.type} ${v.relay.target}`,
});

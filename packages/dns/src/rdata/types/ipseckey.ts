import { formatBase64 } from '../base-encodings.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';
import { decodeGateway, encodeGateway, GATEWAY_TYPE_MAX, parseGateway, type Gateway } from '../gateway.ts';

/** A public key for IPsec, and the gateway to use. */
export interface Ipseckey {
  readonly precedence: number;
  readonly gateway: Gateway;
  /** 0 no key, 1 DSA, 2 RSA, 3 ECDSA, 4 EdDSA. */
  readonly algorithm: number;
  /** May be empty with any algorithm (RFC 4025 §3.1), and should be with 0, which means that there is no key. */
  readonly publicKey: Uint8Array;
}

/** IPSECKEY (RFC 4025). */
export const ipseckey: RdataCodec<Ipseckey> = defineRdata({
  type: 45,
  mnemonic: 'IPSECKEY',
  isLaterForm: (octets) => octets.length > 2 && octets[1]! > GATEWAY_TYPE_MAX,
  decode: (r) => {
    const [precedence, gatewayType, algorithm] = [r.u8(), r.u8(), r.u8()];
    return { precedence, algorithm, gateway: decodeGateway(r, gatewayType), publicKey: r.rest() };
  },
  encode: (w, v) => {
    w.u8(v.precedence);
    w.u8(v.gateway.type);
    w.u8(v.algorithm);
    encodeGateway(w, v.gateway);
    w.bytes(v.publicKey);
  },
  parse: (t) => {
    const [precedence, gatewayType, algorithm] = [t.u8(), t.u8(), t.u8()];
    const gateway = parseGateway(t, gatewayType);
    return { precedence, algorithm, gateway, publicKey: t.remaining > 0 ? t.base64Rest() : new Uint8Array(0) };
  },
  format: (v) => {
    const key = v.publicKey.length === 0 ? '' : ` ${formatBase64(v.publicKey)}`;
    return `${v.precedence} ${v.gateway.type} ${v.algorithm} ${v.gateway.target}${key}`;
  },
});

import { copyOctets } from '../../wire/octets.ts';
import type { OptionCodec } from '../option-codec.ts';
import { hexText } from './text.ts';

/** A version whose type is the SOA serial, four octets (RFC 9660 §4.1). */
export const SOA_SERIAL = 0;

/** Which version of which enclosing zone an answer comes from. */
export interface ZoneVersion {
  /** Labels of the zone's name, counted from the right. */
  readonly labelCount: number;
  readonly type: number;
  readonly version: Uint8Array;
}

/** ZONEVERSION (RFC 9660 §2): of which zone, and which version of it, an answer is; empty in queries. */
export const zoneVersion: OptionCodec<ZoneVersion | 'query'> = {
  code: 19,
  decode: (data) => {
    if (data.length === 0) return 'query';
    if (data.length < 2 || (data[1] === SOA_SERIAL && data.length !== 6)) return undefined;
    return { labelCount: data[0]!, type: data[1]!, version: copyOctets(data, 2) };
  },
  encode: (value) =>
    value === 'query' ? new Uint8Array(0) : Uint8Array.of(value.labelCount, value.type, ...value.version),
  format: (value) => {
    if (value === 'query') return '';
    const { labelCount, type, version } = value;
    if (type === SOA_SERIAL) return `${labelCount} SOA-SERIAL ${Number.parseInt(hexText(version), 16)}`;
    return version.length === 0 ? `${labelCount} ${type}` : `${labelCount} ${type} ${hexText(version)}`;
  },
};

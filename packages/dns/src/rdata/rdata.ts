/** RDATA of any type between wire and presentation form; types without a codec, and malformed octets, stay opaque. */
import { DNSName, RClass, WireReader, WireWriter, rtypeName } from '../wire/index.ts';
import type { RdataCodec } from './codec.ts';
import { OPAQUE_MARK, formatOpaque, parseOpaque } from './opaque.ts';
import { RdataWriter } from './rdata-writer.ts';
import { findCodec } from './registry.ts';
import { TextReader } from './text-reader.ts';
import { TokenList, octetText, scanEntry } from './tokens.ts';

/** Decoded RDATA. */
export type Rdata =
  | { readonly kind: 'known'; readonly codec: RdataCodec<unknown>; readonly value: unknown }
  | { readonly kind: 'opaque'; readonly octets: Uint8Array };

/** Why a text is no RDATA of its type. */
export interface RdataProblem {
  readonly message: string;
  /** Where in the text, counted in characters. */
  readonly offset: number;
}

const RDATA_OCTETS_MAX = 65_535;
const scratch = new RdataWriter(RDATA_OCTETS_MAX);

/** Decodes the octets the reader was opened on; malformed or trailing octets keep them opaque (RFC 3597), so a bad
 *  record never costs the message. */
export function decodeRdata(type: number, reader: WireReader, rclass: number = RClass.IN): Rdata {
  const codec = findCodec(type, rclass);
  if (codec !== undefined) {
    const value = codec.decode(reader);
    if (reader.finished) return { kind: 'known', codec, value };
  }
  return { kind: 'opaque', octets: reader.whole };
}

/** The value of uncompressed RDATA; undefined when it is malformed, or a name in it is compressed. */
export function decodeAs<T>(codec: RdataCodec<T>, octets: Uint8Array): T | undefined {
  const reader = new WireReader(octets, 0, octets.length, false);
  const value = codec.decode(reader);
  return reader.finished ? value : undefined;
}

/** Uncompressed RDATA of a value. Throws a RangeError for a value that has no wire form: a number that its field does
 *  not hold, which the message names, a string over 255 octets. */
export function encodeRdata<T>(codec: RdataCodec<T>, value: T): Uint8Array {
  const octets = tryEncode(codec, value);
  if (octets === undefined)
    throw new RangeError(`${codec.mnemonic}: ${scratch.problem ?? 'value does not fit its wire form'}`);
  return octets;
}

/** Presentation form of uncompressed RDATA; `\# ...` when the type is unknown or the octets are malformed. */
export function formatRdata(type: number, octets: Uint8Array, rclass: number = RClass.IN): string {
  const codec = findCodec(type, rclass);
  const value = codec === undefined ? undefined : decodeAs(codec, octets);
  return codec === undefined || value === undefined ? formatOpaque(octets) : codec.format(value);
}

/** Wire form of presentation text, in the type's own form or as `\# ...`. Names without a final dot end in `origin`,
 *  the root by default. */
export function parseRdata(
  type: number,
  text: string,
  { origin = DNSName.root, rclass = RClass.IN }: { origin?: DNSName; rclass?: number } = {},
): Uint8Array | RdataProblem {
  const tokens = new TokenList();
  const octets = octetText(text);
  const end = scanEntry(octets, 0, tokens, true);
  if (tokens.problem !== undefined) return tokens.problem;
  if (octets.slice(end).trim() !== '') return { message: 'more than one line', offset: end };
  const reader = new TextReader(tokens, origin);
  const rdata = readRdata(type, rclass, reader);
  if (rdata !== undefined) return rdata;
  return { message: reader.problem!, offset: tokens.count === 0 ? 0 : tokens.offset(Math.max(0, reader.index - 1)) };
}

/** Reads RDATA from the tokens left, all of them. Undefined when the reader failed; it says why. */
export function readRdata(type: number, rclass: number, t: TextReader): Uint8Array | undefined {
  const codec = findCodec(type, rclass);
  if (t.peek() === OPAQUE_MARK) return readOpaque(codec, t);
  if (codec === undefined) {
    t.fail(`${rtypeName(type)} has no text form here but ${OPAQUE_MARK}`);
    return undefined;
  }
  const value = codec.parse(t);
  if (t.remaining > 0) t.fail(`unexpected text behind the ${codec.mnemonic} data`);
  if (t.problem !== undefined) return undefined;
  const octets = tryEncode(codec, value);
  if (octets === undefined) t.fail(`${codec.mnemonic} data does not fit its wire form`);
  return octets;
}

/** Canonical form of uncompressed RDATA (RFC 4034 §6.2): names lowered where the type says so. */
export function canonicalRdata(type: number, octets: Uint8Array): Uint8Array {
  const codec = findCodec(type, RClass.IN);
  const value = codec?.lowersNames === true ? decodeAs(codec, octets) : undefined;
  if (codec === undefined || value === undefined) return octets;
  const writer = new LoweringWriter(RDATA_OCTETS_MAX);
  codec.encode(writer, value);
  return writer.finish();
}

class LoweringWriter extends WireWriter {
  override name(name: DNSName): void {
    this.bytes(name.lowered().wire);
  }

  override compressibleName(name: DNSName): void {
    this.name(name);
  }
}

/** The `\#` form of a type with a codec must be well-formed data of that type, or of a later form (RFC 3597 §5). */
function readOpaque(codec: RdataCodec<unknown> | undefined, t: TextReader): Uint8Array | undefined {
  const octets = parseOpaque(t);
  if (t.problem !== undefined) return undefined;
  if (codec !== undefined && decodeAs(codec, octets) === undefined && codec.isLaterForm?.(octets) !== true) {
    t.fail(`octets are no ${codec.mnemonic} data`);
    return undefined;
  }
  return octets;
}

function tryEncode<T>(codec: RdataCodec<T>, value: T): Uint8Array | undefined {
  scratch.rewind(0);
  codec.encode(scratch, value);
  return scratch.overflowed ? undefined : scratch.finish();
}

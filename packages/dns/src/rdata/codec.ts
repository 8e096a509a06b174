/** What a record type is: wire form and presentation form of its RDATA. */
import type { WireReader, WireWriter } from '../wire/index.ts';
import type { TextReader } from './text-reader.ts';

/** The four directions of one type. Readers fail once and stay failed, so none of them returns an error. */
export interface RdataCodec<T> {
  readonly type: number;
  readonly mnemonic: string;
  /** True for the types whose names are lowered in canonical form (RFC 4034 §6.2 as corrected by RFC 6840 §5.1). */
  readonly lowersNames: boolean;
  /** True when the format holds in class IN only; in other classes the RDATA is opaque. */
  readonly classIN: boolean;
  /** True for RDATA in a form that the type leaves to later RFCs (another version, family or gateway): not malformed,
   *  but nothing `decode` knows. Such RDATA stay opaque, and `\#` text may bring them (RFC 3597 §5). */
  isLaterForm?(octets: Uint8Array): boolean;
  decode(r: WireReader): T;
  /** Writes the RDATA without its length. Names go through `compressibleName` in RFC 1035 types only (RFC 3597 §4). */
  encode(w: WireWriter, value: T): void;
  parse(t: TextReader): T;
  format(value: T): string;
}

/** What differs from type to type; the flags are false unless given. */
type Definition<T> = Omit<RdataCodec<T>, 'lowersNames' | 'classIN'> &
  Partial<Pick<RdataCodec<T>, 'lowersNames' | 'classIN'>>;

/** Makes a codec of its parts. */
export function defineRdata<T>(definition: Definition<T>): RdataCodec<T> {
  return { lowersNames: false, classIN: false, ...definition };
}

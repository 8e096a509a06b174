/** What an EDNS option is: its number, its value from and to option data, and its text. */

/** One option. Data that `decode` does not take are malformed: answered with FORMERR, or ignored. */
export interface OptionCodec<T> {
  readonly code: number;
  /** Undefined for malformed data. Copies what it returns. */
  decode(data: Uint8Array): T | undefined;
  encode(value: T): Uint8Array;
  /** The value in text, without the option's name. */
  format(value: T): string;
}

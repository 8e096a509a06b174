import { escapeQuoted, formatQuoted } from '../char-string.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';

/** A code, perhaps with a value, of a registry that is not IANA's. */
export interface ExternalCode {
  /** Which list the code is in: a Recommendation of UNECE (`20`), a standard of ISO (`3166-2`). Not empty. */
  readonly list: Uint8Array;
  /** A decimal number, perhaps with its precision in parentheses; `?` when it is not known, empty when none applies. */
  readonly value: Uint8Array;
  /** As the list has it. Not empty. */
  readonly code: Uint8Array;
  /** Free text for people, UTF-8; may be empty. It fills the RDATA, without a length. */
  readonly descriptor: Uint8Array;
}

const HYPHEN = 0x2d;
const NOTHING = new Uint8Array(0);
/** What needs neither quotes nor escapes. */
const PLAIN = /^[A-Za-z0-9._:/+?-]+$/;

/** A type with a code of such a registry. */
export function externalCode(type: number, mnemonic: string): RdataCodec<ExternalCode> {
  return defineRdata({
    type,
    mnemonic,
    decode: (r) => {
      const record = { list: r.charString(), value: r.charString(), code: r.charString(), descriptor: r.rest() };
      if (!isWhole(record)) r.fail();
      return record;
    },
    encode: (w, v) => {
      for (const field of [v.list, v.value, v.code]) w.charString(field);
      w.bytes(v.descriptor);
    },
    parse: (t) => {
      const list = t.charString();
      const isNone = t.peek() === '-';
      const value = t.charString();
      const [code, descriptor] = [t.charString(), t.remaining > 0 ? t.octets() : NOTHING];
      const record = { list, value: isNone ? NOTHING : value, code, descriptor };
      if (!isWhole(record)) t.fail('list and code are not empty, and no value is written - without quotes');
      return record;
    },
    format: (v) => {
      const value = v.value.length === 0 ? '-' : formatWord(v.value);
      const descriptor = v.descriptor.length === 0 ? '' : ` ${formatQuoted(v.descriptor)}`;
      return `${formatWord(v.list)} ${value} ${formatWord(v.code)}${descriptor}`;
    },
  });
}

/** A value of just `-` is not valid: it would be a second way to say that there is none. */
function isWhole({ list, value, code }: ExternalCode): boolean {
  return list.length > 0 && code.length > 0 && !(value.length === 1 && value[0] === HYPHEN);
}

/** In quotes where it must be: parentheses of a precision would group lines (RFC 1035 §5.1). */
function formatWord(octets: Uint8Array): string {
  const text = escapeQuoted(octets);
  return PLAIN.test(text) ? text : `"${text}"`;
}

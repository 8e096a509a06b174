import { parseDuration } from './duration.ts';

/** What to search for. All given conditions must hold. */
export interface TraceFilter {
  /** The question's name, or one above it. With `*` a pattern. */
  readonly name?: string;
  readonly type?: string;
  readonly rcode?: string;
  readonly minNs?: number;
  readonly maxNs?: number;
  /** A span with status ERROR. */
  readonly error?: boolean;
  /** Cache of the first server. */
  readonly cache?: 'hit' | 'miss';
  /** A service that took part. */
  readonly service?: string;
  /** How far back, in nanoseconds. */
  readonly lastNs?: number;
  /** Words that a span of the trace contains. */
  readonly words: readonly string[];
}

/** A filter, or what is wrong with its text. */
export type FilterResult = { readonly filter: TraceFilter } | { readonly problem: string };

/** Each word is a search of its own, and each star multiplies the ways to match. */
const wordsMax = 8;
const starsMax = 4;

const help = 'name: type: rcode: min: max: last: service: cache:hit cache:miss error, or words to look for';

/**
 * Parses the filter language of the page and of `?q=`: terms separated by spaces, `"..."` keeps spaces together.
 * `name:shop.test rcode:NXDOMAIN min:10ms error refused` is an example with every kind of term.
 */
export function parseFilter(text: string): FilterResult {
  // No span's text in the store goes beyond one, and full-text search stumbles over it.
  if (text.includes('\0')) return { problem: 'a filter has no NUL' };
  let filter: TraceFilter = { words: [] };
  for (const term of text.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? []) {
    const added = addTerm(filter, term.replaceAll('"', ''));
    if (typeof added === 'string') return { problem: added };
    filter = added;
  }
  return { filter };
}

function addTerm(filter: TraceFilter, term: string): TraceFilter | string {
  const [, key, value] = /^([a-z]+):(.*)$/s.exec(term) ?? [undefined, undefined, ''];
  switch (key) {
    case undefined:
      if (term === 'error') return { ...filter, error: true };
      if (filter.words.length === wordsMax) return `at most ${wordsMax} words`;
      return term === '' ? filter : { ...filter, words: [...filter.words, term] };
    case 'name':
      if (value!.split('*').length > starsMax + 1) return `name: at most ${starsMax} of *`;
      return value === '' ? 'name: needs a name' : { ...filter, name: value! };
    case 'type':
    case 'rcode':
      return value === '' ? `${key}: needs a value` : { ...filter, [key]: value!.toUpperCase() };
    case 'service':
      return value === '' ? 'service: needs a name' : { ...filter, service: value! };
    case 'cache':
      if (value !== 'hit' && value !== 'miss') return 'cache: is hit or miss';
      return { ...filter, cache: value };
    case 'min':
    case 'max':
    case 'last': {
      const ns = parseDuration(value!);
      return ns === undefined ? `${key}: needs a duration such as 10ms or 2s` : { ...filter, [`${key}Ns`]: ns };
    }
    default:
      return `unknown "${key}:". Known: ${help}`;
  }
}

/** $GENERATE: records from a pattern with a counter, as BIND has it. */
import { parseNumber, type TokenList } from '../rdata/index.ts';
import type { ZoneSource } from './zone-source.ts';

/** Most octets in the text of one record: a long line with a wide range would make gigabytes. */
export const GENERATED_OCTETS_MAX = 8192;

/** One $GENERATE line at work: each `next` is the text of another record. */
export class Generation {
  readonly source: ZoneSource;
  readonly place: { file: string; line: number; column: number };
  readonly size: number;
  readonly #range: GenerateRange;
  readonly #fill: (counter: number) => string | undefined;
  #counter: number;

  constructor(
    at: { source: ZoneSource; place: Generation['place'] },
    range: GenerateRange,
    fill: (counter: number) => string | undefined,
  ) {
    this.source = at.source;
    this.place = at.place;
    this.size = Math.floor((range.stop - range.start) / range.step) + 1;
    this.#range = range;
    this.#fill = fill;
    this.#counter = range.start;
  }

  /** True when all were made. */
  get isDone(): boolean {
    return this.#counter > this.#range.stop;
  }

  /** Undefined when an offset leads out of 32 bits. */
  next(): string | undefined {
    const text = this.#fill(this.#counter);
    this.#counter += this.#range.step;
    return text;
  }
}

/** Reads `$GENERATE range owner [ttl] [class] type rdata`; a lone quoted RDATA is the text between the quotes. */
export function startGeneration(
  tokens: TokenList,
  source: ZoneSource,
  place: Generation['place'],
): Generation | { message: string; index: number } {
  const range = parseRange(tokens.text(1));
  if (range === undefined) return { message: 'expected start-stop or start-stop/step', index: 1 };
  if (tokens.count < 5) return { message: 'expected $GENERATE range owner type data', index: 0 };
  const words = Array.from({ length: tokens.count - 2 }, (_, i) => word(tokens, i + 2));
  const last = tokens.count - 1;
  if (tokens.isQuoted(last) && !tokens.isQuoted(last - 1)) words[words.length - 1] = unquote(tokens.text(last));
  const fill = compilePattern(words.join(' '));
  if (fill === undefined) return { message: 'expected $ or ${offset,width,base}', index: 2 };
  return new Generation({ source, place }, range, fill);
}

function word(tokens: TokenList, index: number): string {
  return tokens.isQuoted(index) ? `"${tokens.text(index)}"` : tokens.text(index);
}

function unquote(text: string): string {
  return text.replaceAll('\\"', '"');
}

/** The numbers a $GENERATE line counts through. */
export interface GenerateRange {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
}

const COUNTER_MAX = 0x7fff_ffff;

/** Parses `start-stop` or `start-stop/step`. */
export function parseRange(text: string): GenerateRange | undefined {
  const parts = /^(\d+)-(\d+)(?:\/(\d+))?$/.exec(text);
  if (parts === null) return undefined;
  const [start, stop, step] = [parts[1]!, parts[2]!, parts[3] ?? '1'].map((part) => parseNumber(part, COUNTER_MAX));
  if (start === undefined || stop === undefined || step === undefined || step === 0 || stop < start) return undefined;
  return { start, stop, step };
}

/** A pattern with `$` and `${offset,width,base}` in it, ready to be filled in; undefined when one of those is wrong.
 *  `$$` and `\$` stand for a dollar sign. */
export function compilePattern(pattern: string): ((counter: number) => string | undefined) | undefined {
  const pieces: (string | Modifier)[] = [];
  let text = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at]!;
    const next = pattern[at + 1];
    if (char === '\\' && next !== undefined) {
      text += next === '$' ? '$' : char + next;
      at += 1;
    } else if (char === '$' && next === '$') {
      text += '$';
      at += 1;
    } else if (char === '$') {
      const end = next === '{' ? pattern.indexOf('}', at) : at;
      const modifier =
        next === '{' ? parseModifier(pattern.slice(at + 2, Math.max(end, 0))) : { offset: 0, width: 0, base: 'd' };
      if (end < 0 || modifier === undefined) return undefined;
      pieces.push(text, modifier);
      text = '';
      at = end;
    } else text += char;
  }
  pieces.push(text);
  return (counter) => {
    const filled = pieces.map((piece) => (typeof piece === 'string' ? piece : formatCounter(counter, piece)));
    return filled.includes(undefined) ? undefined : filled.join('');
  };
}

interface Modifier {
  readonly offset: number;
  readonly width: number;
  /** d decimal, o octal, x X hex, n N nibbles in reverse with dots between. */
  readonly base: string;
}

function parseModifier(text: string): Modifier | undefined {
  const parts = /^([+-]?\d{1,10})(?:,(\d{1,3})(?:,([doxXnN]))?)?$/.exec(text);
  const width = parseNumber(parts?.[2] ?? '0', 255);
  return parts === null || width === undefined ? undefined : { offset: Number(parts[1]), width, base: parts[3] ?? 'd' };
}

/** Undefined when the offset leads out of 32 bits. A negative number has a sign as a decimal, which counts into its
 *  width, and is its two's complement in the other bases. */
function formatCounter(counter: number, { offset, width, base }: Modifier): string | undefined {
  const value = counter + offset;
  if (value < -COUNTER_MAX - 1 || value > COUNTER_MAX) return undefined;
  const bits = value >>> 0;
  switch (base) {
    case 'o':
      return bits.toString(8).padStart(width, '0');
    case 'x':
      return bits.toString(16).padStart(width, '0');
    case 'X':
      return bits.toString(16).toUpperCase().padStart(width, '0');
    case 'n':
    case 'N':
      return nibbles(bits, width, base === 'N');
    default:
      return value < 0 ? `-${String(-value).padStart(width - 1, '0')}` : String(value).padStart(width, '0');
  }
}

/** `width` counts the dots too, as in BIND: 0x1f with width 7 is `f.1.0.0`, with width 6 `f.1.0.` */
function nibbles(value: number, width: number, upper: boolean): string {
  const digits = [...value.toString(16)].toReversed();
  while (digits.length * 2 < width) digits.push('0');
  const text = digits.join('.').padEnd(width, '.');
  return upper ? text.toUpperCase() : text;
}

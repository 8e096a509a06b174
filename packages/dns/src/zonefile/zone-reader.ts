/** Reads zone files (RFC 1035 §5) record by record, in memory that does not grow with the zone. */
import { NEEDS_MORE, TokenList, parseTimestamp, scanEntry } from '../rdata/index.ts';
import { DNSName } from '../wire/index.ts';
import { directives } from './directives.ts';
import type { ZoneError } from './errors.ts';
import { GENERATED_OCTETS_MAX, Generation, startGeneration } from './generate.ts';
import { includePath } from './include-path.ts';
import {
  withDefaults,
  type ZoneChunks,
  type ZoneReadOptions,
  type ZoneReadSettings,
  type ZoneRecord,
} from './options.ts';
import { RecordParser, parseTtl } from './record-parser.ts';
import { ZoneSource } from './zone-source.ts';

const counterProblem = 'the counter plus its offset leaves -2147483648 to 2147483647';

/** Reads a zone: iterate over the records, then look at `errors`. A wrong entry is left out, the others are read. */
export function readZone(source: string | ZoneChunks, options: ZoneReadOptions): ZoneReader {
  return new ZoneReader(options, typeof source === 'string' ? [source] : source);
}

/** The same for text that arrives over time, with a reader made without chunks. */
export async function* readZoneAsync(
  source: AsyncIterable<string | Uint8Array>,
  reader: ZoneReader,
): AsyncGenerator<ZoneRecord, void> {
  for await (const chunk of source) {
    reader.push(chunk);
    yield* reader;
    if (reader.stopped) return;
  }
  reader.finish();
  yield* reader;
}

/** The state of reading one zone. */
export class ZoneReader implements Iterable<ZoneRecord> {
  readonly errors: ZoneError[] = [];
  readonly #settings: ZoneReadSettings;
  readonly #parser: RecordParser;
  readonly #tokens: TokenList;
  readonly #sources: ZoneSource[];
  #generation: Generation | undefined;
  #generatedLeft: number;
  #includesLeft: number;
  #stopped = false;

  /** Without `chunks` the text comes by `push`, and its end by `finish`. */
  constructor(options: ZoneReadOptions, chunks?: ZoneChunks) {
    this.#settings = withDefaults(options);
    this.#parser = new RecordParser(this.#settings);
    this.#tokens = new TokenList(this.#settings.entryOctetsMax);
    const start = { origin: this.#settings.origin, owner: undefined };
    this.#sources = [new ZoneSource(this.#settings.file, start, chunks)];
    this.#generatedLeft = this.#settings.generatedMax;
    this.#includesLeft = this.#settings.includesMax;
  }

  /** True once there were `errorsMax` errors, or after `close`: nothing is read or kept from there on. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Adds text to the outermost file. */
  push(chunk: string | Uint8Array): void {
    if (!this.#stopped) this.#sources[0]?.push(chunk);
  }

  /** Says that all text was pushed. */
  finish(): void {
    const outermost = this.#sources[0];
    if (outermost !== undefined) outermost.isLast = true;
  }

  /** Ends reading before the end, and closes the sources of all files that are open: for who leaves a loop early. */
  close(): void {
    this.#stopped = true;
    for (const source of this.#sources.splice(0)) source.close();
  }

  /** No generator: its switching would cost a tenth of the time of a record. */
  [Symbol.iterator](): Iterator<ZoneRecord> {
    const next = (): IteratorResult<ZoneRecord> => {
      const value = this.next();
      return value === undefined ? { done: true, value } : { done: false, value };
    };
    return { next };
  }

  /** The next record; undefined at the end, after too many errors, and when more text must be pushed first. */
  next(): ZoneRecord | undefined {
    while (!this.#stopped) {
      if (this.#generation !== undefined) {
        const record = this.#generated(this.#generation);
        if (record !== undefined) return record;
        continue;
      }
      const source = this.#sources.at(-1);
      if (source === undefined) return undefined;
      if (source.skipping) {
        if (!source.skipLine() && !source.more()) return undefined;
        continue;
      }
      if (source.waits) {
        if (!source.more()) return undefined;
        continue;
      }
      const end = scanEntry(source.text, source.at, this.#tokens, source.isLast);
      if (end === NEEDS_MORE) {
        source.wait();
        if (source.pending > this.#settings.entryOctetsMax) this.#tooLong(source);
        else if (!source.more()) return undefined;
        continue;
      }
      if (source.at === source.text.length) {
        this.#sources.pop();
        continue;
      }
      const record = this.#entry(source);
      source.advance(end);
      if (record !== undefined) return record;
    }
    return undefined;
  }

  #entry(source: ZoneSource): ZoneRecord | undefined {
    const tokens = this.#tokens;
    if (tokens.problem !== undefined) return this.#fail(source, tokens.problem.offset, tokens.problem.message);
    if (tokens.count === 0) return undefined;
    const isDirective = !tokens.leadingBlank && !tokens.isQuoted(0) && tokens.text(0).startsWith('$');
    if (isDirective) return this.#directive(source, tokens.text(0).toUpperCase());
    const record = this.#parser.parse(tokens, source, source.lineOf(tokens.offset(0)));
    if (record !== undefined) return record;
    const problem = this.#parser.problem!;
    return this.#fail(source, tokens.offset(problem.index), problem.message);
  }

  #directive(source: ZoneSource, directive: string): undefined {
    const { count } = this.#tokens;
    const most = directives[directive]?.tokensMax;
    if (most === undefined) return this.#failAt(source, 0, `unknown directive ${directive}`);
    if (count < 2) return this.#failAt(source, 0, `${directive} without a value`);
    if (count > most) return this.#failAt(source, most, `unexpected text behind ${directive}`);
    switch (directive) {
      case '$ORIGIN':
        source.origin = this.#name(source, 1) ?? source.origin;
        return undefined;
      case '$TTL': {
        const ttl = parseTtl(this.#tokens.text(1));
        if (ttl === undefined) return this.#failAt(source, 1, `expected a TTL, got "${this.#tokens.text(1)}"`);
        this.#parser.defaultTtl = ttl;
        return undefined;
      }
      case '$DATE': {
        const time = this.#tokens.text(1);
        return isDate(time) ? undefined : this.#failAt(source, 1, `expected a time YYYYMMDDhhmmss, got "${time}"`);
      }
      case '$INCLUDE':
        return this.#include(source);
      default:
        return this.#generate(source);
    }
  }

  #name(source: ZoneSource, index: number): DNSName | undefined {
    const text = this.#tokens.text(index);
    const name = this.#tokens.isQuoted(index) ? undefined : DNSName.parseOctets(text, source.origin);
    return name ?? this.#failAt(source, index, `expected a name, got "${text}"`);
  }

  #include(source: ZoneSource): undefined {
    const { open, includeDepthMax } = this.#settings;
    const origin = this.#tokens.count > 2 ? this.#name(source, 2) : source.origin;
    if (origin === undefined) return undefined;
    if (open === undefined) return this.#failAt(source, 0, '$INCLUDE is not allowed here');
    if (this.#sources.length > includeDepthMax) return this.#failAt(source, 0, `over ${includeDepthMax} files deep`);
    const path = includePath(source.file, this.#tokens.text(1));
    if (path === undefined) return this.#failAt(source, 1, 'the path leaves the directory of zone files');
    if (--this.#includesLeft < 0) return this.#failAt(source, 0, `over ${this.#settings.includesMax} files`);
    const chunks = open(path);
    if (chunks === undefined) return this.#failAt(source, 1, `cannot open ${path}`);
    // Its text stands as if it were here: it may go on with the last owner.
    this.#sources.push(new ZoneSource(path, { origin, owner: source.owner }, chunks));
    return undefined;
  }

  #generate(source: ZoneSource): undefined {
    const { line, column } = source.position(this.#tokens.offset(0));
    const started = startGeneration(this.#tokens, source, { file: source.file, line, column });
    if (!(started instanceof Generation)) return this.#failAt(source, started.index, started.message);
    if (started.size > this.#generatedLeft) {
      return this.#failAt(source, 1, `$GENERATE lines make over ${this.#settings.generatedMax} records`);
    }
    this.#generatedLeft -= started.size;
    this.#generation = started;
    return undefined;
  }

  #generated(generation: Generation): ZoneRecord | undefined {
    const { source, place } = generation;
    const text = generation.isDone ? '' : generation.next();
    if (text === undefined) return this.#endGeneration({ ...place, message: counterProblem });
    if (text.length > GENERATED_OCTETS_MAX) {
      return this.#endGeneration({ ...place, message: `a record of over ${GENERATED_OCTETS_MAX} octets` });
    }
    if (text === '') return this.#endGeneration();
    const { owner } = source;
    if (scanEntry(text, 0, this.#tokens, true) < text.length) {
      return this.#endGeneration({ ...place, message: 'the end of a line in the record' });
    }
    const { problem } = this.#tokens;
    const record = problem === undefined ? this.#parser.parse(this.#tokens, source, place.line) : undefined;
    source.owner = owner;
    if (record !== undefined) return record;
    return this.#endGeneration({ ...place, message: `${text}: ${(problem ?? this.#parser.problem!).message}` });
  }

  #endGeneration(error?: ZoneError): undefined {
    this.#generation = undefined;
    if (error !== undefined) this.#report(error);
    return undefined;
  }

  /** Reading goes on behind the line that the limit is in: what was looked at is not looked at again. */
  #tooLong(source: ZoneSource): void {
    const { entryOctetsMax } = this.#settings;
    this.#fail(source, source.at, `an entry of over ${entryOctetsMax} octets`);
    source.advance(source.at + entryOctetsMax);
    source.skipLine();
  }

  #failAt(source: ZoneSource, index: number, message: string): undefined {
    return this.#fail(source, this.#tokens.offset(index), message);
  }

  #fail(source: ZoneSource, offset: number, message: string): undefined {
    const { line, column } = source.position(offset);
    return this.#report({ file: source.file, line, column, message });
  }

  #report(error: ZoneError): undefined {
    this.errors.push(error);
    if (this.errors.length < this.#settings.errorsMax) return undefined;
    this.close();
    return undefined;
  }
}

/** A time of the 32 bits of seconds since 1970. */
function isDate(text: string): boolean {
  return /^\d{14}$/.test(text) && text >= '1970' && text <= '21060207062815' && parseTimestamp(text) !== undefined;
}

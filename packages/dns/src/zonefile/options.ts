/** Settings of the zone reader, each with its default. */
import { RClass, type DNSName } from '../wire/index.ts';

/** Text of a zone file, in pieces of any size. Strings are Unicode; octets are taken as they are. */
export type ZoneChunks = Iterable<string | Uint8Array>;

/** One record of a zone. */
export interface ZoneRecord {
  readonly owner: DNSName;
  readonly type: number;
  readonly class: number;
  /** Seconds. */
  readonly ttl: number;
  /** Uncompressed wire form. */
  readonly rdata: Uint8Array;
  /** Where the record starts. */
  readonly file: string;
  readonly line: number;
}

/** How to read a zone. */
export interface ZoneReadOptions {
  /** What names without a final dot end in, until $ORIGIN says otherwise: the zone's name. */
  readonly origin: DNSName;
  /** The name shown in errors, and the place that $INCLUDE paths are relative to. Default `zone`. */
  readonly file?: string;
  /** Records of another class are errors. Default IN. */
  readonly rclass?: number;
  /** Seconds, for records before any $TTL or TTL. Default: a SOA takes its minimum, others are errors. */
  readonly defaultTtl?: number;
  /** Opens an included file, given by its path below the root directory (never with `..`, never absolute). The opener
   *  must not follow links out of that directory. Undefined: no such file. Without an opener $INCLUDE is an error. */
  readonly open?: (path: string) => ZoneChunks | undefined;
  /** Reading stops at this many errors. Default 100. */
  readonly errorsMax?: number;
  /** Octets of one record or directive, parentheses included. Default 1,048,576. */
  readonly entryOctetsMax?: number;
  /** Files inside files. Default 8. */
  readonly includeDepthMax?: number;
  /** Files that all $INCLUDE lines may open together: a few that include one another make many. Default 10,000. */
  readonly includesMax?: number;
  /** Records that all $GENERATE lines may make together, each of at most 8,192 octets of text. Default 65,536. */
  readonly generatedMax?: number;
}

/** Options with all defaults. */
export type ZoneReadSettings = Required<Omit<ZoneReadOptions, 'defaultTtl' | 'open'>> &
  Pick<ZoneReadOptions, 'defaultTtl' | 'open'>;

export function withDefaults(options: ZoneReadOptions): ZoneReadSettings {
  return {
    file: 'zone',
    rclass: RClass.IN,
    errorsMax: 100,
    entryOctetsMax: 1_048_576,
    includeDepthMax: 8,
    includesMax: 10_000,
    generatedMax: 65_536,
    ...options,
  };
}

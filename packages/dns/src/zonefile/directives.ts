/** The directives that a zone file may have. */

/** One directive. */
export interface Directive {
  /** What stands behind it. */
  readonly syntax: string;
  /** Most tokens of its line, itself included. */
  readonly tokensMax: number;
  readonly reference: string;
}

/** Every directive, by its name in capitals; files may write it in any case. */
export const directives: Readonly<Record<string, Directive>> = {
  $ORIGIN: { syntax: 'name', tokensMax: 2, reference: 'RFC 1035 §5.1' },
  $TTL: { syntax: 'ttl', tokensMax: 2, reference: 'RFC 2308 §4' },
  $INCLUDE: { syntax: 'path [origin]', tokensMax: 3, reference: 'RFC 1035 §5.1' },
  $DATE: { syntax: 'YYYYMMDDhhmmss', tokensMax: 2, reference: 'as BIND has it: the time of writing, without effect' },
  $GENERATE: {
    syntax: 'start-stop[/step] owner [ttl] [class] type data',
    tokensMax: Number.POSITIVE_INFINITY,
    reference: 'as BIND has it',
  },
};

/** The kinds of keys that our configuration files have, as valibot schemas with what we do about each. */
import * as v from 'valibot';

/** What a key is worth to us; keys that are simply read carry no mark. */
export type KeyMark =
  /** The peer has it and it makes no difference to us: a warning. */
  | 'unused'
  /** The peer has it and we do not follow it: an error, unless it asks for what we do anyway. */
  | 'refused'
  /** Its value never appears in output. */
  | 'secret';

/** Any schema of a key. */
export type AnySchema = v.GenericSchema<unknown, unknown>;

const UNSUPPORTED = 'known to PowerDNS, not supported by Span53';

/** Unsigned integers of 8, 16, 32 and 53 bits; a number out of range is an error, as is a number in quotes. */
export const u8 = integer(0, 0xff);
export const u16 = integer(0, 0xffff);
export const u32 = integer(0, 0xffff_ffff);
export const u64 = integer(0, Number.MAX_SAFE_INTEGER);
export const f64 = v.pipe(v.number('expected a number'), v.finite('expected a finite number'));
export const bool = v.boolean('expected true or false');
export const text = v.string('expected a string');
export const texts = v.array(text, 'expected a list of strings');

/** A whole number within limits. */
export function integer(min: number, max: number) {
  const message = `expected a whole number from ${min} to ${max}`;
  return v.pipe(v.number(message), v.integer(message), v.minValue(min, message), v.maxValue(max, message));
}

/** A key that may be left out: `about` is its line in the reference page. */
export function given<S extends AnySchema, const D extends v.InferInput<S>>(schema: S, otherwise: D, about: string) {
  return v.pipe(v.optional(schema, otherwise), v.description(about));
}

/** A key that may be left out and then has no value. */
export function optional<S extends AnySchema>(schema: S, about: string) {
  return v.pipe(v.optional(schema), v.description(about));
}

/** A key that must be there. */
export function needed<S extends AnySchema>(schema: S, about: string) {
  return v.pipe(schema, v.description(about));
}

/** A key whose value is a secret: hidden wherever the configuration is printed. */
export function secret<S extends AnySchema>(schema: S) {
  return v.pipe(schema, v.metadata({ mark: 'secret' satisfies KeyMark }));
}

/** A key that PowerDNS has and that makes no difference to us: it is checked, and a warning says so. */
export function unused<S extends AnySchema>(schema: S) {
  return v.pipe(v.optional(schema), v.metadata({ mark: 'unused' satisfies KeyMark }));
}

/**
 * A key that PowerDNS has and that we do not follow: an error, unless it has a value that asks for what we do
 * anyway.
 */
export function refused<S extends AnySchema>(schema: S, ...harmless: readonly unknown[]) {
  const allowed = harmless.map((value) => JSON.stringify(value));
  return v.pipe(
    v.optional(schema),
    v.check((value) => value === undefined || allowed.includes(JSON.stringify(value)), UNSUPPORTED),
    v.metadata({ mark: 'refused' satisfies KeyMark }),
  );
}

/** A whole structure that PowerDNS has and we do not follow, whatever is in it. An empty one asks for nothing. */
export const refusedBlock = v.pipe(
  v.optional(v.unknown()),
  v.check(
    (value) => value === undefined || value === null || ['{}', '[]'].includes(JSON.stringify(value)),
    UNSUPPORTED,
  ),
  v.metadata({ mark: 'refused' satisfies KeyMark }),
);

/** A whole structure that PowerDNS has and that makes no difference to us, whatever is in it. */
export const unusedBlock = v.pipe(v.optional(v.unknown()), v.metadata({ mark: 'unused' satisfies KeyMark }));

/** A mapping with exactly these keys. */
export function structure<E extends v.ObjectEntries>(entries: E) {
  return v.strictObject(entries, ({ expected }) =>
    expected === 'never' ? 'no such key' : expected === 'Object' ? 'expected a mapping' : 'missing',
  );
}

/** A structure whose keys may all be left out, and which may be left out itself. */
export function section<E extends v.ObjectEntries>(entries: E) {
  return v.optional(structure(entries), {} as v.InferInput<v.StrictObjectSchema<E, undefined>>);
}

/** A list that may be left out. */
export function list<S extends AnySchema>(item: S) {
  return v.optional(v.array(item, 'expected a list'), []);
}

/** Text with a meaning: an address, a name. `what` completes "expected ...". */
export function parsed<T>(what: string, parse: (value: string) => T | undefined) {
  return v.pipe(
    v.string(`expected ${what}`),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const value = parse(dataset.value);
      if (value !== undefined) return value;
      addIssue({ message: `expected ${what}, got ${JSON.stringify(dataset.value)}` });
      return NEVER;
    }),
  );
}

/** One word of a list, in any case; the result is the word as the list spells it. */
export function word<const W extends string>(words: readonly W[]) {
  return parsed<W>(words.join(', '), (value) =>
    words.find((candidate) => candidate.toLowerCase() === value.toLowerCase()),
  );
}

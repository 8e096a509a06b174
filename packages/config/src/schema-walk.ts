/**
 * Looks inside valibot schemas. A piped schema is a copy of its first step with the steps in `pipe`, so keys and
 * items are found without regard to pipes; an optional one wraps another.
 */
import * as v from 'valibot';

import type { AnySchema, KeyMark } from './fields.ts';

interface Inside {
  readonly wrapped?: AnySchema;
  readonly pipe?: readonly Step[];
  readonly entries?: Record<string, AnySchema>;
  readonly item?: AnySchema;
  readonly options?: readonly AnySchema[];
  readonly key?: string;
  readonly literal?: string;
  /** A lazy schema: which one it is depends on the value. */
  readonly getter?: (value: unknown) => AnySchema;
}

type Step = AnySchema | { readonly kind: 'metadata'; readonly metadata?: { readonly mark?: KeyMark } };

const inside = (schema: AnySchema): Inside => schema as unknown as Inside;

/** The schema without its optionals, and what a lazy one is for `value`. */
function core(schema: AnySchema, value: unknown): Inside {
  let at = inside(schema);
  while (at.wrapped !== undefined || at.getter !== undefined) at = inside(at.wrapped ?? at.getter!(value));
  return at;
}

/** The keys of a mapping; of a variant those of the option that `value` is (by its tag), else all of them. */
export function entriesOf(schema: AnySchema, value?: unknown): Record<string, AnySchema> | undefined {
  const { entries, options, key } = core(schema, value);
  if (entries !== undefined) return entries;
  if (options === undefined || key === undefined) return undefined;
  const tag = (value as Record<string, unknown> | undefined)?.[key];
  const all = options.map((option) => entriesOf(option) ?? {});
  return (
    all.find((each) => tag !== undefined && each[key] !== undefined && v.is(each[key], tag)) ??
    Object.assign({}, ...all)
  );
}

/** The options of a variant, each with how its tag is written (`type: otlp`); undefined for other schemas. */
export function kindsOf(
  schema: AnySchema,
): readonly { readonly tag: string; readonly schema: AnySchema }[] | undefined {
  const { options, key } = core(schema, undefined);
  if (options === undefined || key === undefined) return undefined;
  return options.map((option) => {
    const { literal } = inside(inside(option).entries![key]!);
    return { tag: `${key}: ${literal}`, schema: option };
  });
}

/** The schema of a list's items. */
export function itemOf(schema: AnySchema): AnySchema | undefined {
  return core(schema, []).item;
}

/** The mark that `unused`, `refused` or `secret` left. */
export function markOf(schema: AnySchema): KeyMark | undefined {
  const { pipe = [], wrapped } = inside(schema);
  for (const step of pipe) {
    if (step.kind === 'metadata') {
      const mark = (step as { readonly metadata?: { readonly mark?: KeyMark } }).metadata?.mark;
      if (mark !== undefined) return mark;
    } else if (step.kind === 'schema' && inside(step as AnySchema).pipe !== undefined) {
      const mark = markOf(step as AnySchema);
      if (mark !== undefined) return mark;
    }
  }
  return wrapped === undefined ? undefined : markOf(wrapped);
}

/** From YAML text to a checked value: every problem at once, each with its place. */
import * as v from 'valibot';

import type { AnySchema, KeyMark } from './fields.ts';
import { ConfigError, formatPath, type ConfigIssue } from './issues.ts';
import { entriesOf, itemOf, markOf } from './schema-walk.ts';
import { parseYaml, type KeyPath, type YamlSource } from './yaml-source.ts';

/** One `--set KEY=VALUE`. */
export interface Override {
  readonly key: string;
  readonly value: string;
}

/** Text to check against a schema. */
export interface LoadRequest<S extends AnySchema> {
  readonly text: string;
  readonly file: string;
  readonly schema: S;
  readonly overrides?: readonly Override[];
}

/** A usable configuration. `raw` is the tree as written, overrides included. */
export interface Loaded<S extends AnySchema> {
  readonly value: v.InferOutput<S>;
  readonly raw: unknown;
  readonly warnings: readonly ConfigIssue[];
  /** A problem that the schema cannot see, at the place of a value: a reference to what does not exist. */
  issueAt(path: KeyPath, message: string): ConfigIssue;
}

/** Parses and checks; throws a ConfigError with all problems. */
export function loadYaml<S extends AnySchema>({ text, file, schema, overrides = [] }: LoadRequest<S>): Loaded<S> {
  const source = parseYaml(text, file);
  for (const { key, value } of overrides) source.set(splitKey(key), value, `--set ${key}`);
  const raw = source.value;
  const result = v.safeParse(schema, raw);
  if (!result.success) throw new ConfigError(result.issues.flatMap((issue) => toIssues(source, schema, issue)));
  const issueAt = (path: KeyPath, message: string): ConfigIssue => ({
    ...source.locate(path, 'value'),
    key: formatPath(path),
    message,
  });
  return { value: result.output, raw, warnings: unusedKeys(source, schema, raw), issueAt };
}

/** `backends[0].address` and `backends.0.address` as a path. */
export function splitKey(key: string): KeyPath {
  return key
    .replaceAll(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter((part) => part !== '')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

function toIssues(source: YamlSource, schema: AnySchema, issue: v.BaseIssue<unknown>): ConfigIssue[] {
  const path = (issue.path ?? []).map(({ key }) => key as string | number);
  if (issue.kind === 'schema' && issue.expected === 'never') return unknownKeys(source, schema, path.slice(0, -1));
  const missing = issue.kind === 'schema' && issue.received === 'undefined';
  const place = source.locate(missing ? path.slice(0, -1) : path, missing ? 'key' : 'value');
  return [{ ...place, key: formatPath(path), message: missing ? 'missing' : issue.message }];
}

/** All keys of a mapping that are none, of which the library tells one. */
function unknownKeys(source: YamlSource, schema: AnySchema, path: KeyPath): ConfigIssue[] {
  let at: AnySchema | undefined = schema;
  let value = source.value;
  for (const key of path) {
    at = at && (typeof key === 'number' ? itemOf(at) : entriesOf(at, value)?.[key]);
    value = (value as Record<string | number, unknown>)[key];
  }
  const known = Object.keys((at && entriesOf(at, value)) ?? {});
  const unknown = Object.keys(value as object).filter((key) => !known.includes(key));
  return unknown.map((key) => ({
    ...source.locate([...path, key], 'key'),
    key: formatPath([...path, key]),
    message: `no such key${suggestion(known, key)}`,
  }));
}

/** `; did you mean "address"?` when a known key is close. */
function suggestion(known: readonly string[], wanted: string): string {
  const close = known
    .map((key) => ({ key, distance: editDistance(key.toLowerCase(), wanted.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(1, Math.floor(wanted.length / 3)))
    .toSorted((a, b) => a.distance - b.distance)[0];
  return close === undefined ? '' : `; did you mean "${close.key}"?`;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

/** Keys in the file that make no difference. */
function unusedKeys(source: YamlSource, schema: AnySchema, raw: unknown): ConfigIssue[] {
  const warnings: ConfigIssue[] = [];
  visitKeys(schema, raw, [], (path, mark) => {
    if (mark !== 'unused') return;
    const message = 'makes no difference to Span53';
    warnings.push({ ...source.locate(path, 'key'), key: formatPath(path), message });
  });
  return warnings;
}

/** Calls `visit` for every marked key that is set. */
export function visitKeys(
  schema: AnySchema,
  value: unknown,
  path: KeyPath,
  visit: (path: KeyPath, mark: KeyMark) => void,
): void {
  const mark = markOf(schema);
  if (mark !== undefined && value !== undefined) visit(path, mark);
  if (Array.isArray(value)) {
    const item = itemOf(schema);
    if (item !== undefined) value.forEach((each, index) => visitKeys(item, each, [...path, index], visit));
    return;
  }
  const entries = entriesOf(schema, value);
  if (entries === undefined || typeof value !== 'object' || value === null) return;
  for (const [key, each] of Object.entries(value)) {
    if (entries[key] !== undefined) visitKeys(entries[key], each, [...path, key], visit);
  }
}

/** Reference pages from schemas: what keys there are, what they take, what they are when left out. */
import * as v from 'valibot';

import type { AnySchema, KeyMark } from './fields.ts';
import { entriesOf, itemOf, kindsOf, markOf } from './schema-walk.ts';

/** One key as a reference page shows it. */
export interface KeyRow {
  readonly key: string;
  /** In words. */
  readonly type: string;
  /** As YAML; undefined when the key must be given, or has no value when left out. */
  readonly otherwise: string | undefined;
  readonly needed: boolean;
  readonly about: string;
  readonly mark: KeyMark | undefined;
}

/** The keys of one mapping, and where it stands: `backends[].tcp`. */
export interface KeyTable {
  readonly path: string;
  readonly rows: readonly KeyRow[];
}

/** A table for the mapping at the top and for each mapping below it, in the order of the schema. */
export function keyTables(schema: AnySchema, path = ''): KeyTable[] {
  const rows: KeyRow[] = [];
  const below: KeyTable[] = [];
  for (const [key, entry] of Object.entries(entriesOf(schema) ?? {})) {
    rows.push(rowOf(key, entry));
    if (markOf(entry) === 'refused' || markOf(entry) === 'unused') continue;
    const item = itemOf(entry);
    const inner = item ?? entry;
    if (entriesOf(inner) === undefined) continue;
    const place = `${path === '' ? key : `${path}.${key}`}${item === undefined ? '' : '[]'}`;
    const kinds = kindsOf(inner);
    if (kinds === undefined) below.push(...keyTables(inner, place));
    else for (const { tag, schema: kind } of kinds) below.push(...keyTables(kind, `${place} (${tag})`));
  }
  return [{ path, rows }, ...below];
}

/** A table as Markdown. Keys that are refused or make no difference are only named, below it. */
export function formatTable({ rows }: KeyTable): string {
  const lines: string[] = [];
  const read = rows.filter(({ mark }) => mark !== 'refused' && mark !== 'unused');
  if (read.length > 0) {
    lines.push('| Key | Takes | Otherwise | Meaning |', '|---|---|---|---|');
    for (const { key, type, otherwise, needed, about } of read) {
      const value = needed ? '**needed**' : otherwise === undefined ? '-' : `\`${otherwise}\``;
      lines.push(`| \`${key}\` | ${cell(type)} | ${cell(value)} | ${cell(about)} |`);
    }
  }
  const named = (mark: KeyMark): string =>
    rows
      .filter((row) => row.mark === mark)
      .map(({ key }) => `\`${key}\``)
      .join(', ');
  if (named('refused') !== '') lines.push('', `Refused unless they say what we do anyway: ${named('refused')}.`);
  if (named('unused') !== '') lines.push('', `Read, but without effect (a warning): ${named('unused')}.`);
  return lines.join('\n');
}

function rowOf(key: string, schema: AnySchema): KeyRow {
  const { type, default: value } = schema as AnySchema & { readonly default?: unknown };
  return {
    key,
    type: typeOf(schema),
    otherwise: value === undefined || isEmptyMapping(value) ? undefined : JSON.stringify(value),
    needed: type !== 'optional',
    about: v.getDescription(schema) ?? '',
    mark: markOf(schema),
  };
}

function isEmptyMapping(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}

/** What the key takes, in the words of its error message. */
function typeOf(schema: AnySchema): string {
  const { type, message, wrapped, item, options, literal } = schema as AnySchema & {
    readonly message?: unknown;
    readonly wrapped?: AnySchema;
    readonly item?: AnySchema;
    readonly options?: readonly unknown[];
    readonly literal?: unknown;
  };
  if (wrapped !== undefined) return typeOf(wrapped);
  if (type === 'array' && item !== undefined) return `list of ${plural(typeOf(item))}`;
  if (type === 'picklist') return (options ?? []).map((word) => `\`${String(word)}\``).join(', ');
  if (type === 'literal') return `\`${String(literal)}\``;
  if (type === 'strict_object' || type === 'variant') return 'mapping, below';
  if (type === 'lazy') return 'one of several kinds';
  if (typeof message === 'string') return message.replace(/^expected (an? )?/, '');
  return type;
}

function plural(type: string): string {
  if (type === 'mapping, below') return 'mappings, below';
  return type === 'IP prefix' ? 'IP prefixes' : type === 'string' ? 'strings' : type;
}

function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`);
}

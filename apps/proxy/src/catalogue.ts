/** How an entry of a rule catalogue is written: its type, its options, and what it builds from them. */
import { type AnySchema, needed, structure, text } from '@span53/config';
import * as v from 'valibot';

import type { ProxyQuery } from './query.ts';
import type { Build } from './rules/build.ts';
import type { Verdict } from './verdict.ts';

/** Says whether a rule applies. Must not keep the query. */
export type Selector = (query: ProxyQuery) => boolean;
/** Does what a rule is for, and may end the chain. */
export type Action = (query: ProxyQuery) => Verdict | undefined;

/** One entry of a catalogue as its configuration reads: `type`, perhaps `name`, and the entry's own options. */
export interface TypedConfig {
  readonly type: string;
  readonly name?: string | undefined;
}

/** Schemas for entries inside entries. */
export interface Nested {
  readonly selector: v.GenericSchema<unknown, TypedConfig>;
  readonly action: v.GenericSchema<unknown, TypedConfig>;
}

/** A catalogue entry as the index and the configuration see it. */
export interface Kind<Built> {
  readonly type: string;
  readonly entries: (nested: Nested) => v.ObjectEntries;
  /** `config` is what the entry's own schema gave. */
  readonly build: (config: TypedConfig, build: Build) => Built;
}

interface Definition<E extends v.ObjectEntries, Built> {
  readonly type: string;
  readonly options: E | ((nested: Nested) => E);
  readonly build: (options: v.InferOutput<v.StrictObjectSchema<E, undefined>>, build: Build) => Built;
}

/** A selector of query and response rules. */
export function defineSelector<E extends v.ObjectEntries>(definition: Definition<E, Selector>): Kind<Selector> {
  return kindOf(definition);
}

/** An action of `query_rules` and `cache_miss_rules`. */
export function defineAction<E extends v.ObjectEntries>(definition: Definition<E, Action>): Kind<Action> {
  return kindOf(definition);
}

/** An action of the response chains: it finds the response in `query.answer` and `query.packet`. */
export function defineResponseAction<E extends v.ObjectEntries>(definition: Definition<E, Action>): Kind<Action> {
  return kindOf(definition);
}

function kindOf<E extends v.ObjectEntries, Built>(definition: Definition<E, Built>): Kind<Built> {
  const { type, options, build } = definition;
  return {
    type,
    entries: typeof options === 'function' ? options : () => options,
    build: (config, context) => build(config as v.InferOutput<v.StrictObjectSchema<E, undefined>>, context),
  };
}

/** What a catalogue is called in messages, what is in it, and what dnsdist has beyond. */
export interface Catalogue<Built> {
  readonly what: string;
  readonly kinds: ReadonlyMap<string, Kind<Built>>;
  /** Types that dnsdist knows and we do not: naming one is an error of its own. */
  readonly unsupported: readonly string[];
}

/** Puts a catalogue together; two entries of one type are a bug. */
export function catalogueOf<Built>(
  what: string,
  kinds: readonly Kind<Built>[],
  unsupported: readonly string[],
): Catalogue<Built> {
  return { what, kinds: new Map(kinds.map((kind) => [kind.type, kind])), unsupported };
}

/** The schema of any entry of a catalogue: `type` chooses the options, and a bad one says why. */
export function entrySchema<Built>(
  { what, kinds, unsupported }: Catalogue<Built>,
  nested: () => Nested,
): v.GenericSchema<unknown, TypedConfig> {
  const schemas = new Map<string, AnySchema>();
  const badType = (message: string) => v.looseObject({ type: v.custom(() => false, message) });
  const schema = v.lazy((input): AnySchema => {
    const type = typeof input === 'object' && input !== null && 'type' in input ? input.type : undefined;
    if (typeof input !== 'object' || input === null) return v.looseObject({}, `expected ${what} with a type`);
    if (type === undefined) return badType('missing');
    if (typeof type !== 'string') return badType('expected a string');
    if (unsupported.includes(type)) return badType(`${what} ${type} is known to dnsdist, not supported by Span53`);
    const kind = kinds.get(type);
    if (kind === undefined) return badType(`no such ${what}: ${type}`);
    let known = schemas.get(type);
    if (known === undefined) {
      known = structure({ type: needed(v.literal(type), ''), name: v.optional(text), ...kind.entries(nested()) });
      schemas.set(type, known);
    }
    return known;
  });
  return schema as v.GenericSchema<unknown, TypedConfig>;
}

/** Structures whose keys may be written in camelCase or in snake_case, as PowerDNS' structured entries. */
import { type AnySchema, structure } from '@span53/config';
import * as v from 'valibot';

/** The structure with `entries` in camelCase; the result has camelCase keys however they were written. */
export function eitherCase<E extends Record<string, AnySchema>>(
  entries: E,
): v.GenericSchema<unknown, v.InferOutput<v.StrictObjectSchema<E, undefined>>> {
  type Output = v.InferOutput<v.StrictObjectSchema<E, undefined>>;
  return v.lazy((input) => {
    const written = typeof input === 'object' && input !== null ? input : {};
    const spelling = new Map(
      Object.keys(entries).map((key) => [key, snakeOf(key) in written && !(key in written) ? snakeOf(key) : key]),
    );
    const renamed = Object.fromEntries(Object.entries(entries).map(([key, schema]) => [spelling.get(key)!, schema]));
    return v.pipe(
      structure(renamed),
      v.transform(
        (value) =>
          Object.fromEntries(
            [...spelling].map(([key, as]) => [key, (value as Record<string, unknown>)[as]]),
          ) as unknown as Output,
      ),
    );
  });
}

function snakeOf(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

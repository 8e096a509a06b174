/** Values of pdns.conf as schemas: text there, text or YAML's own types in YAML. */
import * as v from 'valibot';
import { NetmaskSet } from '@span53/dns/inet';

const scalar = (what: string) => v.union([v.string(), v.number(), v.boolean()], `expected ${what}`);

/** A value that may be written as text, whatever it is. `what` completes "expected ...". */
function loose<T>(what: string, parse: (text: string) => T | undefined) {
  return v.pipe(
    scalar(what),
    v.rawTransform(({ dataset, addIssue, NEVER }): T => {
      const value = parse(String(dataset.value).trim());
      if (value !== undefined) return value;
      addIssue({ message: `expected ${what}, got ${JSON.stringify(dataset.value)}` });
      return NEVER;
    }),
  );
}

/** `yes`, `no`, `on`, `off`, `true`, `false`; an empty value in pdns.conf is yes. */
export const yesNo = loose('yes or no', (text) => {
  if (/^(?:yes|on|true|1|)$/i.test(text)) return true;
  return /^(?:no|off|false|0)$/i.test(text) ? false : undefined;
});

/** A whole number within limits. */
export function count(min: number, max: number) {
  return loose(`a whole number from ${min} to ${max}`, (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  });
}

/** Text as it is. */
export const words = loose('text', (text) => text);

/** Items between commas, blanks or semicolons, or in a list. `what` completes "expected ...". */
const itemsOf = (what: string) =>
  v.pipe(
    v.union([scalar(what), v.array(scalar(what))], `expected ${what}`),
    v.transform((value): string[] =>
      (Array.isArray(value) ? value : [value]).flatMap((item) =>
        String(item)
          .split(/[\s,;]+/)
          .filter((part) => part !== ''),
      ),
    ),
  );

/** Texts. */
export const items = itemsOf('texts with commas between, or a list');

/** Prefixes, `!` in front excludes. */
export const prefixes = v.pipe(
  itemsOf('IP prefixes with commas between, or a list'),
  v.rawTransform(({ dataset, addIssue, NEVER }): NetmaskSet => {
    const set = NetmaskSet.parse(dataset.value);
    if (set instanceof NetmaskSet) return set;
    addIssue({ message: `expected IP prefixes, got ${JSON.stringify(dataset.value.join(', '))}` });
    return NEVER;
  }),
);

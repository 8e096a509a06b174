/** pdnsutil's old words, a verb and an object with a hyphen between: `create-zone ZONE` is `zone create ZONE`. */

const OLD_WORDS: Readonly<Record<string, readonly [command: string, verb: string]>> = {
  'check-zone': ['zone', 'check'],
  'create-zone': ['zone', 'create'],
  'delete-zone': ['zone', 'delete'],
  'list-all-zones': ['zone', 'list'],
  'list-zone': ['zone', 'list'],
  'load-zone': ['zone', 'load'],
};

/** The words of a command line with an old word as today's two. */
export function replaceOldWord(words: readonly string[]): string[] {
  const [first = '', ...rest] = words;
  return Object.hasOwn(OLD_WORDS, first) ? [...OLD_WORDS[first]!, ...rest] : [...words];
}

/**
 * Search key of a domain name in text form: labels from the root down, ASCII lower case, each followed by a dot, so
 * that a name and all below it share a prefix (`www.shop.test.` is `test.shop.www.`). A dot within a label (`\.`)
 * does not separate. The root is the empty key.
 */
export function nameKey(name: string): string {
  const labels = name.match(/(?:[^.\\]|\\[0-9]{3}|\\.|\\$)+/gs) ?? [];
  const lowered = labels.map((label) => label.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()));
  return lowered
    .toReversed()
    .map((label) => `${label}.`)
    .join('');
}

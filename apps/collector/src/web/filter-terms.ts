/** Adds a term to a filter, or takes it out when it is there; another value of the same key is replaced. */
export function toggleTerm(query: string, term: string): string {
  const terms = query.split(/\s+/).filter((part) => part !== '');
  if (terms.includes(term)) return terms.filter((part) => part !== term).join(' ');
  const key = /^[a-z]+:/.exec(term)?.[0];
  return [...terms.filter((part) => key === undefined || !part.startsWith(key)), term].join(' ');
}

import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';

const suggestions = ['error', 'min:10ms', 'cache:miss', 'rcode:NXDOMAIN', 'rcode:SERVFAIL', 'last:5m'];

/** Adds a term to a filter, or takes it out when it is there; another value of the same key is replaced. */
export function toggleTerm(query: string, term: string): string {
  const terms = query.split(/\s+/).filter((part) => part !== '');
  if (terms.includes(term)) return terms.filter((part) => part !== term).join(' ');
  const key = /^[a-z]+:/.exec(term)?.[0];
  return [...terms.filter((part) => key === undefined || !part.startsWith(key)), term].join(' ');
}

/** The filter, with terms to click. */
export function FilterBox({
  input,
  query,
  problem,
  onSearch,
}: {
  input: RefObject<HTMLInputElement | null>;
  query: string;
  problem: string | undefined;
  onSearch: (query: string) => void;
}) {
  const [text, setText] = useState(query);
  return (
    <form
      class="filter"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(text.trim());
      }}
    >
      <div class="field">
        <input
          ref={input}
          type="search"
          value={text}
          aria-label="Filter"
          aria-invalid={problem !== undefined}
          placeholder="name:shop.test rcode:NXDOMAIN min:10ms error"
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
        />
        <button>Search</button>
      </div>
      <div class="terms">
        {suggestions.map((term) => (
          <button
            key={term}
            type="button"
            class="term"
            aria-pressed={query.split(/\s+/).includes(term)}
            onClick={() => onSearch(toggleTerm(query, term))}
          >
            {term}
          </button>
        ))}
      </div>
      {problem !== undefined && <p class="problem">{problem}</p>}
    </form>
  );
}

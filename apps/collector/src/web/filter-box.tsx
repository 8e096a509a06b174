import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';
import { toggleTerm } from './filter-terms.ts';

const suggestions = ['error', 'min:10ms', 'cache:miss', 'rcode:NXDOMAIN', 'rcode:SERVFAIL', 'last:5m'];

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

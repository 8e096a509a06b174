import { useEffect, useState } from 'preact/hooks';

/** Where the page is. Every view has a URL, so that a trace or a search can be sent to somebody. */
export type Place =
  | { readonly view: 'list'; readonly query: string }
  | { readonly view: 'trace'; readonly traceId: string; readonly spanId: string }
  | { readonly view: 'map' };

/** Reads a place from a path, a query string and a fragment. What is not known is the list. */
export function placeOf({ pathname, search, hash }: { pathname: string; search: string; hash: string }): Place {
  const trace = /^\/trace\/([0-9a-fA-F]{1,32})\/?$/.exec(pathname);
  if (trace !== null) {
    const span = /^#([0-9a-f]{16})$/.exec(hash);
    return { view: 'trace', traceId: trace[1]!.toLowerCase(), spanId: span?.[1] ?? '' };
  }
  if (pathname === '/map') return { view: 'map' };
  return { view: 'list', query: new URLSearchParams(search).get('q') ?? '' };
}

/** URL of the list, searched by `query`. */
export function listUrl(query: string): string {
  return query === '' ? '/' : `/?q=${encodeURIComponent(query)}`;
}

/** Goes to another view of this page. */
export function go(url: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') history.pushState(null, '', url);
  else history.replaceState(null, '', url);
  dispatchEvent(new Event('place'));
}

/** The place, followed as it changes. */
export function usePlace(): Place {
  const [place, setPlace] = useState(() => placeOf(location));
  useEffect(() => {
    const update = (): void => setPlace(placeOf(location));
    addEventListener('popstate', update);
    addEventListener('place', update);
    return () => {
      removeEventListener('popstate', update);
      removeEventListener('place', update);
    };
  }, []);
  return place;
}

/** Click handler of a link within the page: plain clicks do not reload it, others stay the browser's. */
export function follow(event: MouseEvent): void {
  const link = event.currentTarget as HTMLAnchorElement;
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(link.pathname + link.search + link.hash);
}

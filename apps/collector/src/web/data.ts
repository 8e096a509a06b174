import { useEffect, useState } from 'preact/hooks';

/** What a request came to. */
export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly message: string }
  | { readonly state: 'done'; readonly value: T };

/** Fetches JSON of the collector; throws with its `error` text when it refuses. */
export async function getJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(url, signal ? { signal } : {});
  if (response.ok) return (await response.json()) as T;
  const refusal = (await response.json().catch(() => ({}))) as { error?: string };
  throw new Error(refusal.error ?? `HTTP ${response.status}`);
}

/** Fetches `url` and keeps the result; fetches again when `url` or `again` changes, showing the old one meanwhile. */
export function useJson<T>(url: string, again = 0): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T> & { url?: string }>({ state: 'loading' });
  useEffect(() => {
    const abort = new AbortController();
    getJson<T>(url, abort.signal)
      .then((value) => {
        if (!abort.signal.aborted) setLoaded({ state: 'done', value, url });
      })
      .catch((error: Error) => {
        if (!abort.signal.aborted) setLoaded({ state: 'failed', message: error.message, url });
      });
    return () => abort.abort();
  }, [url, again]);
  return loaded.url === url ? loaded : { state: 'loading' };
}

/** Counts up at most once in `intervalMs` while the collector reports new traces and `live` is true. */
export function useTail(live: boolean, intervalMs: number): { readonly ticks: number; readonly connected: boolean } {
  const [ticks, setTicks] = useState(0);
  const [connected, setConnected] = useState(false);
  useEffect(() => {
    if (!live) return undefined;
    const source = new EventSource('/api/v1/tail');
    let timer: ReturnType<typeof setTimeout> | undefined;
    source.addEventListener('open', () => {
      setConnected(true);
      setTicks((count) => count + 1); // what came while there was no connection
    });
    source.addEventListener('error', () => setConnected(false));
    source.addEventListener('trace', () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        setTicks((count) => count + 1);
      }, intervalMs);
    });
    return () => {
      clearTimeout(timer);
      source.close();
      setConnected(false);
    };
  }, [live, intervalMs]);
  return { ticks, connected };
}

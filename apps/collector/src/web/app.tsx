import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { HelpDialog } from './help-dialog.tsx';
import { useKeys } from './keys.ts';
import { ListView } from './list-view.tsx';
import { MapView } from './map-view.tsx';
import { follow, go, type Place, usePlace } from './navigation.ts';
import { TraceView } from './trace-view.tsx';

/** The page: a bar on top and the view that the URL names. */
export function App() {
  const place = usePlace();
  const [help, setHelp] = useState(false);
  useKeys({ '?': () => setHelp(true), m: () => go('/map'), g: () => go('/') });
  return (
    <>
      <header class="bar">
        <a class="brand" href="/" onClick={follow}>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <rect x="1" y="2" width="14" height="3" rx="1.5" />
            <rect x="3.5" y="6.5" width="9" height="3" rx="1.5" />
            <rect x="7" y="11" width="4" height="3" rx="1.5" />
          </svg>
          Span53
        </a>
        <nav>
          <BarLink href="/" current={place.view === 'list'}>
            Traces
          </BarLink>
          <BarLink href="/map" current={place.view === 'map'}>
            Service map
          </BarLink>
        </nav>
        <button class="plain" onClick={() => setHelp(true)} title="Keys and filter (?)">
          ?
        </button>
      </header>
      <main>
        <View place={place} />
      </main>
      {help && <HelpDialog onClose={() => setHelp(false)} />}
    </>
  );
}

function BarLink({ href, current, children }: { href: string; current: boolean; children: ComponentChildren }) {
  return (
    <a href={href} onClick={follow} aria-current={current ? 'page' : undefined}>
      {children}
    </a>
  );
}

function View({ place }: { place: Place }) {
  switch (place.view) {
    case 'list':
      return <ListView query={place.query} />;
    case 'trace':
      return <TraceView key={place.traceId} traceId={place.traceId} spanId={place.spanId} />;
    case 'map':
      return <MapView />;
  }
}

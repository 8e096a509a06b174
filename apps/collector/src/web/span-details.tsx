import type { NodeJson } from '../model/api-types.ts';
import { formatDuration } from '../model/duration.ts';
import { type Attributes, formatValue, type SpanLink, StatusCode } from '../model/span.ts';
import { follow } from './navigation.ts';

const kindNames = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];

/** All that is known of a span. */
export function SpanDetails({ node, resource, colour }: { node: NodeJson; resource: Attributes; colour: number }) {
  return (
    <div class={`details s${colour}`}>
      <p class="facts">
        <span>
          <b>{node.service}</b> {node.name}
        </span>
        <span>{kindNames[node.kind] ?? 'unspecified'}</span>
        <span>starts at {formatDuration(Math.max(node.offsetNs, 0))}</span>
        <span>takes {formatDuration(node.durationNs)}</span>
        {node.shiftNs !== 0 && <span>clock shifted by {formatDuration(Math.abs(node.shiftNs))}</span>}
        {node.status !== StatusCode.UNSET && (
          <span class={node.status === StatusCode.ERROR ? 'bad' : ''}>
            {node.status === StatusCode.ERROR ? 'failed' : 'ok'} {node.statusMessage}
          </span>
        )}
      </p>
      <Pairs title="Attributes" pairs={node.attributes} />
      {node.events.length > 0 && (
        <section>
          <h3>Events</h3>
          {node.events.map((event, index) => (
            <div key={index} class="event-line">
              <b>{event.name}</b>{' '}
              <span class="quiet">at {formatDuration(Math.max(0, node.offsetNs + event.atNs))}</span>
              <Pairs pairs={event.attributes} />
            </div>
          ))}
        </section>
      )}
      {node.links.length > 0 && <Links links={node.links} />}
      <Pairs title="Resource" pairs={resource} />
      <Pairs
        title="Span"
        pairs={[
          ['span id', node.spanId],
          ['parent id', node.parentId === '' ? 'none' : node.parentId],
          ['start, Unix ns', node.startUnixNano],
          ['scope', node.scope],
          ...(node.traceState === '' ? [] : ([['tracestate', node.traceState]] as const)),
        ]}
      />
    </div>
  );
}

function Pairs({ title, pairs }: { title?: string; pairs: Attributes }) {
  if (pairs.length === 0) return null;
  return (
    <section>
      {title !== undefined && <h3>{title}</h3>}
      <dl>
        {pairs.map(([key, value], index) => (
          <div key={index}>
            <dt>{key}</dt>
            <dd>{formatValue(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Links({ links }: { links: readonly SpanLink[] }) {
  return (
    <section>
      <h3>Links</h3>
      {links.map((link) => (
        <div key={link.traceId + link.spanId} class="event-line">
          <a href={`/trace/${link.traceId}#${link.spanId}`} onClick={follow}>
            {link.traceId}
          </a>
          <Pairs pairs={link.attributes} />
        </div>
      ))}
    </section>
  );
}

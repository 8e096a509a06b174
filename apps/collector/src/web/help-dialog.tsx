import { useEffect, useRef } from 'preact/hooks';

const keys = [
  ['/', 'write a filter'],
  ['j k ↑ ↓', 'next, previous trace or span'],
  ['Enter', 'open the trace, show the span'],
  ['← →', 'fold and unfold spans'],
  ['e c', 'unfold all, fold all'],
  ['f 0', 'zoom to the span, zoom out'],
  ['z', 'stretch short spans, shorten gaps'],
  ['p', 'stop and start the live list'],
  ['g m Esc', 'list, service map, back'],
] as const;
const terms = [
  ['name:shop.test', 'asked for this name or one below it; * matches anything'],
  ['type:AAAA rcode:NXDOMAIN', 'query type, response code'],
  ['min:10ms max:2s last:1h', 'duration, how far back'],
  ['error', 'with a failed span'],
  ['cache:hit cache:miss', 'cache of the first server'],
  ['service:recursor', 'this service took part'],
  ['timeout 192.0.2.1', 'words anywhere in the spans'],
] as const;

/** Explains keys and the filter language. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="help" onClose={onClose} onClick={(e) => e.target === dialog.current && onClose()}>
      <div>
        <h2>Filter</h2>
        <Table rows={terms} />
        <h2>Keys</h2>
        <Table rows={keys} />
        <button onClick={onClose}>Close</button>
      </div>
    </dialog>
  );
}

function Table({ rows }: { rows: readonly (readonly [string, string])[] }) {
  return (
    <dl>
      {rows.map(([term, text]) => (
        <div key={term}>
          <dt>
            <code>{term}</code>
          </dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

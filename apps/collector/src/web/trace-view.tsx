import { useEffect, useState } from 'preact/hooks';
import type { TraceJson } from '../model/api-types.ts';
import { formatDuration } from '../model/duration.ts';
import { CriticalPath } from './critical-path.tsx';
import { useJson } from './data.ts';
import { useKeys } from './keys.ts';
import { counted } from './counted.ts';
import { follow, go } from './navigation.ts';
import { Notes } from './notes.tsx';
import { traceparent } from './traceparent.ts';
import { Waterfall } from './waterfall.tsx';

/** One trace: its story, what took the time, and the waterfall. */
export function TraceView({ traceId, spanId }: { traceId: string; spanId: string }) {
  const [again, setAgain] = useState(0);
  const loaded = useJson<TraceJson>(`/api/v1/traces/${traceId}`, again);
  useKeys({ Escape: () => (history.length > 1 ? history.back() : go('/')) });
  switch (loaded.state) {
    case 'loading':
      return <p class="quiet wait">Loading the trace…</p>;
    case 'failed':
      return (
        <section class="empty">
          <h2>This trace is not here</h2>
          <p>
            {loaded.message}: <code>{traceId}</code>. It may have been evicted, or its spans are still to come.
          </p>
          <button onClick={() => setAgain(again + 1)}>Look again</button>
        </section>
      );
    case 'done':
      return <Trace trace={loaded.value} spanId={spanId} onReload={() => setAgain(again + 1)} />;
  }
}

function Trace({ trace, spanId, onReload }: { trace: TraceJson; spanId: string; onReload: () => void }) {
  const { summary, nodes } = trace;
  const [selected, setSelected] = useState(() => nodes.findIndex((node) => node.spanId === spanId));
  const select = (index: number): void => {
    setSelected(index);
    const hash = index < 0 ? '' : `#${nodes[index]!.spanId}`;
    history.replaceState(null, '', `/trace/${summary.traceId}${hash}`);
  };
  useEffect(() => {
    document.title = `${summary.question ?? summary.name} ${summary.type ?? ''} - Span53`;
  }, [trace]);
  return (
    <article class="trace-view">
      <Heading trace={trace} onReload={onReload} />
      <Notes notes={trace.notes} onSelect={select} />
      <CriticalPath trace={trace} onSelect={select} />
      <Waterfall trace={trace} selected={selected} onSelect={select} />
    </article>
  );
}

function Heading({ trace, onReload }: { trace: TraceJson; onReload: () => void }) {
  const { summary, story, startUnixNano } = trace;
  const [question, rest] = splitStory(story, summary.question ?? summary.name);
  return (
    <header class="heading">
      <h1>
        <b>{question}</b>
        {rest}
      </h1>
      <p class="facts">
        <span>{new Date(summary.startMs).toLocaleString('sv').replace('T', ' ')}</span>
        <span>{counted(summary.spanCount, 'span')}</span>
        <span>{counted(new Set(trace.nodes.map((node) => node.service)).size, 'service')}</span>
        {summary.errorCount > 0 && <span class="bad">{summary.errorCount} failed</span>}
        <span>{formatDuration(trace.durationNs)} in all</span>
        <code title={`starts at ${startUnixNano} ns`}>{summary.traceId}</code>
      </p>
      <p class="actions">
        <a class="button" href="/" onClick={follow}>
          All traces
        </a>
        <CopyButton text={traceparent(trace)}>Copy traceparent</CopyButton>
        <a class="button" href={`/api/v1/traces/${summary.traceId}`} download={`trace-${summary.traceId}.json`}>
          JSON
        </a>
        <a class="button" href={`/api/traces/${summary.traceId}`} download={`jaeger-${summary.traceId}.json`}>
          Jaeger JSON
        </a>
        <button onClick={onReload} title="Spans may have arrived since">
          Reload
        </button>
      </p>
    </header>
  );
}

function splitStory(story: string, question: string): [string, string] {
  return story.startsWith(question) ? [question, story.slice(question.length)] : ['', story];
}

function CopyButton({ text, children }: { text: string; children: string }) {
  const [done, setDone] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setDone(true);
    setTimeout(() => setDone(false), 1500);
  };
  return (
    <button title={text} onClick={() => void copy()}>
      {done ? 'Copied' : children}
    </button>
  );
}

import type { TraceNote } from '../model/assemble.ts';

const shownMax = 6;

/** What the reader should know before trusting the picture: missing parents, shifted clocks, unfinished spans. */
export function Notes({ notes, onSelect }: { notes: readonly TraceNote[]; onSelect: (span: number) => void }) {
  if (notes.length === 0) return null;
  return (
    <ul class="notes">
      {notes.slice(0, shownMax).map((note) => (
        <li key={`${note.kind}-${note.span}`} class={note.kind}>
          <button class="plain" onClick={() => onSelect(note.span)}>
            {note.text}
          </button>
        </li>
      ))}
      {notes.length > shownMax && <li class="quiet">and {notes.length - shownMax} more notes</li>}
    </ul>
  );
}

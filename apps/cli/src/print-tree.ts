/** Prints a tree in the terminal's width, with colours where they help. */
import { formatTree, type TreeSpan } from './tree.ts';

/** Columns when the output is no terminal. */
const PLAIN_COLUMNS = 140;

export function printTree(spans: readonly TreeSpan[]): void {
  const { stdout } = process;
  const width = stdout.isTTY ? stdout.columns : PLAIN_COLUMNS;
  const color = stdout.isTTY && process.env['NO_COLOR'] === undefined;
  stdout.write(`${formatTree(spans, { width, color })}\n`);
}

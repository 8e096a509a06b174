/** `span53 trace`: finds traces in the collector and prints them. */
import { parseArgs } from 'node:util';

import { CollectorError, fetchTrace, findTraces, type TraceSummary } from '../collector-client.ts';
import { usageError, type Command } from '../command.ts';
import { printTree } from '../print-tree.ts';
import { formatUs } from '../tree.ts';

export const trace: Command = {
  name: 'trace',
  usage: 'ID | --last [N] | --slow DURATION | --name NAME | --error | --filter TEXT  [--collector URL]',
  run: async (args) => {
    let parsed: ReturnType<typeof parse>;
    try {
      parsed = parse(args);
    } catch (error) {
      return usageError(trace, error instanceof Error ? error.message : String(error));
    }
    const { values, positionals } = parsed;
    const collector = values.collector.replace(/\/$/, '');
    if (!/^https?:$/.test(URL.parse(collector)?.protocol ?? '')) {
      return usageError(trace, `--collector ${values.collector}: not an http or https URL`);
    }
    const [word, ...others] = positionals;
    if (others.length > 0) return usageError(trace, `one word too many: ${others[0]}`);
    if (word !== undefined && !(values.last ? COUNT : TRACE_ID).test(word)) {
      return usageError(trace, `${word}: not a ${values.last ? 'number from 1 to 500' : 'trace ID'}`);
    }
    try {
      if (word !== undefined && !values.last) return await printOne(collector, word);
      const terms = [values.filter ?? ''];
      if (values.name !== undefined) terms.push(`name:${values.name}`);
      if (values.slow !== undefined) terms.push(`min:${values.slow}`);
      if (values.error) terms.push('error');
      const filter = terms.filter((term) => term !== '').join(' ');
      if (filter === '' && !values.last)
        return usageError(trace, 'say which: an ID, --last, --slow, --name, --error or --filter');
      const limit = values.last ? Number(word ?? 1) : 20;
      return await printMany(collector, await findTraces(collector, filter, limit));
    } catch (error) {
      if (!(error instanceof CollectorError)) throw error;
      if (error.badRequest) return usageError(trace, error.message);
      process.stderr.write(`span53 trace: ${error.message}\n`);
      return 1;
    }
  },
};

/** Hex in any case; leading zeros may be missing. */
const TRACE_ID = /^[0-9a-f]{1,32}$/i;
/** What the collector gives at once. */
const COUNT = /^([1-9]\d?|[1-4]\d\d|500)$/;

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      last: { type: 'boolean', default: false },
      slow: { type: 'string' },
      name: { type: 'string' },
      error: { type: 'boolean', default: false },
      filter: { type: 'string' },
      collector: { type: 'string', default: 'http://127.0.0.1:5380' },
    },
  });
}

async function printOne(collector: string, id: string): Promise<number> {
  const found = await fetchTrace(collector, id);
  if (found === undefined) {
    process.stderr.write(`span53 trace: ${collector} has no trace ${id}\n`);
    return 1;
  }
  process.stdout.write(`;; TRACE ${id}  ${collector}/trace/${id}\n;; ${found.story}\n`);
  printTree(found.spans);
  return 0;
}

/** One trace is drawn; several are listed. */
async function printMany(collector: string, traces: readonly TraceSummary[]): Promise<number> {
  if (traces.length === 0) {
    process.stderr.write('span53 trace: nothing found\n');
    return 1;
  }
  if (traces.length === 1) return printOne(collector, traces[0]!.traceId);
  for (const each of traces) {
    const when = new Date(each.startMs).toISOString().slice(11, 23);
    const question = `${each.question ?? '?'} ${each.type ?? ''}`.trim();
    const errors = each.errorCount > 0 ? `, ${each.errorCount} errors` : '';
    const facts = `${each.rcode ?? '-'}, ${each.spanCount} spans${errors}`;
    process.stdout.write(
      `${each.traceId}  ${when}  ${formatUs(each.durationNs / 1000).padStart(9)}  ${question}  ${facts}\n`,
    );
  }
  return 0;
}

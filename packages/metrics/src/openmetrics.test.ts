import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { once } from 'node:events';
import { CounterSet } from './counter.ts';
import { Histogram } from './histogram.ts';
import { formatFor, renderMetrics } from './openmetrics.ts';
import { MetricsRegistry } from './registry.ts';
import { MetricsMemory } from './row.ts';

const registry = new MetricsRegistry();
const answers = registry.counters({ name: 'dns_answers', help: 'Answers "sent".', label: 'rcode', values: ['A', 'B'] });
const entries = registry.gauge({ name: 'dns_entries', help: 'Entries.' });
const uptime = registry.gauge({ name: 'dns_uptime_seconds', help: 'Age.', unit: 'seconds', merge: 'max' });
const took = registry.histogram({ name: 'dns_took_seconds', help: 'Time.', bounds: [0.5, 1], exemplars: true });

function filled(): MetricsMemory {
  const memory = MetricsMemory.allocate(registry, 2);
  const [one, two] = [memory.row(0), memory.row(1)];
  one[answers.A]!++;
  new CounterSet(two, answers).add('A', 2);
  [one[entries], two[entries]] = [3, 4];
  [one[uptime], two[uptime]] = [10, 12.5];
  const traceId = new Uint8Array(16).fill(0xab);
  const spanId = new Uint8Array(8).fill(0xcd);
  new Histogram(one, took).observe(0.5, { traceId, spanId }, 1_767_225_600);
  new Histogram(two, took).observe(0.25, { traceId: traceId.fill(1), spanId }, 1_767_225_601.5);
  new Histogram(two, took).observe(3);
  return memory;
}

test('OpenMetrics text: family names, units, cumulative buckets, newest exemplar of all workers', () => {
  const trace = '01'.repeat(16);
  assert.equal(
    renderMetrics(registry, filled(), 'openmetrics', { instance: 'a\\"\n' }).replaceAll('instance="a\\\\\\"\\n"', 'I'),
    `# HELP dns_answers Answers \\"sent\\".
# TYPE dns_answers counter
dns_answers_total{I,rcode="A"} 3
dns_answers_total{I,rcode="B"} 0
# HELP dns_entries Entries.
# TYPE dns_entries gauge
dns_entries{I} 7
# HELP dns_uptime_seconds Age.
# TYPE dns_uptime_seconds gauge
# UNIT dns_uptime_seconds seconds
dns_uptime_seconds{I} 12.5
# HELP dns_took_seconds Time.
# TYPE dns_took_seconds histogram
dns_took_seconds_bucket{I,le="0.5"} 2 # {trace_id="${trace}",span_id="${'cd'.repeat(8)}"} 0.25 1767225601.500
dns_took_seconds_bucket{I,le="1.0"} 2
dns_took_seconds_bucket{I,le="+Inf"} 3
dns_took_seconds_sum{I} 3.75
dns_took_seconds_count{I} 3
# EOF
`,
  );
});

test('Prometheus text: counters are described with _total, no units, no exemplars, no EOF', () => {
  const text = renderMetrics(registry, filled(), 'prometheus');
  assert.match(text, /^# HELP dns_answers_total Answers "sent"\.\n# TYPE dns_answers_total counter\n/);
  assert.match(text, /dns_took_seconds_bucket\{le="0.5"\} 2\n/);
  assert.doesNotMatch(text, /UNIT|EOF|trace_id/);
});

test('the Accept header chooses', () => {
  assert.equal(formatFor('application/openmetrics-text;version=1.0.0,text/plain;q=0.5'), 'openmetrics');
  assert.equal(formatFor('text/plain'), 'prometheus');
  assert.equal(formatFor(undefined), 'prometheus');
});

test('a worker thread counts in the same memory', async () => {
  const memory = MetricsMemory.allocate(registry, 1);
  const code = `const { workerData } = require('node:worker_threads');
    new Float64Array(workerData.buffer)[${entries}] = 53;`;
  await once(new Worker(code, { eval: true, workerData: { buffer: memory.buffer } }), 'exit');
  assert.equal(MetricsMemory.attach(registry, memory.buffer).row(0)[entries], 53);
});

test('a bare counter keeps its name: no _total, and unknown to OpenMetrics', () => {
  const own = new MetricsRegistry();
  const slot = own.counter({ name: 'dnsdist_queries', help: 'Queries.', bare: true });
  const memory = MetricsMemory.allocate(own, 1);
  memory.row(0)[slot]! += 7;
  const text = '# HELP dnsdist_queries Queries.\n# TYPE dnsdist_queries counter\ndnsdist_queries 7\n';
  assert.equal(renderMetrics(own, memory, 'prometheus'), text);
  assert.match(renderMetrics(own, memory, 'openmetrics'), /# TYPE dnsdist_queries unknown\ndnsdist_queries 7\n# EOF/);
});

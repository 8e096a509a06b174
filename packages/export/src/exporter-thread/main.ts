/** Entry of the exporter thread: queues, compresses, sends and retries what the workers hand over. */
import assert from 'node:assert/strict';
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { systemClock } from '../clock.ts';
import { ExporterSet } from '../exporter-set.ts';
import { exportCounter } from '../metrics.ts';
import type { LinkMessage } from '../port.ts';
import { jitter } from '../random.ts';
import type { FromThread, ThreadStart, ToThread } from './messages.ts';

assert(parentPort !== null, 'the exporter thread is started by ExporterThread');
const main = parentPort;
const { destinations, row, metrics, inFlight } = workerData as ThreadStart;
const underWay = new Int32Array(inFlight);
const links = new Set<MessagePort>();
const tell = (message: FromThread): void => main.postMessage(message, []);

const exporters = new ExporterSet(destinations, (index) => ({
  count: exportCounter(row, metrics.destinations[index]!),
  warn: (text, details) => tell({ kind: 'warning', text, details }),
  clock: systemClock,
  random: jitter,
}));

function take({ to, octets }: LinkMessage): void {
  let bytes = 0;
  for (const [i, one] of octets.entries()) {
    bytes += one.length;
    exporters.send(to[i]!, one);
  }
  Atomics.sub(underWay, 0, bytes);
}

/** Takes what lies in the links already: a worker may have posted it just before it ended. */
function drainLinks(): void {
  for (const port of links) {
    for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
      take(next.message as LinkMessage);
    }
  }
}

main.on('message', (message: ToThread) => {
  switch (message.kind) {
    case 'link': {
      const { port } = message;
      links.add(port);
      port.on('message', take);
      port.on('close', () => links.delete(port));
      break;
    }
    case 'flush':
      drainLinks();
      void exporters.deliver(message.deadlineMs).then(() => tell({ kind: 'flushed', id: message.id }));
      break;
    case 'close':
      void close(message.deadlineMs);
      break;
  }
});

async function close(deadlineMs: number): Promise<void> {
  drainLinks();
  await exporters.deliver(deadlineMs);
  await exporters[Symbol.asyncDispose]();
  for (const port of links) port.close();
  main.close();
}

tell({ kind: 'ready' });

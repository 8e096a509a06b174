/** kill -9 of each part in turn, and SIGTERM under load: what goes on, what is said, what comes back, what is lost. */
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

import { LAB_PARTS } from '@span53/cli/lab';
import * as dnsPacket from 'dns-packet';

import { ChainLab } from './chain-lab.ts';
import type { Query } from './client.ts';

const KNOWN = 'www.shop.test';
let lab: ChainLab;
before(async () => {
  lab = await ChainLab.startWithCollector();
  assert.equal(await rcodeOf(KNOWN), 'NOERROR');
});
after(() => lab?.[Symbol.asyncDispose]());

type Part = (typeof LAB_PARTS)[number];

let last = 0;
/** A name that nobody has asked for: the answer comes from the leaf authorities. */
const freshName = (): string => `n${(last += 1)}.apps.shop.test`;

/** The RCODE, or `no answer`. */
async function rcodeOf(name: string, timeoutMs = 5000): Promise<string> {
  const answer = await lab.ask(name, 'A', { timeoutMs }).catch(() => undefined);
  return answer?.packet.rcode ?? 'no answer';
}

/** Asks for fresh names, one after the other; the different RCODEs. */
async function askFresh(count: number): Promise<string[]> {
  const rcodes = new Set<string>();
  for (let i = 0; i < count; i += 1) rcodes.add(await rcodeOf(freshName()));
  return [...rcodes];
}

/** Waits for what must become true soon. */
async function until(what: string, holds: () => Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const deadlineMs = performance.now() + timeoutMs;
  while (!(await holds())) {
    assert.ok(performance.now() < deadlineMs, `not within ${timeoutMs} ms: ${what}`);
    await delay(50);
  }
}

/** Kills a part, does something without it, and starts it again however that went. */
async function without(part: Part, act: () => Promise<void>): Promise<void> {
  const process = lab.lab.processes.get(part)!;
  process.kill('SIGKILL');
  assert.equal(await process.exited, -1);
  try {
    await act();
  } finally {
    await lab.lab.restart(part);
  }
}

/** Base URL of a part's admin server. */
function webUrl(part: Part): string {
  const { proxy, recursor, collector, authorities, authorityWebPort } = lab.places;
  switch (part) {
    case 'proxy':
      return `http://${proxy.address}:${proxy.webPort}`;
    case 'recursor':
      return `http://${recursor.address}:${recursor.webPort}`;
    case 'collector':
      return `http://${collector.address}:${collector.webPort}`;
    default: {
      const authority = part.slice('auth-'.length).replace('-', '') as keyof typeof authorities;
      return `http://${authorities[authority]}:${authorityWebPort}`;
    }
  }
}

async function ready(part: Part): Promise<{ status: number; problems: string[] }> {
  const response = await fetch(`${webUrl(part)}/readyz`);
  const { problems } = (await response.json()) as { problems: string[] };
  return { status: response.status, problems };
}

/** The sum of a metric's series that match. */
async function metric(part: Part, series: RegExp): Promise<number> {
  const text = await (await fetch(`${webUrl(part)}/metrics`)).text();
  const lines = text.split('\n').filter((line) => !line.startsWith('#') && series.test(line));
  assert.ok(lines.length > 0, `no metric ${series} of ${part}`);
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

/** Queries of the recursor that got no answer. */
const failedAttempts = (): Promise<number> => metric('recursor', /^pdns_recursor_(outgoing_timeouts|unreachables)/);
const backendUp = (): Promise<number> => metric('proxy', /^dnsdist_server_status\{.*recursor/);

test('kill -9 of the recursor: the proxy answers from its cache, says so, and finds it again', async () => {
  await without('recursor', async () => {
    await until('the proxy says that its backend is down', async () => (await ready('proxy')).status === 503);
    assert.deepEqual((await ready('proxy')).problems, ['no backend is up: recursor']);
    assert.equal(await backendUp(), 0);
    assert.equal(await rcodeOf(KNOWN), 'NOERROR');
    assert.equal(await rcodeOf(freshName(), 300), 'no answer');
  });
  await until('the proxy is ready', async () => (await ready('proxy')).status === 200);
  assert.equal(await backendUp(), 1);
  assert.deepEqual(await askFresh(3), ['NOERROR']);
});

test('kill -9 of one leaf authority, then of the other: one answers, and the one that is back is asked', async () => {
  const earlier = await failedAttempts();
  await without('auth-leaf-1', async () => assert.deepEqual(await askFresh(10), ['NOERROR']));
  await without('auth-leaf-2', async () => {
    await until('the leaf that is back answers', async () => (await rcodeOf(freshName())) === 'NOERROR');
    assert.deepEqual(await askFresh(10), ['NOERROR']);
  });
  // The recursor asks the faster one: at least one of the two was that.
  assert.ok((await failedAttempts()) > earlier, 'the recursor does not count it');
});

test('kill -9 of the authority of test.: what is known goes on, what is not is SERVFAIL, and is back', async () => {
  const earlier = await failedAttempts();
  await without('auth-test', async () => {
    assert.equal(await rcodeOf(KNOWN), 'NOERROR');
    assert.deepEqual(await askFresh(3), ['NOERROR']);
    assert.equal(await rcodeOf('unknown1.test'), 'SERVFAIL');
    assert.ok((await failedAttempts()) > earlier, 'the recursor does not count it');
    for (const part of ['proxy', 'recursor'] as const) assert.equal((await ready(part)).status, 200, `${part} is well`);
  });
  const names = Array.from({ length: 400 }, (_, i) => `unknown${i + 2}.test`);
  await until('it is asked again', async () => (await rcodeOf(names.pop()!)) === 'NXDOMAIN');
});

test('kill -9 of the collector: answers as before; what was traced meanwhile arrives when it is back', async () => {
  const retries = /^span53_export_messages_total\{.*event="retries"/;
  const earlier = await metric('proxy', retries);
  lab.sink.forget();
  const names = Array.from({ length: 30 }, freshName);
  await without('collector', async () => {
    for (const name of names) assert.equal(await rcodeOf(name), 'NOERROR');
    await until('the proxy counts that', async () => (await metric('proxy', retries)) > earlier);
    assert.equal((await ready('proxy')).status, 200, 'queries do not need the collector');
  });
  await until('all root spans', async () => new Set(rootNames('proxy', names)).size === names.length);
});

test('kill -9 of the proxy: it answers again after its start', async () => {
  await without('proxy', async () => assert.equal(await rcodeOf(KNOWN, 300), 'no answer'));
  await until('the proxy answers', async () => (await rcodeOf(KNOWN, 300)) === 'NOERROR');
  assert.deepEqual(await askFresh(3), ['NOERROR']);
});

test('no part has caught an exception', async () => {
  for (const part of LAB_PARTS) {
    // An exception that the collector does not expect ends it.
    if (part === 'collector') assert.equal((await fetch(`${webUrl(part)}/healthz`)).status, 200);
    else assert.equal(await metric(part, /^span53_bugs_total/), 0, part);
  }
});

/** The questions of a part's server spans that have arrived, of those that were asked. */
function rootNames(part: Part, names: readonly string[]): string[] {
  const asked = new Set(names);
  return lab.sink.spans
    .filter(({ service, kind }) => service === part && kind === 2)
    .map(({ attributes }) => String(attributes['dns.question.name']).replace(/\.$/, ''))
    .filter((name) => asked.has(name));
}

/** An OPT record that asks to be traced, each in a trace of its own. */
function traced(id: number): dnsPacket.Answer {
  const traceId = `${'ab'.repeat(12)}${process.pid.toString(16).padStart(4, '0')}${id.toString(16).padStart(4, '0')}`;
  const data = Buffer.from(`0000${traceId}00f067aa0ba902b701`, 'hex');
  const options = [{ code: 65_500, data }];
  return { type: 'OPT', name: '.', udpPayloadSize: 1232, flags: 0, options } as unknown as dnsPacket.Answer;
}

/** Sends a burst from one socket; `sent` resolves when the kernel has all of it. */
function burst(server: Query['server'], names: readonly string[]) {
  const socket = createSocket('udp4');
  const answered = new Set<number>();
  // What comes after the server has gone is refused; only answers count.
  socket.on('error', () => undefined);
  socket.on('message', (octets) => answered.add(octets.readUInt16BE(0)));
  const send = async (): Promise<void> => {
    socket.connect(server.port, server.address);
    await once(socket, 'connect');
    const packets = names.map((name, id) =>
      dnsPacket.encode({
        type: 'query',
        id,
        flags: dnsPacket.RECURSION_DESIRED,
        questions: [{ name, type: 'A', class: 'IN' }],
        additionals: [traced(id)],
      }),
    );
    await Promise.all(packets.map((packet) => new Promise<void>((resolve) => socket.send(packet, () => resolve()))));
  };
  return { sent: send(), answered, [Symbol.dispose]: () => void socket.close() };
}

/** Where a part listens. */
function placeOf(part: 'proxy' | 'recursor' | 'auth-leaf-1'): Query['server'] {
  const { places } = lab;
  return part === 'auth-leaf-1' ? { address: places.authorities.leaf1, port: places.authorityPort } : places[part];
}

// Each needs only those that come after it: none is started again.
for (const part of ['proxy', 'recursor', 'auth-leaf-1'] as const) {
  test(`SIGTERM to the ${part} under load: every query that it had is answered, and its span arrives`, async () => {
    lab.sink.forget();
    const names = Array.from({ length: 80 }, freshName);
    // Behind the recursor one of two servers of slow.test is silent: the query is in flight for a while.
    if (part === 'recursor') names.push('sigterm.slow.test', 'sigterm2.slow.test');
    using load = burst(placeOf(part), names);
    await load.sent;
    const server = lab.lab.processes.get(part)!;
    server.kill('SIGTERM');
    assert.equal(await server.exited, 0);
    // What it sent has been delivered by the kernel, but perhaps not been read by us.
    await until('all answers', async () => load.answered.size === names.length, 500);
    await until('all server spans', async () => rootNames(part, names).length >= names.length, 8000);
    assert.deepEqual(rootNames(part, names).toSorted(), names.toSorted(), 'each once');
  });
}

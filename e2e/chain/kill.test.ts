/** kill -9 of each part in turn, and SIGTERM under load: what goes on, what is said, what comes back, what is lost. */
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

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

let last = 0;
/** A name that nobody has asked for: the answer comes from the leaf authorities. */
const freshName = (): string => `n${(last += 1)}.apps.shop.test`;

/** The RCODE, or `no answer`. */
async function rcodeOf(name: string, timeoutMs = 1000): Promise<string> {
  const answer = await lab.ask(name, 'A', { timeoutMs }).catch(() => undefined);
  return answer?.packet.rcode ?? 'no answer';
}

/** Asks for fresh names; their RCODEs. */
async function askFresh(count: number, timeoutMs?: number): Promise<string[]> {
  const rcodes: string[] = [];
  for (let i = 0; i < count; i += 1) rcodes.push(await rcodeOf(freshName(), timeoutMs));
  return rcodes;
}

/** Waits for what must become true soon. */
async function until(what: string, holds: () => Promise<boolean>, timeoutMs = 8000): Promise<void> {
  const deadlineMs = performance.now() + timeoutMs;
  while (!(await holds())) {
    assert.ok(performance.now() < deadlineMs, `not within ${timeoutMs} ms: ${what}`);
    await delay(50);
  }
}

async function kill(name: string): Promise<void> {
  const part = lab.lab.processes.get(name)!;
  part.kill('SIGKILL');
  assert.equal(await part.exited, -1);
}

async function ready(part: 'proxy' | 'recursor'): Promise<{ status: number; problems: string[] }> {
  const { address, webPort } = lab.places[part];
  const response = await fetch(`http://${address}:${webPort}/readyz`);
  const { problems } = (await response.json()) as { problems: string[] };
  return { status: response.status, problems };
}

/** The sum of a metric's series that match. */
async function metric(part: 'proxy' | 'recursor', series: RegExp): Promise<number> {
  const { address, webPort } = lab.places[part];
  const text = await (await fetch(`http://${address}:${webPort}/metrics`)).text();
  const lines = text.split('\n').filter((line) => !line.startsWith('#') && series.test(line));
  assert.ok(lines.length > 0, `no metric ${series}`);
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

/** The questions of a part's server spans that have arrived, of those that were asked. */
function rootNames(part: string, names: readonly string[]): string[] {
  return lab.sink.spans
    .filter(({ service, kind }) => service === part && kind === 2)
    .map(({ attributes }) => String(attributes['dns.question.name']).replace(/\.$/, ''))
    .filter((name) => names.includes(name));
}

test('kill -9 of the recursor: the proxy answers from its cache, says so, and finds it again', async () => {
  await kill('recursor');
  await until('the proxy says that its backend is down', async () => (await ready('proxy')).status === 503);
  assert.deepEqual((await ready('proxy')).problems, ['no backend is up: recursor']);
  assert.equal(await metric('proxy', /^dnsdist_server_status\{.*recursor/), 0);
  assert.equal(await rcodeOf(KNOWN), 'NOERROR');
  assert.equal(await rcodeOf(freshName(), 300), 'no answer');
  await lab.lab.restart('recursor');
  await until('the proxy is ready', async () => (await ready('proxy')).status === 200);
  assert.equal(await metric('proxy', /^dnsdist_server_status\{.*recursor/), 1);
  assert.deepEqual(await askFresh(3), ['NOERROR', 'NOERROR', 'NOERROR']);
});

const failedAttempts = (): Promise<number> => metric('recursor', /^pdns_recursor_(outgoing_timeouts|unreachables)/);
let failedBefore = 0;

test('kill -9 of one leaf authority: the other one answers', async () => {
  failedBefore = await failedAttempts();
  await kill('auth-leaf-1');
  assert.deepEqual([...new Set(await askFresh(10))], ['NOERROR']);
  await lab.lab.restart('auth-leaf-1');
});

test('kill -9 of the root: what is known below it goes on, what is not is SERVFAIL, back in seconds', async () => {
  await kill('auth-root');
  assert.deepEqual(await askFresh(3), ['NOERROR', 'NOERROR', 'NOERROR']);
  assert.equal(await rcodeOf('www.unknown-tld'), 'SERVFAIL');
  assert.equal((await ready('proxy')).status, 200, 'the recursor itself is well');
  await lab.lab.restart('auth-root');
  await until('the same name is answered', async () => (await rcodeOf('www.unknown-tld')) === 'NXDOMAIN', 12_000);
});

test('kill -9 of the collector: answers as before; what was traced meanwhile arrives when it is back', async () => {
  const retries = /^span53_export_messages_total\{.*event="retries"/;
  const earlier = await metric('proxy', retries);
  lab.sink.forget();
  await kill('collector');
  const startMs = performance.now();
  const names = Array.from({ length: 30 }, freshName);
  for (const name of names) assert.equal(await rcodeOf(name), 'NOERROR');
  assert.ok(performance.now() - startMs < 3000, 'answers waited for the collector');
  await until('the proxy counts that', async () => (await metric('proxy', retries)) > earlier);
  await lab.lab.restart('collector');
  await until('all root spans', async () => new Set(rootNames('proxy', names)).size === names.length, 12_000);
});

test('kill -9 of the other leaf authority: the one that is back is asked again', async () => {
  await kill('auth-leaf-2');
  await until('the leaf that is back answers', async () => (await rcodeOf(freshName())) === 'NOERROR');
  assert.deepEqual([...new Set(await askFresh(10))], ['NOERROR']);
  await lab.lab.restart('auth-leaf-2');
  // The recursor asks the faster one: at least one of the two was that.
  assert.ok((await failedAttempts()) > failedBefore, 'the recursor has not noticed');
});

test('kill -9 of the proxy: it answers again after its start', async () => {
  await kill('proxy');
  assert.equal(await rcodeOf(KNOWN, 300), 'no answer');
  await lab.lab.restart('proxy');
  await until('the proxy answers', async () => (await rcodeOf(KNOWN)) === 'NOERROR');
});

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

for (const part of ['proxy', 'recursor', 'auth-leaf-1'] as const) {
  test(`SIGTERM to the ${part} under load: every query that it had is answered, and its span arrives`, async () => {
    lab.sink.forget();
    // Fewer than the hundred traces a second that a sender may ask for.
    const names = Array.from({ length: 80 }, freshName);
    // Behind the recursor one of two servers of slow.test is silent: the query is in flight for a while.
    if (part === 'recursor') names.push('sigterm.slow.test', 'sigterm2.slow.test');
    using load = burst(placeOf(part), names);
    await load.sent;
    const server = lab.lab.processes.get(part)!;
    server.kill('SIGTERM');
    assert.equal(await server.exited, 0);
    await delay(50);
    assert.equal(load.answered.size, names.length);
    await until('all server spans', async () => rootNames(part, names).length >= names.length);
    assert.equal(new Set(rootNames(part, names)).size, names.length, 'each once');
    assert.equal(rootNames(part, names).length, names.length);
    await lab.lab.restart(part);
    await until('it answers again', async () => (await rcodeOf(freshName())) === 'NOERROR');
  });
}

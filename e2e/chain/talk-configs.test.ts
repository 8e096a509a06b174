/**
 * Two configurations as PowerDNS shows them: they load unchanged, and their spans arrive at any receiver of the
 * stream.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { startProcess, type LabProcess } from '@span53/cli/lab';
import { SocketAddress } from '@span53/dns/inet';
import { errorResponse, MessageView } from '@span53/dns/wire';
import { PdnsSink } from '@span53/testkit';
import { openUdpListener } from '@span53/transport';

import { ask } from './client.ts';
import { collectedSpans } from './collector-traces.ts';

/** As published, but for the address: a test's sink stands at a port of its own. */
const proxyYaml = (logger: string): string => `
{logging: {open_telemetry_tracing: {enabled: true}},
 remote_logging: {protobuf_loggers: [{name: pblog, address: "${logger}"}]},
 query_rules: [{name: Enable tracing, selector: {type: All},
   action: {type: SetTrace, value: true, remote_loggers: [pblog]}}]`;
const recursorYaml = (logger: string): string => `
{recursor: {event_trace_enabled: 4},
 logging: {opentelemetry_trace_conditions: [{acls: ["127.0.0.0/8", "::1"]}],
   protobuf_servers: [{servers: ["${logger}"]}]}`;

let folder: string;
let sink: PdnsSink;
let collector: LabProcess;
let collectorPage: string;
let collectorStream: string;
const scope = new AsyncDisposableStack();

before(
  async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'span53-talk-'));
    scope.defer(() => rm(folder, { recursive: true, force: true }));
    sink = scope.use(await PdnsSink.open());
    const yaml =
      'otlp: {listen: ["127.0.0.1:0"]}\npdns_protobuf: {listen: ["127.0.0.1:0"]}\nweb: {listen: ["127.0.0.1:0"]}\n' +
      `store: {path: "${folder}/traces.sqlite"}\n`;
    collector = scope.use(await start('collector', yaml));
    collectorPage = address(collector, /^http:\/\/[^/]+$/);
    collectorStream = address(collector, /^pdns:/).slice('pdns:'.length);
  },
  { timeout: 60_000 },
);
after(() => scope.disposeAsync());

async function start(server: string, yaml: string): Promise<LabProcess> {
  const file = path.join(folder, `${server}-${yaml.length}.yml`);
  await writeFile(file, yaml);
  return startProcess({ name: server, args: [server, '--config', file], readyTimeoutMs: 60_000 });
}

/** The first bound address of the ready line that has the form. */
function address({ ready }: LabProcess, form: RegExp): string {
  const found = (ready['listen'] as readonly string[]).find((each) => form.test(each));
  assert.ok(found !== undefined, JSON.stringify(ready));
  return found;
}

function dnsAddress(process: LabProcess): { address: string; port: number } {
  const bound = SocketAddress.parse(address(process, /^udp:/).slice('udp:'.length))!;
  return { address: bound.address.toString(), port: bound.port };
}

test('the proxy: spans reach the sink and the collector', { timeout: 60_000 }, async () => {
  await using backend = await openUdpListener({ address: SocketAddress.parse('127.0.0.1:0')! }, (inbound) =>
    inbound.reply(errorResponse(MessageView.open(inbound.message)!, 0)),
  );
  const more = ` , binds: [{listen_address: "127.0.0.1:0", protocol: Do53}],
    backends: [{address: "${backend.address}", protocol: Do53, health_checks: {mode: up}}]}\n`;
  for (const logger of [`127.0.0.1:${sink.port}`, collectorStream]) {
    await using proxy = await start('proxy', proxyYaml(logger) + more);
    await ask({ name: 'www.talk.test', type: 'A', server: dnsAddress(proxy) });
    if (logger === collectorStream) {
      const spans = await collectedSpans(collectorPage, 'www.talk.test');
      assert.ok(spans.some(({ name }) => name === 'dns.server.query') && spans.some(({ name }) => name === 'dns.rule'));
    } else {
      await sink.until(() => sink.spans.some(({ name }) => name === 'dns.server.query'));
    }
  }
});

test('the recursor: spans reach the sink and the collector', { timeout: 60_000 }, async () => {
  const more = ' , incoming: {listen: ["127.0.0.1:0"]}}\n';
  for (const logger of [`127.0.0.1:${sink.port}`, collectorStream]) {
    await using recursor = await start('recursor', recursorYaml(logger) + more);
    // A name that the recursor answers by itself: nothing leaves this machine.
    const { packet } = await ask({ name: 'localhost', type: 'A', server: dnsAddress(recursor) });
    assert.equal(packet.rcode, 'NOERROR');
    if (logger === collectorStream) {
      const spans = await collectedSpans(collectorPage, 'localhost');
      assert.ok(spans.some(({ name }) => name === 'dns.server.query'));
    } else {
      await sink.until(() => sink.spans.some(({ attributes }) => attributes['dns.question.name'] === 'localhost.'));
    }
  }
});

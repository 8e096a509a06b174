import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { ExportTraceServiceResponse } from '@span53/proto';
import { tracesToJson } from '@span53/tracing';
import { chainTrace } from '../fixtures/chain.ts';
import type { SpanRecord } from '../model/span.ts';
import { encodeTraces } from './otlp-encode.ts';
import { otlpServer } from './otlp-http.ts';

const received: SpanRecord[] = [];
const state = { room: true };
const counters = { requests: 0, refused: 0, spans: 0, rejectedSpans: 0 };
const bodyMax = 100_000;
const server = otlpServer(
  {
    bodyMax,
    bodiesMax: bodyMax * 4,
    spansMax: 50,
    ingest: (spans) => {
      if (state.room) received.push(...spans);
      return state.room;
    },
  },
  counters,
);
await once(server.listen(0, '127.0.0.1'), 'listening');
const { port } = server.address() as AddressInfo;
after(() => {
  server.close();
  server.closeAllConnections();
});

const protobuf = { 'content-type': 'application/x-protobuf' };
const json = { 'content-type': 'application/json' };
const spans = chainTrace();
const octets = encodeTraces(spans);

async function post(
  body: Uint8Array | string,
  headers: Readonly<Record<string, string>> = protobuf,
  { path = '/v1/traces', method = 'POST' } = {},
): Promise<{ status: number; type: string | null; body: Buffer; retryAfter: string | null }> {
  const url = `http://127.0.0.1:${port}${path}`;
  const init = { method, headers, ...(method !== 'GET' && { body: Buffer.from(body as Uint8Array) }) };
  const response = await fetch(url, init);
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    retryAfter: response.headers.get('retry-after'),
    body: Buffer.from(await response.arrayBuffer()),
  };
}

const accepted: readonly (readonly [string, Uint8Array | string, Record<string, string>])[] = [
  ['protobuf', octets, protobuf],
  ['protobuf, gzip', gzipSync(octets), { ...protobuf, 'content-encoding': 'gzip' }],
  ['JSON', JSON.stringify(tracesToJson(octets)), json],
  ['JSON with charset', JSON.stringify(tracesToJson(octets)), { 'content-type': 'application/json; charset=utf-8' }],
  ['JSON, gzip', gzipSync(JSON.stringify(tracesToJson(octets))), { ...json, 'content-encoding': 'gzip' }],
];
for (const [what, body, headers] of accepted) {
  test(`taken: ${what}`, async () => {
    received.length = 0;
    const answer = await post(body, headers);
    assert.equal(answer.status, 200);
    assert.equal(answer.type, headers['content-type']!.split(';')[0]);
    assert.equal(answer.body.toString(), answer.type === 'application/json' ? '{}' : '');
    assert.deepEqual(new Set(received), new Set(spans));
  });
}

test('an empty request is a success', async () => assert.equal((await post('')).status, 200));

interface Refusal {
  readonly what: string;
  readonly status: number;
  readonly body?: Uint8Array | string;
  readonly headers?: Record<string, string>;
  readonly path?: string;
  readonly method?: string;
}
const gzipped = { ...protobuf, 'content-encoding': 'gzip' };
const refusals: readonly Refusal[] = [
  { what: 'truncated protobuf', status: 400, body: octets.subarray(0, octets.length - 3) },
  { what: 'JSON that is none', status: 400, body: '{', headers: json },
  { what: 'gzip that is none', status: 400, body: octets, headers: gzipped },
  { what: 'gzip that is cut', status: 400, body: gzipSync(octets).subarray(0, 500), headers: gzipped },
  { what: 'a body over the limit', status: 413, body: Buffer.alloc(bodyMax + 1) },
  { what: 'a gzip bomb', status: 413, body: gzipSync(Buffer.alloc(50_000_000)), headers: gzipped },
  { what: 'another content type', status: 415, body: octets, headers: { 'content-type': 'text/plain' } },
  { what: 'no content type', status: 415, body: octets, headers: {} },
  { what: 'another encoding', status: 415, body: octets, headers: { ...protobuf, 'content-encoding': 'br' } },
  { what: 'GET', status: 405, method: 'GET' },
  { what: 'PUT', status: 405, method: 'PUT' },
  { what: 'logs', status: 404, path: '/v1/logs' },
  { what: 'metrics', status: 404, path: '/v1/metrics' },
  { what: 'another path', status: 404, path: '/' },
];
for (const { what, status, body = octets, headers = protobuf, path = '/v1/traces', method = 'POST' } of refusals) {
  test(`refused with ${status}: ${what}`, async () => {
    received.length = 0;
    const answer = await post(body, headers, { path, method });
    assert.equal(answer.status, status);
    const message = answer.type === 'application/json' ? (JSON.parse(String(answer.body)) as object) : answer.body;
    assert.ok(message instanceof Buffer ? message[0] === 0x08 && message[2] === 0x12 : 'message' in message);
    assert.equal(received.length, 0);
  });
}

test('spans that are none are reported by partial_success, the others are kept', async () => {
  received.length = 0;
  const broken = { ...spans[0]!, traceId: '00'.repeat(16) };
  const answer = await post(encodeTraces([broken, spans[1]!]));
  const { partialSuccess } = ExportTraceServiceResponse.decode(answer.body);
  assert.equal(answer.status, 200);
  assert.equal(Number(partialSuccess!.rejectedSpans), 1);
  assert.match(partialSuccess!.errorMessage!, /trace_id/);
  assert.equal(received.length, 1);
});

test('spans beyond the limit of a request are rejected', async () => {
  received.length = 0;
  const many = Array.from({ length: 60 }, (_, seed) => chainTrace({ seed, from: 'proxy' })[0]!);
  const answer = await post(JSON.stringify(tracesToJson(encodeTraces(many))), json);
  assert.deepEqual(JSON.parse(String(answer.body)), {
    partialSuccess: { rejectedSpans: '10', errorMessage: 'too many spans in one request' },
  });
  assert.equal(received.length, 50);
});

test('a full queue is 503 with Retry-After: the sender shall try again', async () => {
  state.room = false;
  const answer = await post(octets);
  state.room = true;
  assert.deepEqual([answer.status, answer.retryAfter], [503, '1']);
});

test('a body of unknown length is stopped at the limit', async () => {
  const call = httpRequest({ port, method: 'POST', path: '/v1/traces', headers: protobuf });
  call.on('error', () => undefined); // the server may hang up while we still write
  for (let sent = 0; sent <= bodyMax; sent += 10_000) call.write(Buffer.alloc(10_000));
  call.end();
  const [response] = (await once(call, 'response')) as [{ statusCode: number }];
  assert.equal(response.statusCode, 413);
});

test('a peer that hangs up within a body leaves nothing behind', async () => {
  const refused = counters.refused;
  const socket = connect(port, '127.0.0.1');
  socket.end('POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{');
  socket.resume();
  await once(socket, 'close');
  assert.equal(counters.refused, refused + 1);
  assert.equal((await post(octets)).status, 200);
});

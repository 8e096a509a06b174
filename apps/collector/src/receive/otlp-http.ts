import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { SpanRecord } from '../model/span.ts';
import { type BodyFailure, BodyBudget, withBody } from './body.ts';
import { decodeTracesJson } from './otlp-json.ts';
import { decodeTraces } from './otlp-protobuf.ts';
import { contentType, exportResponse, type OtlpEncoding, RpcCode, statusBody } from './otlp-response.ts';

/** Counters of the OTLP receiver. */
export interface OtlpCounters {
  requests: number;
  refused: number;
  spans: number;
  rejectedSpans: number;
}

/** What the receiver needs from the rest of the collector. */
export interface OtlpReceiverOptions {
  /** Largest body before and after decompression, in octets. */
  readonly bodyMax: number;
  /** Octets of bodies held at once. */
  readonly bodiesMax: number;
  /** Spans taken from one request; the others are rejected by partial_success. */
  readonly spansMax: number;
  /** Takes the spans of a request of so many octets; false when there is no room: the sender is told to retry. */
  readonly ingest: (spans: readonly SpanRecord[], octets: number) => boolean;
}

interface Answer {
  readonly status: number;
  readonly body: Uint8Array;
  readonly retryAfter?: boolean;
}

/** Makes the OTLP/HTTP server (POST /v1/traces); the caller listens and closes. */
export function otlpServer(options: OtlpReceiverOptions, counters: OtlpCounters): Server {
  const budget = new BodyBudget(options.bodiesMax);
  return createServer(
    { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 60_000, maxHeaderSize: 16_384 },
    (request, response) => {
      void handle(request, { options, counters, budget }).then((answer) => send(request, response, answer));
    },
  );
}

interface Receiver {
  readonly options: OtlpReceiverOptions;
  readonly counters: OtlpCounters;
  readonly budget: BodyBudget;
}

async function handle(request: IncomingMessage, receiver: Receiver): Promise<Answer> {
  receiver.counters.requests++;
  const encoding = requestEncoding(request);
  const answer =
    refusal(request, encoding) ??
    (await withBody(request, { octetsMax: receiver.options.bodyMax, budget: receiver.budget }, (body) =>
      takeTraces(body, encoding ?? 'json', receiver),
    ));
  const settled = typeof answer === 'number' ? bodyRefusal(answer, encoding ?? 'json', receiver.options) : answer;
  if (settled.status !== 200) receiver.counters.refused++;
  return settled;
}

function requestEncoding(request: IncomingMessage): OtlpEncoding | undefined {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type === contentType.protobuf) return 'protobuf';
  return type === contentType.json ? 'json' : undefined;
}

function refusal(request: IncomingMessage, encoding: OtlpEncoding | undefined): Answer | undefined {
  const path = request.url?.split('?')[0];
  const refuse = (status: number, code: number, message: string): Answer => ({
    status,
    body: statusBody(encoding ?? 'json', code, message),
  });
  if (path === '/v1/logs' || path === '/v1/metrics') {
    return refuse(404, RpcCode.UNIMPLEMENTED, `this collector takes traces only, not ${path.slice(4)}`);
  }
  if (path !== '/v1/traces') return refuse(404, RpcCode.NOT_FOUND, 'OTLP traces are received at /v1/traces');
  if (request.method !== 'POST') return refuse(405, RpcCode.INVALID_ARGUMENT, 'only POST');
  if (encoding === undefined) {
    const message = `content type must be ${contentType.protobuf} or ${contentType.json}`;
    return refuse(415, RpcCode.INVALID_ARGUMENT, message);
  }
  return undefined;
}

function takeTraces(body: Buffer, encoding: OtlpEncoding, { options, counters }: Receiver): Answer {
  const spans: SpanRecord[] = [];
  let rejected = 0;
  let reason = '';
  const reject = (why: string): void => {
    rejected++;
    reason ||= why;
  };
  const decode = encoding === 'json' ? decodeTracesJson : decodeTraces;
  const failure = decode(body, {
    accept: (span) => (spans.length < options.spansMax ? spans.push(span) : reject('too many spans in one request')),
    reject,
  });
  if (failure !== undefined) return { status: 400, body: statusBody(encoding, RpcCode.INVALID_ARGUMENT, failure) };
  if (!options.ingest(spans, body.length)) {
    const busy = statusBody(encoding, RpcCode.UNAVAILABLE, 'the queue to the store is full');
    return { status: 503, body: busy, retryAfter: true };
  }
  counters.spans += spans.length;
  counters.rejectedSpans += rejected;
  return { status: 200, body: exportResponse(encoding, rejected, reason) };
}

function bodyRefusal(status: BodyFailure, encoding: OtlpEncoding, { bodyMax }: OtlpReceiverOptions): Answer {
  switch (status) {
    case 400:
      return { status, body: statusBody(encoding, RpcCode.INVALID_ARGUMENT, 'broken body or bad gzip') };
    case 413:
      return { status, body: statusBody(encoding, RpcCode.RESOURCE_EXHAUSTED, `body over ${bodyMax} octets`) };
    case 415:
      return { status, body: statusBody(encoding, RpcCode.INVALID_ARGUMENT, 'content encoding must be gzip or none') };
    case 503:
      return { status, body: statusBody(encoding, RpcCode.UNAVAILABLE, 'too many requests at once'), retryAfter: true };
  }
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, {
    'content-type': contentType[requestEncoding(request) ?? 'json'],
    'content-length': answer.body.length,
    ...(answer.status === 405 && { allow: 'POST' }),
    ...(answer.retryAfter && { 'retry-after': '1' }),
    // What is left of a body nobody will read must not be taken for the next request.
    ...(!request.complete && { connection: 'close' }),
  });
  response.end(answer.body);
  if (!request.complete) request.resume();
}

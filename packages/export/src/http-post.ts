import { readFileSync } from 'node:fs';
import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';

/** PEM files, read when the exporter opens. */
export interface TlsFiles {
  /** Certificates to trust instead of the system's. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** What can go wrong before there is a response. All but `response too large` are worth another try. */
export type HttpFailure = { readonly failure: string; readonly retry: boolean };

/** A collector's answer is an error text or a few octets; above this it is not read. */
export const responseBytesMax = 4 * 1024 * 1024;

/** Posts to one URL over connections that are kept open. */
export class HttpPoster implements Disposable {
  readonly #url: URL;
  readonly #agent: HttpAgent | HttpsAgent;
  readonly #request: typeof httpRequest;

  /** Throws when a file cannot be read. */
  constructor(url: URL, files: TlsFiles) {
    this.#url = url;
    const secure = url.protocol === 'https:';
    const tls = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, readFileSync(file)]));
    // TLS takes as long to load as all of an exporter, and most talk to a collector beside them.
    const https = secure ? process.getBuiltinModule('node:https') : undefined;
    this.#agent = https ? new https.Agent({ keepAlive: true, ...tls }) : new HttpAgent({ keepAlive: true });
    this.#request = https?.request ?? httpRequest;
  }

  /** Never rejects. The request ends with a failure at `timeoutMs`, or when `signal` aborts. */
  post(
    body: Uint8Array,
    headers: Readonly<Record<string, string>>,
    { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
  ): Promise<HttpResponse | HttpFailure> {
    const { promise, resolve } = Promise.withResolvers<HttpResponse | HttpFailure>();
    const request = this.#request(this.#url, {
      method: 'POST',
      agent: this.#agent,
      signal,
      headers: { ...headers, 'content-length': body.length },
    });
    const timer = setTimeout(() => request.destroy(new Error(`no response within ${timeoutMs} ms`)), timeoutMs);
    request.on('response', (response) => readBody(response, resolve));
    request.on('error', (error) => resolve({ failure: error.message, retry: true }));
    request.on('close', () => {
      clearTimeout(timer);
      resolve({ failure: 'connection closed', retry: true });
    });
    request.end(body);
    return promise;
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}

function readBody(response: IncomingMessage, resolve: (result: HttpResponse | HttpFailure) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    chunks.push(chunk);
    if (size > responseBytesMax) {
      resolve({ failure: 'response too large', retry: false });
      response.destroy();
    }
  });
  response.on('error', (error) => resolve({ failure: error.message, retry: true }));
  response.on('end', () => {
    const { statusCode = 0, headers } = response;
    const retryAfter = headers['retry-after'];
    resolve({
      status: statusCode,
      retryAfter,
      contentType: headers['content-type'] ?? '',
      body: Buffer.concat(chunks),
    });
  });
}

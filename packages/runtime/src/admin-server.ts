/** The web server of a main thread: health, metrics, and the app's own routes behind the API key. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';

import { IPAddress } from '@span53/dns/inet';
import { contentTypes, formatFor, renderMetrics, type MetricsMemory, type MetricsRegistry } from '@span53/metrics';
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';

import { fetchServer } from './fetch-server.ts';
import type { WebSettings } from './server-definition.ts';

/** What the routes show; read at each request, so a reload shows at once. */
export interface AdminView {
  readonly web: WebSettings;
  readonly registry: MetricsRegistry;
  readonly memory: MetricsMemory;
  readonly routes: ((app: Hono) => void) | undefined;
  /** Texts of what is wrong; draining is one. */
  readonly problems: () => readonly string[];
  /** Texts of what is wrong while the server is ready all the same. */
  readonly warnings?: () => readonly string[];
  /** Gets what a route threw: a bug. */
  readonly onError?: (error: Error) => void;
}

/** Open web server. */
export interface AdminServer extends AsyncDisposable {
  readonly addresses: readonly string[];
}

/** Longest wait for a request's headers and body. */
const REQUEST_MS = 30_000;

/** Opens one server per address; rejects when one cannot be opened. */
export async function openAdminServer(view: AdminView): Promise<AdminServer> {
  const app = adminApp(view);
  const servers: Server[] = [];
  try {
    for (const { address, port } of view.web.listen) {
      const server = fetchServer(app.fetch);
      server.requestTimeout = REQUEST_MS;
      server.headersTimeout = REQUEST_MS;
      server.maxConnections = 200;
      const listening = once(server, 'listening');
      server.listen(port, address.toString());
      await listening;
      servers.push(server);
    }
  } catch (error) {
    for (const server of servers) server.close();
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(
      `cannot open the web server: ${code === 'EADDRINUSE' ? `the address is in use (${message})` : message}`,
      {
        cause: error,
      },
    );
  }
  return {
    addresses: servers.map((server) => {
      const bound = server.address() as { address: string; port: number; family: string };
      return `http://${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}`;
    }),
    [Symbol.asyncDispose]: async () => {
      const closed = servers.map((server) => once(server, 'close'));
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
      await Promise.all(closed);
    },
  };
}

/** The routes; exported for tests, which call `fetch` without a socket. */
export function adminApp(view: AdminView): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    const from = peerOf(c);
    if (from !== undefined && !view.web.allowFrom.matches(from)) return c.json({ error: 'Forbidden' }, 403);
    await next();
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Cache-Control', 'no-store');
    return undefined;
  });
  app.use(
    bodyLimit({ maxSize: view.web.bodyOctetsMax, onError: (c) => c.json({ error: 'Request body too large' }, 413) }),
  );
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', (c) => {
    const problems = view.problems();
    const ready = problems.length === 0;
    return c.json(
      { status: ready ? 'ready' : 'not ready', problems, warnings: view.warnings?.() ?? [] },
      ready ? 200 : 503,
    );
  });
  app.use('/metrics', async (c, next) =>
    view.web.metricsNeedKey && !isAuthorized(c, view.web) ? unauthorized(c) : await next(),
  );
  app.get('/metrics', (c) => {
    const format = formatFor(c.req.header('accept'));
    return c.body(renderMetrics(view.registry, view.memory, format), 200, { 'Content-Type': contentTypes[format] });
  });
  app.use('*', async (c, next) => (isAuthorized(c, view.web) ? await next() : unauthorized(c)));
  app.use('*', async (c, next) => (isForged(c) ? c.json({ error: 'Forbidden' }, 403) : await next()));
  view.routes?.(app);
  app.notFound((c) => c.json({ error: 'Not Found' }, 404));
  app.onError((error, c) => {
    view.onError?.(error);
    return c.json({ error: 'Internal Server Error' }, 500);
  });
  return app;
}

/** A change that the page of another site asks for: the browser adds the password that it has cached. The key is a
 *  header of its own, which such a page cannot send. */
function isForged(c: Context): boolean {
  const origin = c.req.header('origin');
  if (origin === undefined || c.req.method === 'GET' || c.req.method === 'HEAD') return false;
  return c.req.header('x-api-key') === undefined && URL.parse(origin)?.host !== c.req.header('host')?.toLowerCase();
}

function unauthorized(c: Context): Response {
  c.header('WWW-Authenticate', 'Basic realm="span53"');
  return c.json({ error: 'Unauthorized' }, 401);
}

function isAuthorized(c: Context, { apiKey, password }: WebSettings): boolean {
  const key = c.req.header('x-api-key');
  if (key !== undefined && apiKey !== undefined) return sameSecret(key, apiKey);
  const basic = /^Basic ([A-Za-z0-9+/=]+)$/.exec(c.req.header('authorization') ?? '')?.[1];
  if (basic === undefined) return false;
  const given = Buffer.from(basic, 'base64').toString('utf8');
  const word = given.slice(given.indexOf(':') + 1);
  return [password, apiKey].some((secret) => secret !== undefined && sameSecret(word, secret));
}

/** Compares in a time that tells nothing about the secret, not even its length. */
function sameSecret(given: string, secret: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}

function peerOf(c: Context): IPAddress | undefined {
  const incoming = (c.env as { incoming?: IncomingMessage } | undefined)?.incoming;
  const text = incoming?.socket.remoteAddress;
  return text === undefined ? undefined : IPAddress.parse(text)?.unmapped();
}

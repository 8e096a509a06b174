import { IPAddress } from '@span53/dns/inet';
import { contentTypes, formatFor } from '@span53/metrics';
import { Hono } from 'hono';
import { renderCounters } from '../metrics.ts';
import { type ApiSources, apiRoutes } from './api.ts';
import { jaegerRoutes } from './jaeger.ts';
import { pageHeaders, pageRoutes } from './page.ts';

/** What the web listener serves. */
export interface WebOptions extends ApiSources {
  /** Host names, beside addresses and names without a dot, under which the page may be asked for. */
  readonly hosts: readonly string[];
  readonly page: Promise<string | undefined>;
  readonly onError: (error: Error) => void;
}

/** All routes of the web listener: the page, our query API, Jaeger's. */
export function webRoutes(options: WebOptions): Hono {
  const app = new Hono();
  app.use('*', async (context, next) => {
    for (const [name, value] of Object.entries(pageHeaders)) context.header(name, value);
    if (!isAllowedHost(context.req.header('host'), options.hosts)) {
      return context.json({ error: 'this host name is not in web.hosts' }, 403);
    }
    if (context.req.method !== 'GET' && context.req.method !== 'HEAD') {
      return context.json({ error: 'read only' }, 405, { allow: 'GET, HEAD' });
    }
    await next();
    return undefined;
  });
  app.get('/healthz', (context) => context.json({ status: 'ok' }));
  app.get('/metrics', (context) => {
    const format = formatFor(context.req.header('accept'));
    return context.body(renderCounters(options.counters(), format), 200, { 'content-type': contentTypes[format] });
  });
  app.route('/api/v1', apiRoutes(options));
  app.route('/api', jaegerRoutes(options));
  app.route('/', pageRoutes(options.page));
  app.notFound((context) => context.json({ error: 'not found' }, 404));
  app.onError((error, context) => {
    options.onError(error);
    return context.json({ error: 'internal error' }, 500);
  });
  return app;
}

/**
 * Keeps web pages from elsewhere out: one that points its own name at our address (DNS rebinding) would be of the same
 * origin and could read all traces, but it has to send that name as Host.
 */
export function isAllowedHost(header: string | undefined, hosts: readonly string[]): boolean {
  const host = (header ?? '').toLowerCase().replace(/:\d{1,5}$/, '');
  if (IPAddress.parse(host.replace(/^\[(.*)\]$/, '$1')) !== undefined) return true;
  return /^[a-z0-9_-]+$/.test(host) || host.endsWith('.localhost') || hosts.includes(host);
}

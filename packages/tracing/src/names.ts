import type { AuthSpanName } from './names-auth.ts';
import type { ProxySpanName } from './names-proxy.ts';
import type { RecursorSpanName } from './names-recursor.ts';

/** Every span name of the three servers: closed unions, so a misspelt name does not compile. */
export type SpanName = ProxySpanName | RecursorSpanName | AuthSpanName;

/** Span events that several places raise; `exception` is the name OpenTelemetry prescribes. */
export type EventName =
  | 'dns.parse'
  | 'dns.acl'
  | 'dns.truncated'
  | 'dns.tcp_fallback'
  | 'dns.retry'
  | 'dns.cookie_mismatch'
  | 'dns.rate_limited'
  | 'dns.policy'
  | 'dns.cache.refresh'
  | 'dns.traceparent.malformed'
  | 'dns.traceparent.denied'
  | 'dns.traceparent.skipped_tsig'
  | 'exception'
  | `dns.proxy.${string}`
  | `dns.resolver.${string}`
  | `dns.auth.${string}`;

/** Span names of the proxy. Low cardinality: values go into attributes. */
export type ProxySpanName =
  | 'dns.server.query'
  | 'dns.parse'
  | 'dns.acl'
  | 'dns.rules'
  | 'dns.rule'
  | 'dns.cache.lookup'
  | 'dns.cache.store'
  | 'dns.policy'
  | 'dns.backend.select'
  | 'dns.respond'
  | 'dns.client.query'
  | 'dns.connect'
  | 'dns.tls.handshake'
  | 'dns.maintenance'
  | 'dns.health_check';

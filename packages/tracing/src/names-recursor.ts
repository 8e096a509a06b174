/** Span names of the recursor. Low cardinality: values go into attributes. */
export type RecursorSpanName =
  | 'dns.server.query'
  | 'dns.parse'
  | 'dns.acl'
  | 'dns.cache.lookup'
  | 'dns.cache.store'
  | 'dns.policy'
  | 'dns.respond'
  | 'dns.resolve'
  | 'dns.resolve.step'
  | 'dns.resolve.ns_address'
  | 'dns.client.query'
  | 'dns.dnssec.validate'
  | 'dns.rpz'
  | 'dns.connect'
  | 'dns.tls.handshake'
  | 'dns.refresh';

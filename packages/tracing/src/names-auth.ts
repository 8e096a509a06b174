/** Span names of the authoritative server. Low cardinality: values go into attributes. */
export type AuthSpanName =
  | 'dns.server.query'
  | 'dns.parse'
  | 'dns.acl'
  | 'dns.cache.lookup'
  | 'dns.cache.store'
  | 'dns.respond'
  | 'dns.zone.lookup'
  | 'dns.backend.query'
  | 'dns.dnssec.sign'
  | 'dns.additional'
  | 'dns.notify'
  | 'dns.xfr'
  | 'dns.update'
  | 'dns.client.query'
  | 'dns.api.request';

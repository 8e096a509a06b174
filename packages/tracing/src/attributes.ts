/** What an attribute can hold. Whole numbers become OTLP integers, other numbers doubles. */
export type AttributeValue = string | number | boolean | readonly string[] | readonly number[];

type ValueType = 'string' | 'int' | 'boolean' | 'strings' | 'ints';

/** The attribute dictionary: every key our spans and events may carry. A new one is a line here. Keys of the
 *  OpenTelemetry conventions keep their meaning; `dns.*` beyond `dns.question.name` and `dns.answers` is ours. */
export const attributeTypes = {
  // question, answer
  'dns.question.name': 'string', // as received, with the trailing dot
  'dns.question.type': 'string',
  'dns.question.class': 'string', // only when not IN
  'dns.operation': 'string',
  'dns.id': 'int',
  'dns.header_flags': 'strings',
  'dns.response_code': 'string',
  'dns.answers': 'strings', // off by default: personal data
  'dns.answer.count': 'int',
  'dns.request.size': 'int',
  'dns.response.size': 'int',
  'dns.protocol': 'string', // do53 dot doh doh3 doq dnscrypt
  'dns.truncated': 'boolean',
  // peers
  'network.transport': 'string',
  'network.type': 'string',
  'network.protocol.name': 'string',
  'network.protocol.version': 'string',
  'network.peer.address': 'string',
  'network.peer.port': 'int',
  'network.local.address': 'string',
  'network.local.port': 'int',
  'client.address': 'string', // masked as configured
  'client.port': 'int',
  'server.address': 'string',
  'server.port': 'int',
  'tls.protocol.version': 'string',
  'tls.cipher': 'string',
  'tls.resumed': 'boolean',
  'tls.next_protocol': 'string',
  'http.request.method': 'string',
  'http.response.status_code': 'int',
  'url.path': 'string',
  'url.scheme': 'string',
  'user_agent.original': 'string',
  // failures
  'error.type': 'string',
  'exception.type': 'string',
  'exception.message': 'string',
  'exception.stacktrace': 'string',
  'dns.ede.code': 'int',
  'dns.ede.text': 'string',
  'dns.retry.count': 'int', // absent on the first attempt
  // EDNS
  'dns.edns.udp_size': 'int',
  'dns.edns.version': 'int',
  'dns.edns.options': 'ints',
  'dns.edns.client_subnet': 'string',
  'dns.edns.cookie': 'string', // none client valid bad
  // caches
  'dns.cache.name': 'string', // packet record negative query signature backend
  'dns.cache.hit': 'boolean',
  'dns.cache.stale': 'boolean',
  'dns.cache.ttl': 'int',
  // proxy
  'dns.proxy.rule.name': 'string',
  'dns.proxy.rule.action': 'string',
  'dns.proxy.rule.matched': 'boolean',
  'dns.proxy.pool': 'string',
  'dns.proxy.policy': 'string',
  'dns.proxy.backend.name': 'string',
  'dns.proxy.backend.id': 'string',
  'dns.proxy.dynblock.reason': 'string',
  // recursor
  'dns.resolver.zone': 'string',
  'dns.resolver.ns': 'string',
  'dns.resolver.depth': 'int',
  'dns.resolver.qmin': 'boolean',
  'dns.resolver.out_queries': 'int',
  'dns.resolver.forwarded': 'boolean',
  'dns.resolver.coalesced': 'boolean',
  'dns.resolver.throttled': 'int',
  'dns.dnssec.state': 'string',
  'dns.dnssec.bogus_reason': 'string',
  'dns.dnssec.key_tag': 'int',
  'dns.dnssec.algorithm': 'int',
  'dns.policy.name': 'string',
  'dns.policy.type': 'string',
  'dns.policy.kind': 'string',
  'dns.policy.trigger': 'string',
  'dns.policy.hit': 'string',
  // auth
  'dns.zone.name': 'string',
  'dns.zone.serial': 'int',
  'dns.auth.result': 'string', // answer cname dname referral nodata nxdomain wildcard refused
  'dns.auth.signed': 'boolean',
  'dns.auth.db_queries': 'int',
  'db.system.name': 'string',
  'db.operation.name': 'string',
  'db.query.text': 'string',
  'db.query.summary': 'string',
  'db.response.returned_rows': 'int',
  'dns.xfr.type': 'string',
  'dns.xfr.records': 'int',
  'dns.xfr.bytes': 'int',
  // the trace itself
  'dns.trace.source': 'string', // edns http local probe
  'dns.trace.restarted': 'boolean',
} as const satisfies Record<string, ValueType>;

/** A key of the dictionary, or a tag that the operator's rules gave the query. */
export type AttributeKey = keyof typeof attributeTypes | `dns.proxy.tag.${string}`;

/** Attributes given at once. Kept by reference until the trace is exported: built once and not changed. */
export type Attributes = { readonly [K in AttributeKey]?: AttributeValue };

import { attribute, type Attributes, SpanKind, textAttribute } from './span.ts';

/** What a span says about DNS, whoever wrote it: our dictionary (dns.*) or PowerDNS (query.*, auth.*, result). */
export interface DnsFacts {
  /** QNAME with trailing dot, case as received. */
  readonly question: string | undefined;
  /** QTYPE mnemonic. */
  readonly type: string | undefined;
  /** RCODE mnemonic. */
  readonly rcode: string | undefined;
  readonly cacheHit: boolean | undefined;
  readonly stale: boolean;
  /** Address, with port unless 53, of the server asked by a CLIENT span. */
  readonly server: string | undefined;
  readonly error: string | undefined;
}

interface FactSource {
  readonly name: string;
  readonly kind: number;
  readonly attributes: Attributes;
}

const rcodeNames = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED', 'YXDOMAIN', 'YXRRSET'];

/** Reads the facts of one span. PowerDNS writes names without the trailing dot, which is added. */
export function dnsFacts(span: FactSource): DnsFacts {
  const { attributes } = span;
  const powerDnsName = textAttribute(attributes, 'query.qname');
  return {
    question: textAttribute(attributes, 'dns.question.name') ?? (powerDnsName && absolute(powerDnsName)),
    type: textAttribute(attributes, 'dns.question.type') ?? textAttribute(attributes, 'query.qtype'),
    rcode: textAttribute(attributes, 'dns.response_code') ?? powerDnsRcode(span),
    cacheHit: cacheHit(span),
    stale: attribute(attributes, 'dns.cache.stale') === true,
    server: serverAsked(attributes),
    error: textAttribute(attributes, 'error.type'),
  };
}

/** True for a span that is one question put to another server. */
export function isOutgoingQuery(span: { readonly name: string; readonly kind: number }): boolean {
  return span.name === 'AuthRequest' || (span.kind === SpanKind.CLIENT && span.name !== 'dns.backend.query');
}

function absolute(name: string): string {
  return name.endsWith('.') ? name : `${name}.`;
}

/** The recursor closes SyncRes and AuthRequest with the RCODE as `result`; elsewhere `result` is something else. */
function powerDnsRcode({ name, attributes }: FactSource): string | undefined {
  if (name !== 'SyncRes' && name !== 'AuthRequest') return undefined;
  const result = attribute(attributes, 'result');
  return typeof result === 'number' && result >= 0 ? (rcodeNames[result] ?? `RCODE${result}`) : undefined;
}

function cacheHit({ name, attributes }: FactSource): boolean | undefined {
  const hit = attribute(attributes, name === 'PCacheCheck' ? 'result' : 'dns.cache.hit');
  return typeof hit === 'boolean' ? hit : undefined;
}

function serverAsked(attributes: Attributes): string | undefined {
  const address = textAttribute(attributes, 'server.address') ?? textAttribute(attributes, 'auth.address');
  const port = attribute(attributes, 'server.port');
  if (address === undefined || port === undefined || port === 53) return address;
  return address.includes(':') ? `[${address}]:${String(port)}` : `${address}:${String(port)}`;
}

import { RCode } from '@span53/dns/wire';
import type { AttributeKey, AttributeValue } from './attributes.ts';

/** PowerDNS' name for one of our attributes, and how its value differs. Undefined: no alias for this value. */
export interface Alias {
  readonly key: string;
  readonly value?: (value: AttributeValue) => AttributeValue | undefined;
}
export type Aliases = ReadonlyMap<AttributeKey, Alias>;

const withoutDot = (value: AttributeValue): AttributeValue =>
  typeof value === 'string' && value.length > 1 && value.endsWith('.') ? value.slice(0, -1) : value;
const rcodeNumber = (value: AttributeValue): AttributeValue | undefined =>
  typeof value === 'string' && value in RCode ? RCode[value as keyof typeof RCode] : undefined;

const common: [AttributeKey, Alias][] = [
  ['dns.question.name', { key: 'query.qname', value: withoutDot }],
  ['dns.question.type', { key: 'query.qtype' }],
];

/** What `legacy_attributes: true` adds, as the PowerDNS server of the same kind names it. */
export const legacyAliases: Readonly<Record<'proxy' | 'recursor' | 'auth', Aliases>> = {
  proxy: new Map([
    ...common,
    ['client.address', { key: 'query.remote.address' }],
    ['client.port', { key: 'query.remote.port' }],
    ['dns.proxy.backend.name', { key: 'backend.name' }],
    ['dns.proxy.backend.id', { key: 'backend.id' }],
  ]),
  recursor: new Map([
    ...common,
    ['server.address', { key: 'auth.address' }],
    ['dns.resolver.ns', { key: 'auth.nsname' }],
    ['dns.cache.hit', { key: 'result' }],
    ['dns.response_code', { key: 'result', value: rcodeNumber }],
  ]),
  auth: new Map(common),
};

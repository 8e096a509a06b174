/** What a zone check found. */
import type { DNSName } from '../wire/index.ts';
import type { ZoneRecord } from './options.ts';

/** error: no server should load the zone. warning: it loads, and something will not work. notice: worth a look. */
export type Severity = 'error' | 'warning' | 'notice';

/** Every kind of finding and how bad it is. docs/dns.md has what stands behind them. */
export const severities = {
  'soa-missing': 'error', // no SOA at the apex
  'soa-twice': 'error', // two different SOA records
  'soa-below-apex': 'error', // a SOA below the apex
  'ns-missing': 'error', // no NS at the apex
  'out-of-zone': 'warning', // an owner that is not below the origin
  'cname-and-other-data': 'error', // a CNAME with other data (RFC 1034 §3.6.2, RFC 4035 §2.5)
  'cname-twice': 'error', // two CNAME records at one name
  'dname-twice': 'error', // two DNAME records at one name (RFC 6672 §2.4)
  'dname-and-ns': 'error', // DNAME at a delegation (RFC 6672 §2.3)
  'below-dname': 'error', // data below a DNAME (RFC 6672 §2.4)
  'below-delegation': 'warning', // data that a delegation hides, other than glue
  'ttl-mismatch': 'warning', // an RRset with more than one TTL (RFC 2181 §5.2)
  duplicate: 'notice', // the same record twice
  'soa-times': 'notice', // SOA with retry over refresh, or expire under refresh and retry
  'wildcard-ns': 'warning', // a delegation at a wildcard (RFC 4592 §4.2)
  'ns-without-address': 'error', // a name server of the zone, in the zone, that has no address
  'ns-is-alias': 'error', // a name server of the zone that is an alias (RFC 2181 §10.3)
  'delegation-without-address': 'warning', // a name server of a delegation, in the zone, that has no address
  'delegation-to-alias': 'warning', // a name server of a delegation that is an alias (RFC 2181 §10.3)
  'glue-missing': 'warning', // a name server below its delegation without address
  'sibling-glue-missing': 'warning', // a name server below another delegation without address
  'target-without-address': 'warning', // a mail exchange or service in the zone that has no address
  'target-is-alias': 'warning', // a mail exchange or service that is an alias (RFC 2181 §10.3)
  'address-as-name': 'warning', // an IP address where only a name can stand
  'not-a-host-name': 'notice', // an owner or target that is no host name (RFC 1123 §2.1)
  'alias-with-parameters': 'warning', // SVCB or HTTPS in AliasMode with parameters (RFC 9460 §2.4.2)
  'ds-at-apex': 'error', // DS of the zone itself, which belongs to its parent (RFC 4035 §2.4)
  'ds-without-delegation': 'warning', // DS where nothing is delegated
  'apex-only': 'warning', // a type of the apex below it: DNSKEY, NSEC3PARAM, ZONEMD and the like
  'signature-of-nothing': 'warning', // RRSIG of a type that is not there
  'signature-missing': 'warning', // an RRset without RRSIG in a signed zone (RFC 4035 §2.2)
  'signature-labels': 'warning', // RRSIG with another label count than its owner
  'signer-is-not-the-zone': 'warning', // RRSIG by another signer than the zone
  'signature-expired': 'warning', // RRSIG that is no longer valid
  'signature-not-yet-valid': 'warning', // RRSIG that is not valid yet
  'nsec-and-nsec3': 'warning', // NSEC and NSEC3 in one zone
  'nsec3param-missing': 'warning', // NSEC3 without NSEC3PARAM at the apex (RFC 5155 §7.3)
  'nsec3-owner': 'warning', // NSEC3 at a name that is no hash right below the apex (RFC 5155 §3)
  'nsec3-iterations': 'notice', // NSEC3 with iterations (RFC 9276 §3.1)
  'zonemd-serial': 'warning', // ZONEMD of another serial than that of the SOA (RFC 8976 §4)
} as const satisfies Record<string, Severity>;

/** The name of a kind of finding. */
export type FindingCode = keyof typeof severities;

/** One finding, at the record it concerns. */
export interface ZoneFinding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly owner: DNSName;
  readonly type: number;
  readonly message: string;
  readonly file: string;
  /** 0 when the finding is about something that is not there. */
  readonly line: number;
}

/** Takes findings down. */
export type Report = (
  code: FindingCode,
  record: Pick<ZoneRecord, 'owner' | 'type' | 'file' | 'line'>,
  message: string,
) => void;

/** `file:line: severity: message`. */
export function formatFinding({ file, line, severity, owner, message }: ZoneFinding): string {
  return `${file}:${line}: ${severity}: ${owner} ${message}`;
}

/** What a zone check found. */
import type { DNSName } from '../wire/index.ts';
import type { ZoneRecord } from './options.ts';

/** error: no server should load the zone. warning: it loads, and something will not work. notice: worth a look. */
export type Severity = 'error' | 'warning' | 'notice';

/** Every kind of finding and how bad it is. */
export const severities = {
  'soa-missing': 'error',
  'soa-twice': 'error',
  'soa-below-apex': 'error',
  'ns-missing': 'error',
  'out-of-zone': 'warning',
  'cname-and-other-data': 'error',
  'cname-twice': 'error',
  'dname-twice': 'error',
  'dname-and-ns': 'error',
  'below-dname': 'error',
  'below-delegation': 'warning',
  'ttl-mismatch': 'warning',
  duplicate: 'notice',
  'soa-times': 'notice',
  'wildcard-ns': 'warning',
  'ns-without-address': 'error',
  'ns-is-alias': 'error',
  'glue-missing': 'warning',
  'sibling-glue-missing': 'warning',
  'target-without-address': 'warning',
  'target-is-alias': 'warning',
  'address-as-name': 'warning',
  'not-a-host-name': 'notice',
  'alias-with-parameters': 'warning',
  'ds-without-delegation': 'warning',
  'apex-only': 'warning',
  'signature-of-nothing': 'warning',
  'signature-missing': 'warning',
  'signature-labels': 'warning',
  'signer-is-not-the-zone': 'warning',
  'signature-expired': 'warning',
  'signature-not-yet-valid': 'warning',
  'nsec-and-nsec3': 'warning',
  'nsec3param-missing': 'warning',
  'nsec3-iterations': 'notice',
  'zonemd-serial': 'warning',
} as const satisfies Record<string, Severity>;

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

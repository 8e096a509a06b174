export { checkZone, type ZoneCheck, type ZoneCheckOptions } from './check-zone.ts';
export { directives, type Directive } from './directives.ts';
export { formatZoneError, type ZoneError } from './errors.ts';
export { formatFinding, severities, type FindingCode, type Severity, type ZoneFinding } from './finding.ts';
export { includePath } from './include-path.ts';
export type { ZoneChunks, ZoneReadOptions, ZoneRecord } from './options.ts';
export { formatRecord, writeZone, type WritableRecord, type ZoneWriteOptions } from './writer.ts';
export { ZoneReader, readZone, readZoneAsync } from './zone-reader.ts';

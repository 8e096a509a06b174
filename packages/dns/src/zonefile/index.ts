export { formatZoneError, type ZoneError } from './errors.ts';
export { includePath } from './include-path.ts';
export type { ZoneChunks, ZoneReadOptions, ZoneRecord } from './options.ts';
export { formatRecord, writeZone, type WritableRecord, type ZoneWriteOptions } from './writer.ts';
export { ZoneReader, readZone, readZoneAsync } from './zone-reader.ts';

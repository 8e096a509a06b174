export { DatabaseError } from './sqlite/database.ts';
export { ZoneWriter, zoneKinds, type ZoneKind } from './sqlite/writer.ts';
export { ZoneTable, type ZoneContent, type ZoneRow, type ZoneSummary } from './sqlite/zone-table.ts';
export {
  checkStoredZone,
  createZone,
  DEFAULT_SOA_CONTENT,
  deleteZone,
  exportZone,
  listZones,
  loadZones,
  ZoneFileError,
  type LoadedZone,
  type NewZone,
  type ZoneFile,
} from './zone-files.ts';
export { authDefinition } from './definition.ts';
export { loadZoneDirectory } from './zone-directory.ts';

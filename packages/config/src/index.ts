export * from './fields.ts';
export { ConfigError, formatIssue, formatPath, type ConfigIssue } from './issues.ts';
export { loadYaml, splitKey, visitKeys, type Loaded, type LoadRequest, type Override } from './load.ts';
export { entriesOf, itemOf, markOf } from './schema-walk.ts';
export { formatTable, keyTables, type KeyRow, type KeyTable } from './reference.ts';
export * from './values.ts';
export {
  CONFIG_OCTETS_MAX,
  formatYaml,
  parseYaml,
  readConfigFile,
  type KeyPath,
  type YamlSource,
} from './yaml-source.ts';

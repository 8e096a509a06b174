export { loadRecursorConfig, type RecursorConfig } from './config/load.ts';
export { recursorSchema, type RecursorYaml } from './config/schema.ts';
export { recursorDefinition } from './definition.ts';

export type { ExportPort } from './port.ts';

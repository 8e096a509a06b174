export { type Collector, type CollectorEvents, startCollector } from './collector.ts';
export { type CollectorConfig, collectorSchema, loadConfig } from './config.ts';
export { collectorDefinition } from './definition.ts';
export type { GraphJson, NodeJson, StatsJson, SummaryJson, TraceJson, TracePageJson } from './model/api-types.ts';
export { ensurePage } from './page-build.ts';

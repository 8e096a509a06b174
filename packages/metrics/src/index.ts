export { CounterSet } from './counter.ts';
export { type ExemplarSource, Histogram, type HistogramSlots, latencyBounds } from './histogram.ts';
export {
  type Family,
  type GaugeMerge,
  labelKey,
  type Labels,
  type MetricKind,
  type MetricOptions,
  MetricsRegistry,
  type Series,
} from './registry.ts';
export { MetricsMemory, type MetricsRow } from './row.ts';

export { carryOver, clearGauges } from './carry.ts';
export { CounterSet } from './counter.ts';
export { type ExemplarSource, Histogram, type HistogramSlots, latencyBounds } from './histogram.ts';
export { contentTypes, formatFor, renderMetrics, type TextFormat } from './openmetrics.ts';
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
export { type Exemplar, type HistogramSample, type Sample, samples } from './samples.ts';

export { otlpDefaults, pdnsDefaults } from './destinations.ts';
export { planTelemetry, type PlanInput, type TelemetryPlan, type TracedApp, type TracingPlan } from './plan.ts';
export { type TracingConfig, tracingSchema } from './schema.ts';
export {
  declareTelemetryMetrics,
  openTelemetry,
  type QueryTracing,
  type Telemetry,
  type TelemetryContext,
  TelemetryMain,
  type TelemetryMetrics,
} from './telemetry.ts';

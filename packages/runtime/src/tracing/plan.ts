import { rcodeName } from '@span53/dns/wire';
import { type OtelEnvironment, readOtelEnvironment } from '@span53/export';
import type { Destination } from '@span53/export';
import type {
  AcceptEntry,
  AttributeKey,
  Detail,
  EncoderSettings,
  RecorderLimits,
  SamplerKind,
  TailRules,
} from '@span53/tracing';
import { legacyAliases } from '@span53/tracing';
import type { Netmask } from '@span53/dns/inet';
import { destinationOf, defaultOtlp } from './destinations.ts';
import { exporterList, type TracingConfig } from './schema.ts';

export type TracedApp = 'proxy' | 'recursor' | 'auth' | 'collector';

/** Where a plan comes from. */
export interface PlanInput {
  readonly config: TracingConfig;
  readonly app: TracedApp;
  readonly version: string;
  /** `process.env`; only `OTEL_*` is read. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Host name and process ID, for `service.instance.id`. */
  readonly process: { readonly host: string; readonly pid: number };
  /** Destinations that other keys of the file name, as PowerDNS' protobuf loggers. They get no trace by themselves. */
  readonly extra?: readonly Destination[];
}

/** Everything about tracing that is settled before anything is opened. Each thread makes the same plan from the same
 *  configuration. */
export interface TelemetryPlan {
  /** Undefined: tracing is off. */
  readonly tracing: TracingPlan | undefined;
  readonly destinations: readonly Destination[];
  readonly inFlightBytesMax: number;
  /** Environment variables that were ignored. */
  readonly warnings: readonly string[];
}

export interface TracingPlan {
  /** Places of the destinations that get every kept trace. */
  readonly traceTo: readonly number[];
  readonly sampler: { readonly kind: SamplerKind; readonly ratio: number };
  readonly tail: TailRules | undefined;
  readonly limits: RecorderLimits;
  readonly tracesMax: number;
  readonly detail: Detail;
  readonly encoder: Omit<EncoderSettings, 'clock'>;
  readonly accept: readonly AcceptEntry[];
  readonly maxTracesPerSecond: number;
  readonly probe: boolean;
  readonly optionCode: number;
  readonly acceptShort: boolean;
  readonly downstream: readonly Netmask[];
  readonly maskV4: number;
  readonly maskV6: number;
}

/** Merges the configuration, which wins, with `OTEL_*` and the defaults. */
export function planTelemetry(input: PlanInput): TelemetryPlan {
  const { config, environment, extra = [] } = input;
  const otel = readOtelEnvironment(environment);
  const inFlightBytesMax = config.limits.in_flight_bytes;
  const { warnings } = otel;
  if (!config.enabled || otel.disabled) return { tracing: undefined, destinations: extra, inFlightBytesMax, warnings };
  const own = exportersOf(input, otel);
  const traceTo = own.map((_, index) => index);
  return {
    tracing: tracingOf(input, otel, traceTo),
    destinations: [...own, ...extra],
    inFlightBytesMax,
    warnings,
  };
}

/** No exporter configured: OTLP to where OpenTelemetry's variables, or its defaults, say. */
function exportersOf({ config, version }: PlanInput, otel: OtelEnvironment): Destination[] {
  const configured = exporterList(config);
  const userAgent = `Span53/${version}`;
  if (configured !== undefined) {
    return configured.map((exporter, index) => destinationOf(exporter, { index, userAgent, otel }));
  }
  return otel.exporter === 'none' ? [] : [defaultOtlp({ index: 0, userAgent, otel })];
}

function tracingOf(input: PlanInput, otel: OtelEnvironment, traceTo: readonly number[]): TracingPlan {
  const { config, app } = input;
  const { limits, tail, sampler } = config;
  return {
    traceTo,
    sampler: {
      kind: sampler.type ?? otel.sampler ?? 'parentbased_always_on',
      ratio: sampler.ratio ?? otel.samplerRatio ?? 1,
    },
    tail: tailOf(tail),
    limits: {
      spansMax: limits.spans ?? (app === 'recursor' ? 512 : 64),
      attributesMax: limits.attributes ?? otel.attributesMax ?? 128,
      eventsMax: limits.events ?? otel.eventsMax ?? 128,
      linksMax: limits.links ?? otel.linksMax ?? 128,
    },
    tracesMax: limits.traces,
    detail: config.detail,
    encoder: encoderOf(input, otel),
    accept: config.accept.map((entry) => ({
      sources: entry.sources,
      tsigKeys: entry.tsig_keys.map((key) => `${key.toLowerCase().replace(/\.$/, '')}.`),
      trust: entry.trust,
      honourSampledFlag: entry.honour_sampled_flag,
      maxTracesPerSecond: entry.max_traces_per_second,
    })),
    maxTracesPerSecond: config.max_traces_per_second,
    probe: config.probe,
    optionCode: config.option_code,
    acceptShort: config.accept_short,
    downstream: config.downstream,
    maskV4: config.mask_v4,
    maskV6: config.mask_v6,
  };
}

function tailOf({ latency, rcodes, error }: TracingConfig['tail']): TailRules | undefined {
  if (latency === undefined && rcodes.length === 0 && !error) return undefined;
  return {
    ...(latency !== undefined && { latencyMs: latency }),
    ...(rcodes.length > 0 && { rcodes: new Set(rcodes.map(rcodeName)) }),
    error,
  };
}

function encoderOf(input: PlanInput, otel: OtelEnvironment): TracingPlan['encoder'] {
  const { config, app, version, process } = input;
  const instance = config.instance_id ?? otel.resource['service.instance.id'] ?? `${process.host}:${process.pid}`;
  const valueLengthMax = config.limits.value_length ?? otel.valueLengthMax;
  const legacy = config.legacy_attributes;
  return {
    resource: {
      'service.version': version,
      'host.name': process.host,
      'process.pid': process.pid,
      'telemetry.sdk.name': 'span53',
      'telemetry.sdk.language': 'nodejs',
      'telemetry.sdk.version': version,
      ...otel.resource,
      ...config.resource,
      'service.name': config.service_name ?? otel.serviceName ?? `span53-${app}`,
      'service.instance.id': instance,
    },
    scope: { name: `span53/${app}`, version, ...(legacy && { attributes: { instance } }) },
    drop: new Set(config.drop_attributes as AttributeKey[]),
    ...(legacy && app !== 'collector' && { aliases: legacyAliases[app] }),
    ...(valueLengthMax !== undefined && { valueLengthMax }),
  };
}

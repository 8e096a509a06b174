import { type SamplerKind, samplerKinds } from '@span53/tracing';

/** What OpenTelemetry's environment variables ask for; absent members were not set. The configuration file wins. */
export interface OtelEnvironment {
  readonly disabled: boolean;
  readonly serviceName?: string;
  readonly resource: Readonly<Record<string, string>>;
  /** `OTEL_TRACES_EXPORTER`. */
  readonly exporter?: 'otlp' | 'none';
  /** The whole URL of traces. */
  readonly url?: string;
  readonly encoding?: 'protobuf' | 'json';
  readonly headers?: Readonly<Record<string, string>>;
  readonly compression?: 'gzip' | 'none';
  readonly timeoutMs?: number;
  /** Paths of PEM files. */
  readonly certificate?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  readonly sampler?: SamplerKind;
  readonly samplerRatio?: number;
  readonly intervalMs?: number;
  readonly batchTracesMax?: number;
  readonly attributesMax?: number;
  readonly eventsMax?: number;
  readonly linksMax?: number;
  readonly valueLengthMax?: number;
  /** Values that were ignored, with the reason. */
  readonly warnings: readonly string[];
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Reads `OTEL_*`. Empty counts as unset; a bad number or word is ignored with a warning. */
export function readOtelEnvironment(variables: Variables): OtelEnvironment {
  const r = new Reader(variables);
  const own = r.text('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT');
  r.unsupported('OTEL_BSP_MAX_QUEUE_SIZE', 'queues are limited in octets, by queue_bytes of the exporter');
  const resource = r.pairs('OTEL_RESOURCE_ATTRIBUTES') ?? {};
  return withoutUndefined({
    disabled: r.text('OTEL_SDK_DISABLED')?.toLowerCase() === 'true',
    resource,
    serviceName: r.text('OTEL_SERVICE_NAME') ?? resource['service.name'],
    exporter: r.word('OTEL_TRACES_EXPORTER', { otlp: 'otlp', none: 'none' } as const),
    url:
      own === undefined ? r.baseUrl('OTEL_EXPORTER_OTLP_ENDPOINT') : r.url('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', own),
    encoding: r.otlpWord('PROTOCOL', { 'http/protobuf': 'protobuf', 'http/json': 'json' } as const),
    headers: r.otlpPairs('HEADERS'),
    compression: r.otlpWord('COMPRESSION', { gzip: 'gzip', none: 'none' } as const),
    timeoutMs: r.otlpNumber('TIMEOUT', { min: 1, max: waitMsMax }),
    certificate: r.otlpText('CERTIFICATE'),
    clientCertificate: r.otlpText('CLIENT_CERTIFICATE'),
    clientKey: r.otlpText('CLIENT_KEY'),
    sampler: r.word('OTEL_TRACES_SAMPLER', samplerWords),
    samplerRatio: r.number('OTEL_TRACES_SAMPLER_ARG', { min: 0, max: 1, whole: false }),
    intervalMs: r.number('OTEL_BSP_SCHEDULE_DELAY', { min: 0, max: waitMsMax }),
    batchTracesMax: r.number('OTEL_BSP_MAX_EXPORT_BATCH_SIZE', { min: 1, max: countMax }),
    attributesMax: r.number('OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', { min: 0, max: countMax }),
    eventsMax: r.number('OTEL_SPAN_EVENT_COUNT_LIMIT', { min: 0, max: countMax }),
    linksMax: r.number('OTEL_SPAN_LINK_COUNT_LIMIT', { min: 0, max: countMax }),
    valueLengthMax: r.number('OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT', { min: 0, max: countMax }),
    warnings: r.warnings,
  });
}

interface Range {
  readonly min: number;
  readonly max: number;
  /** True unless told. */
  readonly whole?: boolean;
}

/** A day: setTimeout fires at once when told to wait for more than 24 of them. */
const waitMsMax = 86_400_000;
const countMax = 1_000_000_000;

const samplerWords = Object.fromEntries(samplerKinds.map((kind) => [kind, kind])) as Record<SamplerKind, SamplerKind>;

class Reader {
  readonly warnings: string[] = [];
  readonly #variables: Variables;

  constructor(variables: Variables) {
    this.#variables = variables;
  }

  text(name: string): string | undefined {
    return this.#variables[name]?.trim() || undefined;
  }

  /** The variable of traces, or the one for all signals. */
  otlpText(name: string): string | undefined {
    return this.text(`OTEL_EXPORTER_OTLP_TRACES_${name}`) ?? this.text(`OTEL_EXPORTER_OTLP_${name}`);
  }

  otlpWord<T>(name: string, words: Readonly<Record<string, T>>): T | undefined {
    return this.#wordOf(`OTEL_EXPORTER_OTLP_${name}`, this.otlpText(name), words);
  }

  word<T>(name: string, words: Readonly<Record<string, T>>): T | undefined {
    return this.#wordOf(name, this.text(name), words);
  }

  /** A variable that is known and has no effect here. */
  unsupported(name: string, why: string): void {
    const text = this.text(name);
    if (text !== undefined) this.#ignore(name, text, why);
  }

  number(name: string, range: Range): number | undefined {
    return this.#numberOf(name, this.text(name), range);
  }

  otlpNumber(name: string, range: Range): number | undefined {
    return this.#numberOf(`OTEL_EXPORTER_OTLP_${name}`, this.otlpText(name), range);
  }

  /** The endpoint of all signals gets the path of traces. */
  baseUrl(name: string): string | undefined {
    const base = this.text(name);
    return base === undefined ? undefined : this.url(name, `${base.replace(/\/$/, '')}/v1/traces`);
  }

  url(name: string, text: string): string | undefined {
    const url = URL.parse(text);
    if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.href;
    this.#ignore(name, text, 'expected an http or https URL');
    return undefined;
  }

  pairs(name: string): Readonly<Record<string, string>> | undefined {
    return this.#pairsOf(name, this.text(name));
  }

  otlpPairs(name: string): Readonly<Record<string, string>> | undefined {
    return this.#pairsOf(`OTEL_EXPORTER_OTLP_${name}`, this.otlpText(name));
  }

  /** `k=v,k=v`, percent-encoded. One bad member discards all of it. */
  #pairsOf(name: string, text: string | undefined): Readonly<Record<string, string>> | undefined {
    if (text === undefined) return undefined;
    const pairs: Record<string, string> = {};
    for (const member of text.split(',')) {
      if (member.trim() === '') continue;
      const at = member.indexOf('=');
      const key = decode(member.slice(0, at).trim());
      const value = decode(member.slice(at + 1).trim());
      if (at < 1 || key === undefined || value === undefined) {
        this.#ignore(name, text, 'expected key=value,key=value');
        return undefined;
      }
      pairs[key] = value;
    }
    return pairs;
  }

  #wordOf<T>(name: string, text: string | undefined, words: Readonly<Record<string, T>>): T | undefined {
    if (text === undefined) return undefined;
    if (Object.hasOwn(words, text)) return words[text];
    this.#ignore(name, text, `expected ${Object.keys(words).join(', ')}`);
    return undefined;
  }

  #numberOf(name: string, text: string | undefined, { min, max, whole = true }: Range): number | undefined {
    if (text === undefined) return undefined;
    const value = Number(text);
    if (value >= min && value <= max && (!whole || Number.isInteger(value))) return value;
    this.#ignore(name, text, `expected a ${whole ? 'whole ' : ''}number from ${min} to ${max}`);
    return undefined;
  }

  /** Header values are secrets, so values are not repeated for them. */
  #ignore(name: string, text: string, why: string): void {
    this.warnings.push(name.endsWith('HEADERS') ? `${name} ignored: ${why}` : `${name}=${text} ignored: ${why}`);
  }
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

function withoutUndefined<T extends object>(value: T): Present<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Present<T>;
}

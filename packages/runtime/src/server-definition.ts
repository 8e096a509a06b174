/**
 * What an app tells the runtime about itself. The runtime does the rest: options, threads, HTTP, signals, exit
 * codes.
 */
import type { ConfigIssue, Override } from '@span53/config';
import type { NetmaskSet, SocketAddress } from '@span53/dns/inet';
import type { MetricsRegistry, MetricsRow } from '@span53/metrics';
import type { Hono } from 'hono';

import type { Control } from './control-channel.ts';
import type { Logger, LogLevel } from './logger.ts';
import type { ReportBug } from './query-guard.ts';
import type { RuntimeMetrics } from './runtime-metrics.ts';

/** Where a configuration comes from. `text` is read once; workers get the same text and parse it again. */
export interface ConfigSource {
  readonly file: string;
  readonly text: string;
  readonly overrides: readonly Override[];
  /** The app's own command-line options, as parseArgs returned them. */
  readonly options: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
}

/** A parsed configuration. */
export interface LoadedConfig<C> {
  readonly config: C;
  readonly warnings: readonly ConfigIssue[];
  /** What `--print-config` prints, as YAML data, with secrets hidden. */
  readonly printable: unknown;
}

/** What the runtime needs to know of a configuration. */
export interface RuntimeSettings {
  /** Data workers. `auto`: one per core. 0: the data plane runs in the main thread. */
  readonly workers: number | 'auto';
  readonly logLevel: LogLevel;
  /** How long SIGTERM and a reload wait for queries in flight. */
  readonly shutdownGraceMs: number;
  readonly web: WebSettings | undefined;
}

/** The admin web server. */
export interface WebSettings {
  readonly listen: readonly SocketAddress[];
  /** Compared in constant time with `X-API-Key`. Undefined: the API answers nobody. */
  readonly apiKey: string | undefined;
  /** Password of HTTP Basic, which opens the same doors as the key. */
  readonly password: string | undefined;
  readonly allowFrom: NetmaskSet;
  readonly bodyOctetsMax: number;
  /** /metrics needs key or password too. */
  readonly metricsNeedKey: boolean;
}

/** What every part of a server gets. */
export interface ServerContext<C> {
  readonly config: C;
  readonly log: Logger;
  /** Messages between the main thread and the workers. */
  readonly control: Control;
  /** This thread's numbers; slots were declared by `declareMetrics`. */
  readonly row: MetricsRow;
  readonly graceMs: number;
  /** Counts and logs an exception that was caught. */
  readonly report: ReportBug;
  /** Slots for `openDnsListeners`. */
  readonly transport: Pick<RuntimeMetrics, 'udp' | 'tcp'>;
}

/** The main thread's part. */
export interface MainContext<C> extends ServerContext<C> {
  /** How many data workers there will be. */
  readonly workers: number;
  /** A counter or gauge summed over all threads, for admin routes. */
  readonly sum: (slot: number) => number;
}

/** A data worker. */
export interface WorkerContext<C> extends ServerContext<C> {
  readonly index: number;
  readonly workers: number;
  /** What an earlier worker bound: see `openDnsListeners`. */
  readonly siblings: readonly string[];
  /** Bind with reusePort: other workers, or those of the next configuration, bind the same addresses. */
  readonly reusePort: boolean;
  /** What `MainPart.forWorker` made for this worker. */
  readonly shared: unknown;
}

/** Services of the main thread: writers, health checks, exporters, admin routes. */
export interface MainPart extends AsyncDisposable {
  /** Adds the app's admin routes. */
  readonly routes?: (app: Hono) => void;
  /** Data and ports for one worker, cloned or transferred to it. */
  readonly forWorker?: (index: number) => { readonly data: unknown; readonly transfer?: readonly Transferable[] };
  /** Addresses for the ready line. */
  readonly addresses?: readonly string[];
  /** Texts of what is not healthy now; empty when all is well. */
  readonly problems?: () => readonly string[];
  /** Texts of what is wrong and does not keep the server from its work. */
  readonly warnings?: () => readonly string[];
}

/** The data plane of one worker. Disposing drains: it takes nothing new and answers what is in flight. */
export interface WorkerPart extends AsyncDisposable {
  /** Bound addresses for the ready line, as `udp:127.0.0.1:53`. */
  readonly addresses: readonly string[];
}

type Transferable = import('node:worker_threads').Transferable;

/** One option of an app's own. */
export interface AppOption {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  /** Shown by --help. */
  readonly help: string;
}

/** An app. */
export interface ServerDefinition<C> {
  readonly name: 'auth' | 'recursor' | 'proxy' | 'collector';
  readonly version: string;
  readonly summary: string;
  /** `import.meta.url` of the module that calls `runServer`: worker threads load it too. */
  readonly module: string;
  readonly options?: Readonly<Record<string, AppOption>>;
  /** Files looked for when none is named, besides `$SPAN53_<NAME>_CONFIG`, `./<name>.yml`, `/etc/span53/<name>.yml`. */
  readonly configFiles?: (options: ConfigSource['options']) => readonly string[];
  /** Used when no file is found; undefined: a file is needed. */
  readonly defaultConfig?: string;
  /** Parses and checks; throws ConfigError with every problem. */
  load(source: ConfigSource): LoadedConfig<C>;
  settings(config: C): RuntimeSettings;
  /** Declares the same metrics in every thread. */
  declareMetrics(registry: MetricsRegistry, config: C): void;
  openMain?(context: MainContext<C>): Promise<MainPart>;
  openWorker?(context: WorkerContext<C>): Promise<WorkerPart>;
  /** A query to itself for `healthcheck`: resolves to what is wrong, or undefined. */
  healthCheck?(config: C): Promise<string | undefined>;
}

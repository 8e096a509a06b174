export { askOneself, type OwnQuestion } from './ask-oneself.ts';
export * from './tracing/index.ts';
export { adminApp, openAdminServer, type AdminServer, type AdminView } from './admin-server.ts';
export { nowMs, timeOriginMs, unixMs, unixSeconds } from './clock.ts';
export { findConfig, helpText, parseCommandLine, type CommandLine } from './command-line.ts';
export { LinkedControl, pairControls, type Control, type ControlHandler } from './control-channel.ts';
export { openDnsListeners, type DnsListeners, type DnsListenersOptions } from './dns-listeners.ts';
export { fetchServer, type Fetch } from './fetch-server.ts';
export { Generation, type GenerationOptions } from './generation.ts';
export { listenFailure } from './listen-failure.ts';
export { openLogger, RateLimitedLog, type Logger, type LogLevel } from './logger.ts';
export { ExitCode, runServer, serverMain } from './main.ts';
export { answerServfail, bugReporter, guardQueries, type ReportBug } from './query-guard.ts';
export { fillRandom, random16, randomUnit } from './random.ts';
export { declareRuntimeMetrics, type RuntimeMetrics } from './runtime-metrics.ts';
export type {
  AppOption,
  ConfigSource,
  LoadedConfig,
  MainContext,
  MainPart,
  RuntimeSettings,
  ServerContext,
  ServerDefinition,
  WebSettings,
  WorkerContext,
  WorkerPart,
} from './server-definition.ts';

/** `runServer`: from the command line to the exit code. */
import { ConfigError, formatIssue, formatYaml } from '@span53/config';

import { openAdminServer, type AdminServer, type AdminView } from './admin-server.ts';
import { nowMs } from './clock.ts';
import { findConfig, helpText, parseCommandLine, type CommandLine } from './command-line.ts';
import { Generation } from './generation.ts';
import { standardOutput } from './log-output.ts';
import { openLogger, type Logger } from './logger.ts';
import type { ConfigSource, LoadedConfig, ServerDefinition } from './server-definition.ts';
import { isDataWorker, runDataWorker } from './worker-thread.ts';

/** Exit codes (commands.md). */
export const ExitCode = { OK: 0, FAILED: 1, USAGE: 2 } as const;

/** Last log lines may take this long to leave. */
const LOG_FLUSH_MS = 500;
/** A Ctrl-C reaches a process twice, by the terminal and by the npm script that started it. */
const SAME_SIGNAL_MS = 500;

/** Runs an app as a process; never returns in the main thread. In a worker thread it runs the data plane. */
export function runServer<C>(definition: ServerDefinition<C>, argv: readonly string[] = process.argv.slice(2)): void {
  if (isDataWorker()) {
    runDataWorker(definition);
    return;
  }
  void serverMain(definition, argv).then((code) => process.exit(code));
}

/** The same as a promise of the exit code: for the span53 command. */
export async function serverMain<C>(definition: ServerDefinition<C>, argv: readonly string[]): Promise<number> {
  const line = parseCommandLine(definition, argv);
  if (typeof line === 'string') {
    process.stderr.write(`span53-${definition.name}: ${line}\nTry --help.\n`);
    return ExitCode.USAGE;
  }
  if (line.action === 'help' || line.action === 'version') {
    process.stdout.write(
      line.action === 'help' ? helpText(definition) : `span53-${definition.name} ${definition.version}\n`,
    );
    return ExitCode.OK;
  }
  let source: ConfigSource;
  let loaded: LoadedConfig<C>;
  try {
    const found = findConfig(definition, line);
    if (found === undefined) {
      process.stderr.write(`span53-${definition.name}: no configuration found: name one with --config FILE\n`);
      return ExitCode.USAGE;
    }
    source = found;
    loaded = definition.load(source);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const issue of error.issues) process.stderr.write(`${formatIssue(issue)}\n`);
    return ExitCode.USAGE;
  }
  for (const warning of loaded.warnings) process.stderr.write(`warning: ${formatIssue(warning)}\n`);
  return act(definition, line, source, loaded);
}

async function act<C>(
  definition: ServerDefinition<C>,
  line: CommandLine,
  source: ConfigSource,
  loaded: LoadedConfig<C>,
): Promise<number> {
  switch (line.action) {
    case 'check':
      process.stdout.write(`Configuration '${source.file}' OK!\n`);
      return ExitCode.OK;
    case 'print':
      process.stdout.write(formatYaml(loaded.printable));
      return ExitCode.OK;
    case 'healthcheck': {
      const problem = await definition.healthCheck?.(loaded.config);
      if (problem !== undefined) process.stderr.write(`${problem}\n`);
      return problem === undefined ? ExitCode.OK : ExitCode.FAILED;
    }
    case 'run':
    case 'version':
    case 'help':
      return finish(new ServerProcess(definition, line, source).run(loaded));
  }
}

async function finish(running: Promise<number>): Promise<number> {
  const code = await running;
  await standardOutput.flush(LOG_FLUSH_MS);
  return code;
}

/** A running server: the open generation, its web server, and what signals do to them. */
class ServerProcess<C> {
  readonly #definition: ServerDefinition<C>;
  readonly #line: CommandLine;
  #source: ConfigSource;
  #log!: Logger;
  #generation!: Generation<C>;
  #admin: AdminServer | undefined;
  #reloading = false;
  #stoppingSinceMs: number | undefined;
  readonly #ended = Promise.withResolvers<number>();

  constructor(definition: ServerDefinition<C>, line: CommandLine, source: ConfigSource) {
    this.#definition = definition;
    this.#line = line;
    this.#source = source;
  }

  async run(loaded: LoadedConfig<C>): Promise<number> {
    const settings = this.#definition.settings(loaded.config);
    const log = openLogger(this.#definition.name, settings.logLevel);
    this.#log = log;
    try {
      this.#generation = await Generation.open({ definition: this.#definition, source: this.#source, loaded, log });
      this.#admin = await this.#openAdmin();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      log.fatal({ event: 'start-failed', why }, why);
      process.stderr.write(`span53-${this.#definition.name}: ${why}\n`);
      await this.#generation?.[Symbol.asyncDispose]();
      return ExitCode.FAILED;
    }
    standardOutput.onDrop = () => (this.#generation.memory.row(0)[this.#generation.slots.logLinesDropped]! += 1);
    process.on('SIGTERM', () => void this.#stop());
    process.on('SIGINT', () => void this.#stop());
    process.on('SIGHUP', () => void this.#reload());
    process.on('uncaughtException', (error) => this.#onBug(error));
    process.on('unhandledRejection', (error) => this.#onBug(error));
    if (process.env['SPAN53_STOP_WITH_STDIN'] === '1') {
      // Whoever started us holds the other end; it closes even when that process is killed.
      process.stdin.on('close', () => void (this.#stoppingSinceMs ?? this.#stop())).resume();
    }
    this.#sayReady('ready');
    return this.#ended.promise;
  }

  #sayReady(event: 'ready' | 'reloaded'): void {
    const listen = [...this.#generation.addresses, ...(this.#admin?.addresses ?? [])];
    const { version } = this.#definition;
    this.#log.info({ event, version, config: this.#source.file, listen }, `listening on ${listen.join(' ')}`);
  }

  #onBug(error: unknown): void {
    this.#generation.memory.row(0)[this.#generation.slots.bugs]! += 1;
    this.#log.error(
      { event: 'bug', stack: error instanceof Error ? error.stack : String(error) },
      'an exception was caught',
    );
  }

  async #openAdmin(): Promise<AdminServer | undefined> {
    const { web } = this.#generation.settings;
    if (web === undefined || web.listen.length === 0) return undefined;
    const generation = this.#generation;
    const view: AdminView = {
      web,
      registry: generation.registry,
      memory: generation.memory,
      routes: generation.part?.routes,
      problems: () => generation.problems(),
      warnings: () => generation.warnings(),
      onError: (error) => this.#onBug(error),
    };
    return openAdminServer(view);
  }

  /** A second signal ends at once. */
  async #stop(): Promise<void> {
    if (this.#stoppingSinceMs !== undefined) {
      if (nowMs() - this.#stoppingSinceMs > SAME_SIGNAL_MS) process.exit(ExitCode.FAILED);
      return;
    }
    this.#stoppingSinceMs = nowMs();
    this.#log.info({ event: 'draining' }, 'stopping: answering what is in flight');
    await this.#generation[Symbol.asyncDispose]();
    await this.#admin?.[Symbol.asyncDispose]();
    this.#log.info({ event: 'stopped' }, 'stopped');
    this.#ended.resolve(ExitCode.OK);
  }

  /** New workers first, then the old drain. A bad configuration changes nothing. */
  async #reload(): Promise<void> {
    if (this.#reloading || this.#stoppingSinceMs !== undefined) return;
    this.#reloading = true;
    const old = this.#generation;
    try {
      const source = findConfig(this.#definition, this.#line) ?? this.#source;
      const loaded = this.#definition.load(source);
      const definition = this.#definition;
      const next = await Generation.open({ definition, source, loaded, log: this.#log, previous: old });
      this.#source = source;
      this.#generation = next;
      await this.#admin?.[Symbol.asyncDispose]();
      this.#admin = await this.#openAdmin();
      next.memory.row(0)[next.slots.reloads.ok]! += 1;
      this.#sayReady('reloaded');
      await old[Symbol.asyncDispose]();
    } catch (error) {
      old.memory.row(0)[old.slots.reloads.failed]! += 1;
      const problems = error instanceof ConfigError ? error.issues.map(formatIssue) : [String(error)];
      this.#log.error(
        { event: 'reload-failed', problems },
        'the new configuration cannot be used; going on with the old',
      );
    } finally {
      this.#reloading = false;
    }
  }
}

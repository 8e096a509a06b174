/**
 * One configuration's life: opened as a whole, drained as a whole (architecture.md, "Threads, start, reload,
 * stop").
 */
import { availableParallelism } from 'node:os';
import { MessageChannel } from 'node:worker_threads';

import { carryOver, MetricsMemory, MetricsRegistry } from '@span53/metrics';

import { LinkedControl, pairControls } from './control-channel.ts';
import type { Logger } from './logger.ts';
import { bugReporter } from './query-guard.ts';
import { declareRuntimeMetrics, type RuntimeMetrics } from './runtime-metrics.ts';
import type {
  ConfigSource,
  LoadedConfig,
  MainContext,
  MainPart,
  RuntimeSettings,
  ServerDefinition,
  WorkerPart,
} from './server-definition.ts';
import { WorkerPool } from './worker-pool.ts';

/** What to open. */
export interface GenerationOptions<C> {
  readonly definition: ServerDefinition<C>;
  readonly source: ConfigSource;
  readonly loaded: LoadedConfig<C>;
  readonly log: Logger;
  /** The generation that is replaced: its counters go on. */
  readonly previous?: Generation<C> | undefined;
}

/** An open configuration: main part, workers, metrics. */
export class Generation<C> implements AsyncDisposable {
  readonly config: C;
  readonly settings: RuntimeSettings;
  readonly registry: MetricsRegistry;
  readonly memory: MetricsMemory;
  readonly slots: RuntimeMetrics;
  readonly part: MainPart | undefined;
  readonly addresses: readonly string[];
  readonly #pool: WorkerPool | undefined;
  readonly #scope: AsyncDisposableStack;
  draining = false;

  private constructor(
    base: Pick<Generation<C>, 'config' | 'settings' | 'registry' | 'memory' | 'slots' | 'part' | 'addresses'>,
    pool: WorkerPool | undefined,
    scope: AsyncDisposableStack,
  ) {
    this.config = base.config;
    this.settings = base.settings;
    this.registry = base.registry;
    this.memory = base.memory;
    this.slots = base.slots;
    this.part = base.part;
    this.addresses = base.addresses;
    this.#pool = pool;
    this.#scope = scope;
  }

  /** Opens the main part, then the workers; a failure closes what was opened and is thrown. */
  static async open<C>(options: GenerationOptions<C>): Promise<Generation<C>> {
    const { definition, source, loaded, log, previous } = options;
    const { config } = loaded;
    const settings = definition.settings(config);
    const workers = definition.openWorker === undefined ? 0 : countWorkers(settings.workers);
    const registry = new MetricsRegistry();
    const slots = declareRuntimeMetrics(registry);
    definition.declareMetrics(registry, config);
    const memory = MetricsMemory.allocate(registry, workers + 1);
    const row = memory.row(0);
    if (previous !== undefined) carryOver(previous, registry, row);

    await using scope = new AsyncDisposableStack();
    const inThread = workers === 0 && definition.openWorker !== undefined ? pairedControls(scope) : undefined;
    const control = inThread?.main ?? new LinkedControl();
    const context: MainContext<C> = {
      config,
      log,
      control,
      row,
      report: bugReporter(log, row, slots.bugs),
      transport: slots,
      graceMs: settings.shutdownGraceMs,
      workers: Math.max(1, workers),
      sum: (slot) => sumOf(memory, slot),
    };
    const part = definition.openMain === undefined ? undefined : scope.use(await definition.openMain(context));
    let pool: WorkerPool | undefined;
    let addresses: readonly string[] = [];
    if (inThread !== undefined) {
      const given = part?.forWorker?.(0);
      const worker: WorkerPart = await definition.openWorker!({
        ...context,
        control: inThread.worker,
        index: 0,
        workers: 1,
        siblings: [],
        reusePort: false,
        shared: given?.data,
      });
      scope.use(worker);
      addresses = worker.addresses;
    } else if (workers > 0) {
      const { module } = definition;
      const shared = { module, source, workers, registry, memory, control, part, log, mainRow: row };
      pool = scope.use(
        await WorkerPool.open({ ...shared, restartsSlot: slots.workerRestarts, graceMs: settings.shutdownGraceMs }),
      );
      addresses = pool.addresses;
    }
    const all = [...addresses, ...(part?.addresses ?? [])];
    return new Generation({ config, settings, registry, memory, slots, part, addresses: all }, pool, scope.move());
  }

  /** What is not well now: for /readyz. */
  problems(): readonly string[] {
    const problems = [...(this.part?.problems?.() ?? [])];
    if (this.draining) problems.push('draining');
    const missing = this.#pool?.missing ?? 0;
    if (missing > 0) problems.push(`${missing} worker(s) not running`);
    return problems;
  }

  /** What is wrong and no reason to ask somebody else: for /readyz. */
  warnings(): readonly string[] {
    return this.part?.warnings?.() ?? [];
  }

  /** Drains workers, then closes the main part. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.draining = true;
    await this.#scope.disposeAsync();
  }
}

function sumOf(memory: MetricsMemory, slot: number): number {
  let sum = 0;
  for (let thread = 0; thread < memory.rows; thread += 1) sum += memory.row(thread)[slot]!;
  return sum;
}

function countWorkers(workers: number | 'auto'): number {
  // Where the system cannot share ports between sockets, one worker has them all.
  if (workers === 'auto') return process.platform === 'linux' ? availableParallelism() : 1;
  return workers;
}

function pairedControls(scope: AsyncDisposableStack): { main: LinkedControl; worker: LinkedControl } {
  const { port1, port2 } = new MessageChannel();
  const [main, worker] = pairControls(port1, port2);
  port1.unref();
  port2.unref();
  scope.defer(() => {
    port1.close();
  });
  return { main, worker };
}

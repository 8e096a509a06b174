/** Configuration to closures: what the catalogues build with. */
import type { NetmaskSet } from '@span53/dns/inet';

import { actions } from '../actions/index.ts';
import type { Answers } from '../answer.ts';
import type { Action, Catalogue, Selector, TypedConfig } from '../catalogue.ts';
import type { Pool } from '../pools/pool.ts';
import type { LineSink, RemoteLogger } from '../remote-logger.ts';
import { responseActions } from '../response-actions/index.ts';
import { selectors } from '../selectors/index.ts';

/** Where something stands in the configuration: keys and list positions from the top. */
export type Path = readonly (string | number)[];

/** A file that the Log action writes to. */
export interface LineFile {
  readonly fileName: string;
  readonly append: boolean;
}

/** What rules may refer to. Made by the worker once everything but the rules exists. */
export interface BuildPlane {
  readonly pools: ReadonlyMap<string, Pool>;
  readonly netmaskGroups: ReadonlyMap<string, NetmaskSet>;
  readonly loggers: ReadonlyMap<string, RemoteLogger>;
  readonly answers: Answers;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** Workers that share the traffic: each takes its part of every rate limit. */
  readonly workers: number;
  /** Identity for remote logging. */
  readonly serverId: string;
  /** Lines of Log actions without a file; undefined when only verbose lines are wanted and we are not verbose. */
  readonly lines: (file: LineFile | undefined, verboseOnly: boolean) => LineSink | undefined;
  /** Seconds and nanoseconds since 1970, for log lines. */
  readonly unixNow: () => { readonly seconds: number; readonly nanoseconds: number };
}

/** Something the schema cannot see: a reference to what does not exist, a name used twice. */
export interface BuildProblem {
  readonly path: Path;
  readonly message: string;
}

/** One place in the configuration while it is being built. */
export class Build {
  readonly plane: BuildPlane;
  readonly path: Path;
  readonly names: Names;
  readonly problems: BuildProblem[];

  constructor(plane: BuildPlane, names: Names, problems: BuildProblem[], path: Path) {
    this.plane = plane;
    this.names = names;
    this.problems = problems;
    this.path = path;
  }

  /** The place below this one. */
  at(...keys: Path): Build {
    return new Build(this.plane, this.names, this.problems, [...this.path, ...keys]);
  }

  /** Reports a problem at this place or below it. What is built after that is never used. */
  problem(message: string, ...keys: Path): void {
    this.problems.push({ path: [...this.path, ...keys], message });
  }

  selector(config: TypedConfig): Selector {
    return this.#build(selectors, config, this.names.selectors);
  }

  action(config: TypedConfig): Action {
    return this.#build(actions, config, this.names.actions);
  }

  responseAction(config: TypedConfig): Action {
    return this.#build(responseActions, config, this.names.responseActions);
  }

  /** The pool of that name, reported when there is none. */
  pool(name: string, ...keys: Path): Pool | undefined {
    const pool = this.plane.pools.get(name);
    if (pool === undefined) this.problem(`no pool named ${JSON.stringify(name)}`, ...keys);
    return pool;
  }

  /** The remote logger of that name, reported when there is none. */
  logger(name: string, ...keys: Path): RemoteLogger | undefined {
    const logger = this.plane.loggers.get(name);
    if (logger === undefined) this.problem(`no remote logger named ${JSON.stringify(name)}`, ...keys);
    return logger;
  }

  #build<Built>(catalogue: Catalogue<Built>, config: TypedConfig, named: Map<string, Built>): Built {
    const built = catalogue.kinds.get(config.type)!.build(config, this);
    if (config.name !== undefined && config.name !== '') {
      if (this.names.claim(config.name)) named.set(config.name, built);
      else this.problem(`the name ${JSON.stringify(config.name)} is taken`, 'name');
    }
    return built;
  }
}

/** The one registry of names that dnsdist has: caches, sets, loggers, selectors and actions share it. */
export class Names {
  readonly selectors = new Map<string, Selector>();
  readonly actions = new Map<string, Action>();
  readonly responseActions = new Map<string, Action>();
  readonly #taken = new Set<string>();

  /** False when something else has the name. */
  claim(name: string): boolean {
    if (this.#taken.has(name)) return false;
    this.#taken.add(name);
    return true;
  }
}

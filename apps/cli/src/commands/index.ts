/**
 * All subcommands, in the order of `span53 --help`. Each is loaded when it runs: a server shall not wait for the
 * others.
 */
import type { Command } from '../command.ts';
import { SERVER_NAMES } from '../servers.ts';

/** One line of the catalogue. */
export interface CommandEntry {
  readonly name: string;
  /** One line for `span53 --help`. */
  readonly summary: string;
  load(): Promise<Command>;
}

const SERVER_SUMMARIES = {
  proxy: 'runs the load balancer and policy engine (dnsdist YAML)',
  recursor: 'runs the resolver (PowerDNS Recursor YAML)',
  auth: 'runs the authoritative server on SQLite (PowerDNS names)',
  collector: 'runs the trace collector with its page',
} as const;

export const commands: readonly CommandEntry[] = [
  {
    name: 'up',
    summary: 'runs the lab: root, test. and leaf authorities, recursor, proxy, collector with its page',
    load: async () => (await import('./up.ts')).up,
  },
  {
    name: 'dig',
    summary: 'asks with TRACEPARENT, prints the answer and the trace as a tree',
    load: async () => (await import('./dig.ts')).dig,
  },
  {
    name: 'trace',
    summary: 'finds traces in the collector and prints them',
    load: async () => (await import('./trace.ts')).trace,
  },
  {
    name: 'check',
    summary: 'checks a configuration file of any server and prints every problem',
    load: async () => (await import('./check.ts')).check,
  },
  {
    name: 'zone',
    summary: "creates, loads, lists, checks, exports and deletes zones of an authoritative server's database",
    load: async () => (await import('./zone.ts')).zone,
  },
  ...SERVER_NAMES.map((name) => ({
    name,
    summary: SERVER_SUMMARIES[name],
    load: async () => (await import('./servers.ts')).serverCommand(name),
  })),
];

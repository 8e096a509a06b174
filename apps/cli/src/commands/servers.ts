/** `span53 auth`, `recursor`, `proxy`, `collector`: one server in the foreground. */
import type { Command } from '../command.ts';
import { becomeServer, SERVER_NAMES, type ServerName } from '../servers.ts';

const SUMMARIES: Readonly<Record<ServerName, string>> = {
  proxy: 'runs the load balancer and policy engine (dnsdist YAML)',
  recursor: 'runs the resolver (PowerDNS Recursor YAML)',
  auth: 'runs the authoritative server on SQLite (PowerDNS names)',
  collector: 'runs the trace collector with its page',
};

/** One command per server; they take the same options (`span53 auth --help`). */
export const servers: readonly Command[] = SERVER_NAMES.map((name) => ({
  name,
  summary: SUMMARIES[name],
  usage: '[--config FILE] [--check-config] [...]',
  run: async (args) => {
    await becomeServer(name, args);
    return undefined;
  },
}));

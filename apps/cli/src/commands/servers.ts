/** `span53 auth`, `recursor`, `proxy`, `collector`: one server in the foreground. */
import type { Command } from '../command.ts';
import { becomeServer, type ServerName } from '../servers.ts';

/** The servers take the same options (`span53 auth --help`). */
export function serverCommand(name: ServerName): Command {
  return {
    name,
    usage: '[--config FILE] [--check-config] [...]',
    ownHelp: true,
    run: async (args) => {
      await becomeServer(name, args);
      return undefined;
    },
  };
}

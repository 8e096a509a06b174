/** The four servers, loaded when needed: `span53 dig` shall not wait for SQLite. */
import type { ServerDefinition } from '@span53/runtime';

export const SERVER_NAMES = ['proxy', 'recursor', 'auth', 'collector'] as const;
export type ServerName = (typeof SERVER_NAMES)[number];

/** A server's definition, to check its configuration with. */
export async function loadDefinition(name: ServerName): Promise<Pick<ServerDefinition<unknown>, 'load'>> {
  switch (name) {
    case 'proxy':
      return (await import('@span53/proxy')).proxyDefinition(import.meta.url);
    case 'recursor':
      return (await import('@span53/recursor')).recursorDefinition(import.meta.url);
    case 'auth':
      return (await import('@span53/auth')).authDefinition(import.meta.url);
    case 'collector':
      return (await import('@span53/collector')).collectorDefinition;
  }
}

/** Becomes that server: its main module takes over this process, its arguments and its exit code. */
export async function becomeServer(name: ServerName, args: readonly string[]): Promise<void> {
  process.argv.splice(2, process.argv.length, ...args);
  switch (name) {
    case 'proxy':
      await import('@span53/proxy/main');
      break;
    case 'recursor':
      await import('@span53/recursor/main');
      break;
    case 'auth':
      await import('@span53/auth/main');
      break;
    case 'collector':
      await import('@span53/collector/main');
      break;
  }
}

/** The four servers, loaded when needed: `span53 dig` shall not wait for SQLite. */
import type { ServerDefinition } from '@span53/runtime';

export const SERVER_NAMES = ['proxy', 'recursor', 'auth', 'collector'] as const;
export type ServerName = (typeof SERVER_NAMES)[number];

/** Loads one server's definition. */
export async function loadServer(name: ServerName): Promise<ServerDefinition<unknown>> {
  switch (name) {
    case 'proxy':
      return (await import('@span53/proxy')).proxyServer as ServerDefinition<unknown>;
    case 'recursor':
      return (await import('@span53/recursor')).recursorServer as ServerDefinition<unknown>;
    case 'auth':
      return (await import('@span53/auth')).authServer as ServerDefinition<unknown>;
    case 'collector':
      return (await import('@span53/collector')).collectorServer as ServerDefinition<unknown>;
  }
}

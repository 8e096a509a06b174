/** What the server says of itself: id.server, version.bind (RFC 4892). */
import { hostname } from 'node:os';
import { DNSName } from '@span53/dns/wire';
import type { RecursorConfig } from './config/load.ts';
import { VERSION } from './version.ts';

/** `server_id`, by default the host name; undefined when it is `disabled`. */
export function identityOf({ yaml }: RecursorConfig): string | undefined {
  const { server_id: id = hostname() } = yaml.recursor;
  return id === 'disabled' ? undefined : id;
}

/** Texts of class CHAOS by name key. */
export function versionTexts(config: RecursorConfig): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const add = (name: string, text: string | undefined): void => {
    if (text !== undefined && text !== 'disabled') texts.set(DNSName.of(name).key, text);
  };
  const version = config.yaml.recursor.version_string ?? `Span53 recursor ${VERSION}`;
  add('version.bind.', version);
  add('version.pdns.', version);
  add('id.server.', identityOf(config));
  add('hostname.bind.', identityOf(config));
  return texts;
}

/** All keys of the configuration: pdns.conf's names, and ours. */
import * as v from 'valibot';
import { duration, given, optional, secret, size, structure } from '@span53/config';
import { tracingSchema } from '@span53/runtime';
import { DEFAULT_SOA_CONTENT } from '../zone-files.ts';
import { count, items, prefixes, words, yesNo } from './fields.ts';
import { unsupportedEntries } from './unsupported.ts';

const SECONDS_MAX = 31_536_000;

const supported = {
  launch: given(items, 'gsqlite3', 'backends; `gsqlite3` is the one there is'),
  'local-address': given(
    items,
    '0.0.0.0, ::',
    'addresses to listen on, `ip` or `ip:port`; several addresses: name each, see above',
  ),
  'local-port': given(count(0, 65_535), 53, 'port of the addresses that have none'),
  'gsqlite3-database': given(words, 'powerdns.sqlite', 'the SQLite file'),
  'zone-directory': given(words, '', 'folder of `NAME.zone` files that are loaded into the database at the start'),
  'gsqlite3-pragma-journal-mode': given(words, 'WAL', 'set at the start when the file can be written'),
  'gsqlite3-pragma-synchronous': given(words, '', 'set at the start; empty: as it is'),
  'cache-ttl': given(count(0, SECONDS_MAX), 20, 'seconds an answer is kept in the packet cache; 0 off'),
  'query-cache-ttl': given(
    count(0, SECONDS_MAX),
    20,
    'seconds the rows of a name are kept while no look finds the database unchanged; 0 off',
  ),
  'negquery-cache-ttl': given(count(0, SECONDS_MAX), 60, 'as query-cache-ttl, for names without rows; 0 off'),
  'max-packet-cache-entries': given(count(1, 100_000_000), 1_000_000, 'answers kept, all workers together'),
  'packet-cache-size': given(size, '256MiB', 'octets of answers kept, all workers together'),
  'max-cache-entries': given(count(1, 100_000_000), 1_000_000, 'names kept, all workers together'),
  'name-index-max-entries': given(
    count(0, 10_000_000),
    50_000,
    'zones with up to so many names have all of them in memory; larger ones need rows for empty non-terminals',
  ),
  'database-check-interval': given(
    duration({ min: '1ms', max: '1h' }),
    '100ms',
    'how often to look whether another process has changed the database',
  ),
  'zone-cache-refresh-interval': given(
    count(0, SECONDS_MAX),
    300,
    'seconds after which the list of zones is read again',
  ),
  'default-ttl': given(count(0, 0x7fffffff), 3600, 'seconds, of rows without TTL'),
  'default-soa-content': given(words, DEFAULT_SOA_CONTENT, 'SOA of new zones; `@` is the zone'),
  'any-to-tcp': given(yesNo, 'yes', 'an ANY question over UDP is told to come over TCP'),
  'resolve-across-zones': given(yesNo, 'yes', 'follow CNAME and DNAME into other zones of ours'),
  'udp-truncation-threshold': given(count(512, 65_535), 1232, 'most octets of an answer over UDP, and our UDP size'),
  'version-string': given(words, 'full', '`full`, `powerdns`, `anonymous`, or what version.bind is answered with'),
  'server-id': given(words, '', 'NSID and id.server; empty: the host name; `disabled`'),
  'max-tcp-connections': given(count(1, 1_000_000), 20, 'at the same time, all workers together'),
  'max-tcp-connections-per-client': given(count(0, 1_000_000), 0, 'of one address; 0 no limit'),
  'max-tcp-transactions-per-conn': given(count(0, 1_000_000_000), 0, 'then the connection is closed; 0 no limit'),
  'tcp-idle-timeout': given(count(1, SECONDS_MAX), 5, 'seconds'),
  'receiver-threads': optional(count(1, 1024), "PowerDNS' name of `workers`"),
  workers: optional(
    v.union([v.literal('auto'), count(0, 1024)], 'expected auto or a number'),
    'threads; `auto`: one per core',
  ),
  api: given(yesNo, 'no', 'opens the web server with the API'),
  'api-key': given(secret(words), '', 'for X-API-Key; empty: the API answers nobody'),
  webserver: given(yesNo, 'no', 'opens the web server'),
  'webserver-address': given(words, '127.0.0.1', 'address of the web server'),
  'webserver-port': given(count(0, 65_535), 8081, 'port of the web server'),
  'webserver-allow-from': given(prefixes, '127.0.0.1,::1', 'who may connect to it'),
  'webserver-password': given(secret(words), '', 'of /metrics; empty: open'),
  'webserver-max-bodysize': given(count(1, 1024), 2, 'MB of a request'),
  loglevel: given(count(0, 9), 4, '7 and more: debug messages too'),
  'shutdown-grace': given(duration({ max: '10m' }), '5s', 'how long SIGTERM and reloads wait for queries in flight'),
  'config-dir': optional(words, 'where the file is; used on the command line'),
  'include-dir': optional(words, 'pdns.conf only: folder of more `*.conf` files'),
  tracing: tracingSchema,
};

/** The schema of `auth.yml`, and of pdns.conf after it was turned into YAML. */
export const authSchema = structure({ ...supported, ...(unsupportedEntries() as Record<never, never>) });

export type AuthKeys = v.InferOutput<typeof authSchema>;

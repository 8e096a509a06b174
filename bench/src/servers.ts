/** CPU per query beside the peers: an authority, a resolver's cache hit, a proxy's cache hit, each in turns. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { loadZones } from '@span53/auth';
import { DNSName } from '@span53/dns/wire';

import { contest, formatStandings, type Contestant, type Course } from './contest.ts';
import * as peers from './peers.ts';

const ZONE = 'bench.example.';
const NAMES = 10_000;
/** Names that resolvers and proxies are asked for: few, so that all are in their caches. */
const HOT_NAMES = 1000;
const FIRST_PORT = 15_353;

/** How long a run takes: `quick` to see that it works, else to be believed. */
export async function benchServers(quick: boolean): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'span53-bench-'));
  try {
    const bench: peers.Bench = {
      folder,
      authorityPort: FIRST_PORT,
      zone: { name: ZONE, file: path.join(folder, 'bench.zone'), database: path.join(folder, 'bench.sqlite') },
    };
    writeZone(bench);
    const course = (names: number): Course => ({
      queries: writeQueries(folder, names),
      rounds: quick ? 1 : 3,
      seconds: quick ? 2 : 5,
      clients: 4,
      inFlight: 100,
      latencyRate: 2000,
    });
    const title = (what: string): string => `${what} (one thread each)`;
    const auths = [peers.spanAuth, peers.powerdnsAuth, peers.knot, peers.echo];
    const resolvers = [peers.spanRecursor, peers.powerdnsRecursor, peers.unbound, peers.echo];
    const proxies = [peers.spanProxy, peers.dnsdist, peers.echo];
    const tables = [await race(title('Authoritative answer, 10,000 names'), bench, auths, course(NAMES))];
    const authority = await peers.knot(bench, bench.authorityPort);
    if (authority === undefined)
      return `${tables.join('\n')}\nResolvers and proxies need Knot DNS as their authority.\n`;
    try {
      tables.push(await race(title('Resolver, cache hit'), bench, resolvers, course(HOT_NAMES)));
      tables.push(await race(title('Proxy, cache hit'), bench, proxies, course(HOT_NAMES)));
    } finally {
      await authority.stop();
    }
    return tables.join('\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function race(
  title: string,
  bench: peers.Bench,
  entrants: readonly peers.Peer[],
  course: Course,
): Promise<string> {
  const contestants: Contestant[] = [];
  try {
    for (const [index, entrant] of entrants.entries()) {
      const contestant = await entrant(bench, FIRST_PORT + 1 + index);
      if (contestant !== undefined) contestants.push(contestant);
    }
    return formatStandings(title, await contest(contestants, course));
  } finally {
    await Promise.all(contestants.map((contestant) => contestant.stop()));
  }
}

function writeZone({ zone }: peers.Bench): void {
  const lines = [
    `$ORIGIN ${ZONE}`,
    '$TTL 3600',
    '@ SOA ns hostmaster 1 3600 600 604800 60',
    '@ NS ns',
    'ns A 127.0.0.1',
  ];
  for (let i = 0; i < NAMES; i += 1) lines.push(`n${i} A 192.0.2.${i % 250}`);
  const text = `${lines.join('\n')}\n`;
  writeFileSync(zone.file, text);
  loadZones(zone.database, [{ origin: DNSName.of(ZONE), file: zone.file, text }]);
}

function writeQueries(folder: string, names: number): string {
  const file = path.join(folder, `queries-${names}`);
  writeFileSync(file, `${Array.from({ length: names }, (_, i) => `n${(i * 7919) % names}.${ZONE} A`).join('\n')}\n`);
  return file;
}

/** Which server is asked next. */
import type { SocketAddress } from '@span53/dns/inet';
import type { DNSName, Question } from '@span53/dns/wire';
import type { ServerStats } from '../cache/server-stats.ts';
import type { Delegation, NameServer } from './delegation.ts';

/** Servers closer together than this are as good as one another. */
const ALIKE_MS = 20;

/** A server to ask: one address of one NS name. */
export interface Server {
  readonly address: SocketAddress;
  /** The root for a forwarder. */
  readonly ns: DNSName;
}

/** What the choice depends on. */
export interface ChoiceContext {
  readonly stats: ServerStats;
  /** Keys of addresses that need not be asked again. */
  readonly tried: ReadonlySet<string>;
  readonly question: Question;
  readonly nowMs: number;
  readonly random: () => number;
  /** False for addresses that must never be asked, or whose family is off. */
  readonly mayAsk: (address: SocketAddress) => boolean;
}

/** The choice, and the keys of addresses passed over because they are throttled or down. */
export interface Choice {
  readonly server: Server | undefined;
  readonly throttled: readonly string[];
}

/**
 * The fastest address that was not tried yet; one never asked counts as fast, and among those alike chance decides, so
 * that nobody can tell who will be asked (RFC 5452 §7.2) and all are known after a while.
 */
export function chooseServer(delegation: Delegation, context: ChoiceContext): Choice {
  const { stats, tried, question, nowMs, random, mayAsk } = context;
  const asked = { zone: delegation.zone, question };
  let server: Server | undefined;
  let best = Number.POSITIVE_INFINITY;
  const throttled: string[] = [];
  for (const { name, addresses } of delegation.servers) {
    for (const address of addresses) {
      if (tried.has(address.key) || (delegation.mode === 'iterate' && !mayAsk(address))) continue;
      if (delegation.mode === 'iterate') {
        if (stats.isDown(address, nowMs, random) || stats.isThrottled(address, asked, nowMs)) {
          throttled.push(address.key);
          continue;
        }
      }
      const score = stats.rttMs(address, nowMs) + random() * ALIKE_MS;
      if (score >= best) continue;
      best = score;
      server = { address, ns: name };
    }
  }
  return { server, throttled };
}

/** An NS name without known address that can be looked up. */
export function chooseNameToLookUp(
  delegation: Delegation,
  may: (server: NameServer) => boolean,
): NameServer | undefined {
  return delegation.servers.find((server) => server.addresses.length === 0 && may(server));
}

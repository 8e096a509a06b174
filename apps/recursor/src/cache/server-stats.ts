/** What is known about servers: how fast, how reliable, what they do not understand. */
import type { SocketAddress } from '@span53/dns/inet';
import type { DNSName, Question } from '@span53/dns/wire';
import { BoundedMap } from './bounded-map.ts';

/** Half life of a round-trip time: an old bad experience fades, so the server is tried again. */
const HALF_LIFE_MS = 60_000;
/** How long a server is asked without EDNS, or without mixed case, after it did not cope. */
const QUIRK_MS = 7_200_000;

/**
 * Why a server is left alone for a while: for how long, or until how many queries were spared, and for which questions
 * of a type. Silence and lameness are about the whole zone. A bad answer is about one name: whoever owns a name that
 * makes the servers of its parent answer badly must not switch off its siblings.
 */
const THROTTLES = {
  timeout: { ms: 10_000, queries: 5, of: 'zone' },
  unreachable: { ms: 5_000, queries: 100, of: 'zone' },
  malformed: { ms: 10_000, queries: 2, of: 'name' },
  'bad rcode': { ms: 60_000, queries: 3, of: 'name' },
  truncated: { ms: 60_000, queries: 3, of: 'name' },
  lame: { ms: 60_000, queries: 100, of: 'zone' },
} as const;
export type ThrottleReason = keyof typeof THROTTLES;

/** What a server was, or is to be, asked, and as a server of which zone. */
export interface Asked {
  readonly zone: DNSName;
  readonly question: Question;
}

/** Limits and thresholds; 0 switches a threshold off. */
export interface ServerStatsLimits {
  readonly entriesMax: number;
  /** Timeouts in a row until an address counts as down, and for how long. */
  readonly downAfter: number;
  readonly downMs: number;
  /** A server that is down is asked all the same once in so many times. */
  readonly bypassOneIn: number;
  /** Failed address look-ups until an NS name is passed over, and for how long. */
  readonly nsFailsMax: number;
  readonly nsFailMs: number;
}

interface Server {
  rttMs: number;
  measuredMs: number;
  timeouts: number;
  downUntilMs: number;
  plainUntilMs: number;
  caseUntilMs: number;
}

interface Throttle {
  readonly untilMs: number;
  left: number;
}

/** Round-trip times, throttles, down servers and their quirks. Bounded. */
export class ServerStats {
  readonly #limits: ServerStatsLimits;
  readonly #servers: BoundedMap<Server>;
  readonly #throttles: BoundedMap<Throttle>;
  readonly #nsFailures: BoundedMap<{ count: number; lastMs: number }>;

  constructor(limits: ServerStatsLimits) {
    this.#limits = limits;
    this.#servers = new BoundedMap(limits.entriesMax);
    this.#throttles = new BoundedMap(limits.entriesMax);
    this.#nsFailures = new BoundedMap(limits.entriesMax);
  }

  get size(): number {
    return this.#servers.size;
  }

  get throttled(): number {
    return this.#throttles.size;
  }

  /** Expected round-trip time in milliseconds; 0 for a server never asked, so that it is tried. */
  rttMs(server: SocketAddress, nowMs: number): number {
    const entry = this.#servers.get(server.key);
    if (entry === undefined) return 0;
    return entry.rttMs * 2 ** (-(nowMs - entry.measuredMs) / HALF_LIFE_MS);
  }

  /** An answer came after `elapsedMs`: the server is up. */
  answered(server: SocketAddress, elapsedMs: number, nowMs: number): void {
    const entry = this.#entry(server);
    entry.rttMs = entry.measuredMs === 0 ? elapsedMs : 0.7 * this.rttMs(server, nowMs) + 0.3 * elapsedMs;
    entry.measuredMs = nowMs;
    entry.timeouts = 0;
    entry.downUntilMs = 0;
  }

  /** No answer in `waitedMs`. */
  timedOut(server: SocketAddress, waitedMs: number, nowMs: number): void {
    const entry = this.#entry(server);
    entry.rttMs = Math.max(waitedMs, this.rttMs(server, nowMs));
    entry.measuredMs = nowMs;
    entry.timeouts += 1;
    const { downAfter, downMs } = this.#limits;
    if (downAfter > 0 && entry.timeouts >= downAfter) entry.downUntilMs = nowMs + downMs;
  }

  /** True for an address that does not answer at all, but for one time in `bypassOneIn`. */
  isDown(server: SocketAddress, nowMs: number, random: () => number): boolean {
    const entry = this.#servers.get(server.key);
    if (entry === undefined || entry.downUntilMs <= nowMs) return false;
    const { bypassOneIn } = this.#limits;
    return bypassOneIn === 0 || random() * bypassOneIn >= 1;
  }

  /** Leaves a server alone for such questions. */
  throttle(server: SocketAddress, asked: Asked, why: { reason: ThrottleReason; nowMs: number }): void {
    const { ms, queries, of } = THROTTLES[why.reason];
    this.#throttles.set(throttleKey(server, asked, of), { untilMs: why.nowMs + ms, left: queries });
  }

  /** True while throttled; each time counts as a spared query. */
  isThrottled(server: SocketAddress, asked: Asked, nowMs: number): boolean {
    if (this.#throttles.size === 0) return false;
    return (
      this.#spares(throttleKey(server, asked, 'zone'), nowMs) || this.#spares(throttleKey(server, asked, 'name'), nowMs)
    );
  }

  #spares(key: string, nowMs: number): boolean {
    const throttle = this.#throttles.get(key);
    if (throttle === undefined) return false;
    throttle.left -= 1;
    if (throttle.untilMs > nowMs && throttle.left >= 0) return true;
    this.#throttles.delete(key);
    return false;
  }

  /** A good answer ends what throttled the server for such questions. */
  unthrottle(server: SocketAddress, asked: Asked): void {
    if (this.#throttles.size === 0) return;
    this.#throttles.delete(throttleKey(server, asked, 'zone'));
    this.#throttles.delete(throttleKey(server, asked, 'name'));
  }

  /** False while the server is known to stumble over EDNS. */
  takesEdns(server: SocketAddress, nowMs: number): boolean {
    return (this.#servers.get(server.key)?.plainUntilMs ?? 0) <= nowMs;
  }

  refusedEdns(server: SocketAddress, nowMs: number): void {
    this.#entry(server).plainUntilMs = nowMs + QUIRK_MS;
  }

  /** False while the server is known to answer with another case than it was asked in. */
  keepsCase(server: SocketAddress, nowMs: number): boolean {
    return (this.#servers.get(server.key)?.caseUntilMs ?? 0) <= nowMs;
  }

  lostCase(server: SocketAddress, nowMs: number): void {
    this.#entry(server).caseUntilMs = nowMs + QUIRK_MS;
  }

  /** The addresses of an NS name could not be found. */
  nsFailed(name: DNSName, nowMs: number): void {
    const present = this.#nsFailures.get(name.key);
    if (present === undefined) this.#nsFailures.set(name.key, { count: 1, lastMs: nowMs });
    else {
      present.count += 1;
      present.lastMs = nowMs;
    }
  }

  nsFound(name: DNSName): void {
    if (this.#nsFailures.size > 0) this.#nsFailures.delete(name.key);
  }

  /** True for an NS name whose addresses failed too often lately. */
  isNsDead(name: DNSName, nowMs: number): boolean {
    const { nsFailsMax, nsFailMs } = this.#limits;
    if (nsFailsMax === 0 || this.#nsFailures.size === 0) return false;
    const present = this.#nsFailures.get(name.key);
    if (present === undefined || present.count < nsFailsMax) return false;
    if (present.lastMs + nsFailMs > nowMs) return true;
    this.#nsFailures.delete(name.key);
    return false;
  }

  #entry(server: SocketAddress): Server {
    const key = server.key;
    let entry = this.#servers.get(key);
    if (entry === undefined) {
      entry = { rttMs: 0, measuredMs: 0, timeouts: 0, downUntilMs: 0, plainUntilMs: 0, caseUntilMs: 0 };
      this.#servers.set(key, entry);
    }
    return entry;
  }
}

function throttleKey(server: SocketAddress, { zone, question }: Asked, of: 'zone' | 'name'): string {
  return `${server.key} ${of} ${question.type} ${of === 'zone' ? zone.key : question.name.key}`;
}

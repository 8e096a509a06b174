/** One piece of work for many who want the same: the first does it, the others wait for what it brings. */

/** Whether to work, wait, or go without. */
export type FlightRole =
  /** Nobody works on it: do it, then `land`. */
  | 'leader'
  /** Waits for the leader. */
  | 'follower'
  /** Too many wait already, or too much is under way. */
  | 'full';

/** Limits. */
export interface SingleFlightOptions {
  /** Keys under way at a time. */
  readonly flightsMax: number;
  /** Followers of one key. */
  readonly followersMax: number;
}

interface Flight<L, F> {
  readonly leader: L;
  readonly followers: F[];
}

/** Keys under way, each with its leader and who waits. `L` and `F` are the caller's own objects. */
export class SingleFlight<L, F = L> {
  readonly #flights = new Map<string, Flight<L, F>>();
  readonly #options: SingleFlightOptions;
  #followers = 0;

  constructor(options: SingleFlightOptions) {
    this.#options = options;
  }

  /** Keys under way. */
  get size(): number {
    return this.#flights.size;
  }

  /** All who wait. */
  get followers(): number {
    return this.#followers;
  }

  /** Who works on `key` now: a follower's span links to the leader's. */
  leaderOf(key: string): L | undefined {
    return this.#flights.get(key)?.leader;
  }

  /** Joins the flight of `key`, or starts it. */
  join(key: string, leader: L, follower: F): FlightRole {
    const flight = this.#flights.get(key);
    if (flight === undefined) {
      if (this.#flights.size >= this.#options.flightsMax) return 'full';
      this.#flights.set(key, { leader, followers: [] });
      return 'leader';
    }
    if (flight.followers.length >= this.#options.followersMax) return 'full';
    flight.followers.push(follower);
    this.#followers += 1;
    return 'follower';
  }

  /** Ends the flight, whatever came of it; gives those who waited. Empty when it had ended already. */
  land(key: string): readonly F[] {
    const flight = this.#flights.get(key);
    if (flight === undefined) return [];
    this.#flights.delete(key);
    this.#followers -= flight.followers.length;
    return flight.followers;
  }
}

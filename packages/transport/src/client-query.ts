/** What a client sends and waits for: an object of the caller's, so that a query costs no promise and no closure. */
import type { WheelEntry } from './timer-wheel.ts';

/** Why no response came. */
export type ClientFailure =
  /** The deadline passed. */
  | 'timeout'
  /** The system said that nobody listens there. */
  | 'refused'
  /** The socket or connection failed or was closed. */
  | 'network'
  /** All IDs or connections are in use: a limit of ours. */
  | 'busy';

/** One query in flight. Once `onResponse` or `onFailure` is called it is the caller's again. */
export interface ClientQuery extends WheelEntry {
  /** The ID on the wire; written by the client. */
  wireId: number;
  /** Whose pending table it is in; the client's own. */
  owner: QueryOwner | undefined;
  /** Does this message, with our ID and from the right peer, answer our question? If not, the query waits on. */
  accepts(message: Buffer): boolean;
  /** A message from the right peer to the right port had another ID: somebody may be guessing (RFC 5452 §9.1). */
  onStray?(nowMs: number): void;
  /**
   * Whether more messages follow this one: a zone transfer (RFC 5936 §2.2). Then the query stays in the table; the
   * next message has the client's `idleMs`. Asked over TCP only, after `accepts`; without it one message is all.
   */
  expectsMore?(message: Buffer): boolean;
  /** The response. Unless more is expected the query is out of the table already, so it may be sent again from here. */
  onResponse(message: Buffer, nowMs: number): void;
  onFailure(failure: ClientFailure, nowMs: number): void;
}

/** The table that a query waits in. */
export interface QueryOwner {
  /** Takes the query out without telling it anything. */
  forget(query: ClientQuery): void;
}

/** Fields of a fresh query, to be spread into the caller's object. */
export const IDLE_QUERY = { deadlineMs: 0, wheelSlot: 0, wheelIndex: -1, wireId: 0, owner: undefined } as const;

/** What a caller's `onDeadline` does: leaves the table, then fails with `timeout`. */
export function timeOut(query: ClientQuery, nowMs: number): void {
  query.owner?.forget(query);
  query.onFailure('timeout', nowMs);
}

/** What goes into a step of a resolution and what comes out. */
import { type MessageView, type Question, RCode } from '@span53/dns/wire';
import type { Span } from '@span53/tracing';
import type { CachedDenial } from '../cache/negative-cache.ts';
import type { SignedRRset } from '../cache/record-cache.ts';
import type { Delegation } from './delegation.ts';
import type { Failure } from './failure.ts';
import type { Server } from './server-choice.ts';

/** An RRset of an answer with the TTL to give out. */
export interface AnswerSet {
  readonly set: SignedRRset;
  /** Seconds. */
  readonly ttl: number;
}

/** How a resolution ended. */
export interface Outcome {
  readonly rcode: number;
  /** The aliases and the final RRset, in order. */
  readonly answer: readonly AnswerSet[];
  /** The SOA of a denial, then the records that prove it. */
  readonly authority: readonly AnswerSet[];
  readonly failure: Failure | undefined;
  /** The failure was remembered from an earlier query. */
  readonly cachedFailure: boolean;
  /** True when nothing was sent for it. */
  readonly fromCache: boolean;
}

/** Send one query and come back with its result. */
export interface Send {
  readonly kind: 'send';
  readonly server: Server;
  readonly delegation: Delegation;
  readonly question: Question;
  readonly transport: 'udp' | 'tcp';
  /** With an OPT record. */
  readonly edns: boolean;
  readonly recursionDesired: boolean;
  /** The question was shortened (RFC 9156). */
  readonly minimised: boolean;
  /** The connection of an earlier attempt ended before the answer came. */
  readonly reconnected?: true;
  /** How often this zone's servers were asked this question before: 0 for the first time. */
  readonly retry: number;
  /** How long to wait at most. */
  readonly timeoutMs: number;
  /** The span of the step at this zone cut: parent of the attempt's span. */
  readonly span: Span | undefined;
}

/** What a step asks for. */
export type Effect =
  | Send
  /** Resolve the address of a name server, with the same budget. */
  | { readonly kind: 'resolve'; readonly question: Question }
  | { readonly kind: 'finish'; readonly outcome: Outcome };

/**
 * What came of a query; `elapsedMs` since it was sent, `nowMs` is the time of the event. `unmeasured`: it teaches
 * nothing new about the server, being another attempt's arrival that was counted there, or a limit of our own.
 */
export type Arrival = { readonly nowMs: number; readonly elapsedMs: number; readonly unmeasured?: true } & (
  | { readonly kind: 'response'; readonly response: MessageView }
  /** Nothing came, or nothing that matched. */
  | { readonly kind: 'timeout' }
  /** Could not be sent, or was refused. */
  | { readonly kind: 'network' }
  /** The connection ended: one that was kept open says nothing about the server (RFC 7766 §6.2.4). */
  | { readonly kind: 'closed' }
  /** Answers that look forged came: repeat over a stream. */
  | { readonly kind: 'suspicious' }
);

/** What happened. */
export type Event =
  | { readonly kind: 'start'; readonly nowMs: number }
  | Arrival
  | { readonly kind: 'resolved'; readonly outcome: Outcome; readonly nowMs: number };

/** A cached denial as an outcome, `ttl` seconds before it ends. */
export function deniedOutcome(denial: CachedDenial, ttl: number, answer: readonly AnswerSet[]): Outcome {
  const authority = denial.authority.map((set) => ({ set, ttl: Math.min(ttl, set.ttl) }));
  const rcode = denial.kind === 'nxdomain' ? RCode.NXDOMAIN : RCode.NOERROR;
  return { rcode, answer, authority, failure: undefined, cachedFailure: false, fromCache: false };
}

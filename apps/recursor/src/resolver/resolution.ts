/** The state of one resolution: a question on its way through zones and aliases to an outcome. */
import { type DNSName, type Question, RType } from '@span53/dns/wire';
import type { Span } from '@span53/tracing';
import { recordKey } from '../cache/record-cache.ts';
import type { Budget } from './budget.ts';
import type { Delegation, NameServer } from './delegation.ts';
import type { AnswerSet, Send } from './events.ts';

/** Problems of the servers of one zone cut, by kind: what the failure is called when none is left. */
export interface Troubles {
  timeout: number;
  network: number;
  malformed: number;
  refused: number;
  servfail: number;
  lame: number;
}

/** Owned by whoever runs it; only `step` changes it. */
export class Resolution {
  /** What the client, or the resolution above, asked. */
  readonly question: Question;
  readonly budget: Budget;
  /** 0 for a client's question, one more for each resolution above. */
  readonly depth: number;
  /** Address look-ups under way above this one: needing one of them again is a cycle. */
  readonly pending: ReadonlySet<string>;
  /** Parent of the spans opened here. */
  readonly span: Span | undefined;

  nowMs = 0;
  /** The name asked for now: the question's, or where its aliases led. */
  name: DNSName;
  readonly answer: AnswerSet[] = [];
  readonly seen = new Set<string>();
  aliases = 0;
  /** True once anything was sent. */
  sent = false;

  // Of the current zone cut.
  delegation: Delegation | undefined;
  stepSpan: Span | undefined;
  /** Keys of addresses that are done with, in this round. */
  readonly tried = new Set<string>();
  /** Keys of addresses that only timed out: worth a second round. */
  readonly silent = new Set<string>();
  /** Names whose addresses were looked for. */
  readonly lookedUp = new Set<string>();
  round = 0;
  attempts = 0;
  throttled = 0;
  troubles: Troubles = noTroubles();
  current: Send | undefined;
  /** The look-up that a `resolve` effect asked for. */
  lookup: { readonly server: NameServer; readonly type: number } | undefined;
  /** Zones whose cached servers were of no use: their parents are asked again. */
  readonly abandoned = new Set<string>();

  // QNAME minimisation.
  known: DNSName | undefined;
  minimised = 0;
  fullName = false;

  constructor(
    question: Question,
    from: { budget: Budget; depth?: number; pending?: ReadonlySet<string>; span?: Span | undefined },
  ) {
    this.question = question;
    this.name = question.name;
    this.budget = from.budget;
    this.depth = from.depth ?? 0;
    this.pending = from.pending ?? new Set();
    this.span = from.span;
  }

  /** The resolution of a name server's address that this one needs. */
  child(question: Question, span: Span | undefined): Resolution {
    const pending = new Set(this.pending).add(recordKey(question.name, question.type));
    return new Resolution(question, { budget: this.budget, depth: this.depth + 1, pending, span });
  }

  /** The name whose zone cut is looked for: DS records are data of the parent (RFC 4035 §3.1.4.1). */
  get cutName(): DNSName {
    return this.question.type === RType.DS ? this.name.parent() : this.name;
  }

  /** Forgets what was tried, for servers of another zone. */
  enter(delegation: Delegation): void {
    this.delegation = delegation;
    this.tried.clear();
    this.silent.clear();
    this.lookedUp.clear();
    this.round = 0;
    this.attempts = 0;
    this.throttled = 0;
    this.troubles = noTroubles();
    this.known = delegation.zone;
    this.closeStep();
  }

  /** Ends the span of the current zone cut. */
  closeStep(): void {
    this.stepSpan?.end();
    this.stepSpan = undefined;
  }
}

function noTroubles(): Troubles {
  return { timeout: 0, network: 0, malformed: 0, refused: 0, servfail: 0, lame: 0 };
}

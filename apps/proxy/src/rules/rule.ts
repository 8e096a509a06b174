/** A rule: a selector, an action, and what a trace says about it. */
import type { Attributes } from '@span53/tracing';

import type { Action, Selector } from '../catalogue.ts';

/** One rule of a chain, built from the configuration. */
export interface Rule {
  /** As configured; empty when it has none. */
  readonly name: string;
  /** Identity in metrics and API: the name, or the UUID. */
  readonly id: string;
  readonly uuid: string;
  /** The selector's and the action's type, for displays. */
  readonly selectorType: string;
  readonly actionType: string;
  readonly selector: Selector;
  readonly action: Action;
  /** Built once: a span refers to it. */
  readonly attributes: Attributes;
  /** Where in the counters its matches are counted. */
  readonly slot: number;
}

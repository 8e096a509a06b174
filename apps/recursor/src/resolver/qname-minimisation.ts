/** QNAME minimisation (RFC 9156). */
import type { DNSName } from '@span53/dns/wire';

/** How far names are minimised. */
export interface MinimisationLimits {
  readonly enabled: boolean;
  /** Minimised queries for one name at most (MAX_MINIMISE_COUNT); then the full name is asked. */
  readonly countMax: number;
  /** So many of them add one label each (MINIMISE_ONE_LAB); the others share the remaining labels. */
  readonly oneLabel: number;
}

const UNDERSCORE = 0x5f;

/**
 * The name to ask next for `full`, when `known` is its longest ancestor known to exist and `count` minimised queries
 * were sent (RFC 9156 §2.3). `full` itself when nothing is left to hide. Labels like `_tcp` are never cuts, so the name
 * is not stopped at one.
 */
export function minimisedName(full: DNSName, known: DNSName, count: number, limits: MinimisationLimits): DNSName {
  const from = known.labelCount;
  const left = full.labelCount - from;
  if (!limits.enabled || left <= 1 || count >= limits.countMax) return full;
  const shares = Math.max(1, limits.countMax - Math.max(count, limits.oneLabel));
  const step = count < limits.oneLabel ? 1 : Math.ceil(left / shares);
  for (let labels = from + step; labels < from + left; labels += 1) {
    const name = full.lastLabels(labels);
    if (name.wire[1] !== UNDERSCORE) return name;
  }
  return full;
}

/** Which queries are traced: PowerDNS' `opentelemetry_trace_conditions`, by client subnet. */
import { type IPAddress, Netmask, NetmaskTree } from '@span53/dns/inet';
import { DNSName, type MessageView, NameTree, parseRType, rtypeName } from '@span53/dns/wire';

/** One condition as the API shows it and threads exchange it: for one subnet, all that is given must hold. */
export interface TraceCondition {
  readonly acl: string;
  readonly type: 'OpenTelemetryTraceCondition';
  readonly edns_option_required: boolean;
  readonly traceid_only: boolean;
  readonly qid?: number;
  readonly qnames?: readonly string[];
  readonly qtypes?: readonly string[];
}

/** What a query gets: spans, only its trace ID in protobuf messages, or, being from elsewhere, nothing. */
export type TraceDecision = 'spans' | 'id-only' | 'none';

interface Entry {
  readonly condition: TraceCondition;
  readonly names: NameTree<true> | undefined;
  readonly types: ReadonlySet<number> | undefined;
}

/** All conditions. The most specific subnet of a client is the only one looked at. */
export class TraceConditions {
  readonly #entries = new NetmaskTree<Entry>();

  constructor(conditions: readonly TraceCondition[] = []) {
    for (const condition of conditions) this.set(condition);
  }

  /** Adds a condition, or replaces that of the same subnet. */
  set(condition: TraceCondition): void {
    const { qnames, qtypes } = condition;
    let names: NameTree<true> | undefined;
    if (qnames !== undefined) {
      names = new NameTree();
      for (const name of qnames) names.set(DNSName.of(name), true);
    }
    const numbers = qtypes?.map(parseRType).filter((type) => type !== undefined);
    const types = numbers === undefined ? undefined : new Set(numbers);
    this.#entries.set(Netmask.parse(condition.acl)!, { condition, names, types });
  }

  /** Takes these conditions instead of all there are. */
  replace(conditions: readonly TraceCondition[]): void {
    for (const { acl } of this.list()) this.#entries.delete(Netmask.parse(acl)!);
    for (const condition of conditions) this.set(condition);
  }

  get(subnet: Netmask): TraceCondition | undefined {
    return this.#entries.get(subnet)?.condition;
  }

  delete(subnet: Netmask): boolean {
    return this.#entries.delete(subnet);
  }

  list(): TraceCondition[] {
    return [...this.#entries].map(([, entry]) => entry.condition);
  }

  /** `hasOption`: the query has a valid TRACEPARENT option. */
  decide(client: IPAddress, query: MessageView, hasOption: boolean): TraceDecision {
    const entry = this.#entries.lookup(client);
    if (entry === undefined) return 'none';
    const { condition, names, types } = entry;
    const holds =
      (condition.qid === undefined || condition.qid === query.id) &&
      (types === undefined || types.has(query.qtype)) &&
      (names === undefined || names.covers(query.qname)) &&
      (hasOption || !condition.edns_option_required);
    return holds && !condition.traceid_only ? 'spans' : 'id-only';
  }
}

/** A condition from values that were checked; the subnet in its normal form, names with final dots. */
export function traceCondition(from: {
  readonly acl: Netmask;
  readonly edns_option_required: boolean;
  readonly traceid_only: boolean;
  readonly qid?: number | undefined;
  readonly qnames?: readonly DNSName[] | undefined;
  readonly qtypes?: readonly number[] | undefined;
}): TraceCondition {
  const { acl, edns_option_required, traceid_only, qid, qnames, qtypes } = from;
  return {
    acl: acl.toString(),
    type: 'OpenTelemetryTraceCondition',
    edns_option_required,
    traceid_only,
    ...(qid !== undefined && { qid }),
    ...(qnames !== undefined && { qnames: qnames.map(String) }),
    ...(qtypes !== undefined && { qtypes: qtypes.map(rtypeName) }),
  };
}

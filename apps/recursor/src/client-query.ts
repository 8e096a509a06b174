/** One client's query from arrival to answer. */
import type { MessageView } from '@span53/dns/wire';
import type { PassedContext, Span, Trace } from '@span53/tracing';
import type { Inbound } from '@span53/transport';

/** State of a query; whoever answers it ends its trace. */
export class ClientQuery {
  readonly inbound: Inbound;
  readonly view: MessageView;
  /** Over TCP: no limit but 65,535 octets. */
  readonly stream: boolean;
  trace: Trace | undefined;
  /** The context of a query that is not recorded, for the servers that may have it. */
  passed: PassedContext | undefined;
  /** Trace ID for protobuf messages: of the trace, or of an option that asks for no spans. */
  traceId: Uint8Array | undefined;
  /** The client asked for the trace ID (TRACEPARENT without data). */
  probe = false;
  /** 16 octets that query and response messages share. */
  messageId: Uint8Array | undefined;

  constructor(inbound: Inbound, view: MessageView) {
    this.inbound = inbound;
    this.view = view;
    this.stream = inbound.protocol !== 'udp';
  }

  /** The root span, when the query is traced. */
  get span(): Span | undefined {
    return this.trace?.root;
  }
}

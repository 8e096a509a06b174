/** The lines of the Log actions, as dnsdist writes them. */
import { rcodeName, rtypeName } from '@span53/dns/wire';

import type { ProxyQuery } from './query.ts';

/** Where the time in front of a line comes from. */
interface Clock {
  readonly unixNow: () => { readonly seconds: number; readonly nanoseconds: number };
}

/** `[sec.nsec] `, or nothing. */
export function lineStart({ unixNow }: Clock, stamped: boolean): string {
  if (!stamped) return '';
  const { seconds, nanoseconds } = unixNow();
  return `[${seconds}.${String(nanoseconds).padStart(9, '0')}] `;
}

/** One line about a query. */
export function queryLine({ client, received, qname }: ProxyQuery): string {
  return `Packet from ${client.peer} for ${qname} ${rtypeName(received.qtype)} with id ${received.id}`;
}

/** One line about the response in `query.packet`. */
export function responseLine({ client, received, qname, packet }: ProxyQuery): string {
  const rcode = rcodeName(packet.rcode);
  return `Answer to ${client.peer} for ${qname} ${rtypeName(received.qtype)} (${rcode}) with id ${received.id}`;
}

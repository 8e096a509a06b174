/** Node asks a resolver before each send; our peers are literal addresses, so the answer is the question. */
import { isIPv6 } from 'node:net';

type Callback = (error: Error | null, address: string, family: number) => void;

/** A `lookup` for sockets that are only given IP addresses. */
export function resolveNothing(host: string, options: unknown, callback: Callback): void {
  callback(null, host, isIPv6(host) ? 6 : 4);
}

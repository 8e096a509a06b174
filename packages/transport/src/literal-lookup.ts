/** Node asks a resolver before each send; our peers are literal addresses, so the answer is the question. */
type Callback = (error: Error | null, address: string, family: number) => void;

/** A `lookup` for sockets that are only given IP addresses. */
export function resolveNothing(host: string, options: unknown, callback: Callback): void {
  // Only IPv6 has colons; `isIPv6` runs a regular expression for each datagram.
  callback(null, host, host.includes(':') ? 6 : 4);
}

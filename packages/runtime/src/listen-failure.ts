/** What a failed bind means, in words: the system's own are for programmers. */
const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the address is in use',
  EACCES: 'no permission: ports below 1024 need CAP_NET_BIND_SERVICE',
  EADDRNOTAVAIL: 'this machine does not have the address',
};

/** The error of a start that could not listen on `what`, such as `udp 127.0.0.1:53`; the system's is its cause. */
export function listenFailure(what: string, error: unknown): Error {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return new Error(`cannot listen on ${what}: ${REASONS[code] ?? message}`, { cause: error });
}

/** A `node:http` server in front of a `fetch` function, as hono has one. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** Answers a request; `env.incoming` is the request as `node:http` has it. */
export type Fetch = (request: Request, env: { readonly incoming: IncomingMessage }) => Response | Promise<Response>;

type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => unknown;

/**
 * The adapter, and with it node's whole fetch, is loaded by the first request: that is half of the CPU time in which
 * a DNS server starts, and most never serve a page.
 */
export function fetchServer(fetch: Fetch): Server {
  let listener: Promise<Listener> | undefined;
  return createServer((incoming, outgoing) => {
    listener ??= import('@hono/node-server').then(({ getRequestListener }) =>
      getRequestListener((request, env) => fetch(request, env as { incoming: IncomingMessage })),
    );
    listener.then(
      (answer) => answer(incoming, outgoing),
      (error: Error) => outgoing.destroy(error),
    );
  });
}

/** What a server gets from any listener: the octets of one message, who sent them, and a way to answer. */
import type { SocketAddress } from '@span53/dns/inet';

/** How a message came in. */
export type Protocol = 'udp' | 'tcp' | 'dot' | 'doh';

/** One received message. The octets belong to the receiver from here on. */
export interface Inbound {
  readonly message: Buffer;
  readonly peer: SocketAddress;
  /** The address that the listener is bound to. */
  readonly local: SocketAddress;
  readonly protocol: Protocol;
  /** Monotonic milliseconds when the message arrived: read once, passed on. */
  readonly nowMs: number;
  /** Most octets that a reply may have on this transport; EDNS may set a lower one. */
  readonly limit: number;
  /** Sends the answer, or the last part of it. At most once; does nothing after `drop`, or when the peer has gone. */
  reply(octets: Uint8Array): void;
  /** Says that no answer will come, so that a stream can go on without it. */
  drop(): void;
  /** As `drop`, and a stream takes no more queries: it ends once the answers that it owes are out. */
  close(): void;
  /**
   * Sends one message of an answer that has several (a zone transfer, RFC 5936 §2.2), before `reply` ends it. Resolves
   * when there is room for the next one: false when the peer has gone or does not read. Streams only.
   */
  readonly part?: (octets: Uint8Array) => Promise<boolean>;
}

/** Takes a message. Must not throw; a listener never waits for it. */
export type InboundHandler = (inbound: Inbound) => void;

/**
 * An open listener. Disposing stops taking new messages at once and closes when the last reply is out, or at the
 * deadline.
 */
export interface Listener extends AsyncDisposable {
  readonly protocol: Protocol;
  /** The bound address, with the port that port 0 became. */
  readonly address: SocketAddress;
  /** Open connections; 0 over UDP. */
  readonly connections: number;
}

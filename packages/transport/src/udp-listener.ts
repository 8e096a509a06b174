/** Listens on one UDP address. One system call a packet: Node's dgram has no batches. */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { IPAddress, SocketAddress } from '@span53/dns/inet';

import { monotonicMs, type MonotonicClock } from './clock.ts';
import { countNothing, type CountEvent } from './counters.ts';
import type { Inbound, InboundHandler, Listener } from './inbound.ts';
import { resolveNothing } from './literal-lookup.ts';

/** Most octets in a UDP payload over IPv4 (RFC 768); EDNS keeps real answers far below. */
const UDP_LIMIT = 65_507;
const RECEIVE_BUFFER_OCTETS = 4 * 1024 * 1024;

/** Options of a UDP listener. */
export interface UdpListenerOptions {
  readonly address: SocketAddress;
  /** Several workers bind the same port and the kernel spreads the clients over them. */
  readonly reusePort?: boolean;
  /** SO_RCVBUF: room for a burst while the thread is busy. Default 4 MiB, capped by the kernel. */
  readonly receiveBufferOctets?: number;
  /** How long `asyncDispose` waits for replies that are still owed. Default 0. */
  readonly drainMs?: number;
  readonly count?: CountEvent;
  readonly now?: MonotonicClock;
}

/**
 * Opens the socket; rejects with the system's error (EADDRINUSE, EACCES, EADDRNOTAVAIL). Bound to an unspecified
 * address it replies from the one that the kernel's routes choose: dgram does not tell which one was asked.
 */
export async function openUdpListener(options: UdpListenerOptions, handler: InboundHandler): Promise<Listener> {
  const { address } = options;
  const socket = createSocket({
    type: address.address.family === 4 ? 'udp4' : 'udp6',
    reusePort: options.reusePort === true,
    ...(address.address.family === 6 ? { ipv6Only: true } : {}),
    lookup: resolveNothing,
  });
  const bound = once(socket, 'listening');
  socket.bind({ address: address.address.toString(), port: address.port, exclusive: true });
  try {
    await bound;
  } catch (error) {
    socket.close();
    throw error;
  }
  try {
    socket.setRecvBufferSize(options.receiveBufferOctets ?? RECEIVE_BUFFER_OCTETS);
  } catch {
    // A container may forbid it; the default buffer serves too.
  }
  return new UdpListener(socket, options, handler);
}

class UdpListener implements Listener {
  readonly protocol = 'udp';
  readonly connections = 0;
  readonly address: SocketAddress;
  readonly #socket: Socket;
  readonly #count: CountEvent;
  readonly #drainMs: number;
  /** Messages handed out in all, and those of them that were neither answered nor dropped. */
  #taken = 0;
  #owed = 0;
  #onSettled: (() => void) | undefined;
  /** The socket hears nothing new, and is closed when nothing is owed. */
  #deaf = false;
  #closing: Promise<void> | undefined;

  constructor(socket: Socket, options: UdpListenerOptions, handler: InboundHandler) {
    this.#socket = socket;
    this.address = new SocketAddress(options.address.address, socket.address().port);
    this.#count = options.count ?? countNothing;
    this.#drainMs = options.drainMs ?? 0;
    const now = options.now ?? monotonicMs;
    socket.on('message', (message, remote) => {
      if (remote.port === 0) return; // nobody can be answered at port 0
      this.#count('received');
      this.#taken += 1;
      this.#owed += 1;
      handler(new UdpInbound(this, message, remote, now()));
    });
    socket.on('error', () => this.#count('send-error'));
  }

  send(octets: Uint8Array, { port, address }: RemoteInfo): void {
    if (this.#deaf) this.#undeafen();
    try {
      // No callback: the datagram leaves before `send` returns, and a failure comes as the socket's error event.
      this.#socket.send(octets, port, address);
      this.#count('sent');
    } catch {
      this.#count('send-error'); // the socket was closed meanwhile
    }
    if (this.#deaf) this.#deafen();
  }

  settle(): void {
    this.#owed -= 1;
    if (this.#owed === 0) this.#onSettled?.();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    if (this.#drainMs > 0) {
      const deadline = AbortSignal.timeout(this.#drainMs);
      this.#deafen();
      await this.#readQueued(deadline);
      await this.#allSettled(deadline);
    }
    const closed = once(this.#socket, 'close');
    this.#socket.close();
    await closed;
  }

  /**
   * A connected socket only hears its peer, and the kernel gives what others send to the sockets that share the port:
   * so no query is lost while this one waits for its last answers. The peer is ourselves. To answer others it is
   * disconnected for the moment of the system call.
   */
  #deafen(): void {
    const { address, port } = this.address;
    const self = address.isUnspecified ? (address.family === 4 ? '127.0.0.1' : '::1') : address.toString();
    try {
      this.#socket.connect(port, self);
      this.#deaf = true;
    } catch {
      this.#deaf = false; // the socket was closed meanwhile
    }
  }

  #undeafen(): void {
    try {
      this.#socket.disconnect();
    } catch {
      // Connecting had failed, or the socket is closed; sending tells.
    }
  }

  /** What the kernel had queued before is read and answered: until two turns of the event loop brought nothing. */
  async #readQueued(deadline: AbortSignal): Promise<void> {
    for (let quiet = 0; quiet < 2 && !deadline.aborted;) {
      const before = this.#taken;
      await nextTurn();
      quiet = this.#taken === before ? quiet + 1 : 0;
    }
  }

  async #allSettled(deadline: AbortSignal): Promise<void> {
    if (this.#owed === 0 || deadline.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onSettled = resolve;
    deadline.addEventListener('abort', () => resolve(), { once: true });
    await promise;
  }
}

class UdpInbound implements Inbound {
  readonly message: Buffer;
  readonly nowMs: number;
  readonly protocol = 'udp';
  readonly limit = UDP_LIMIT;
  readonly #listener: UdpListener;
  readonly #remote: RemoteInfo;
  #peer: SocketAddress | undefined;
  #settled = false;

  constructor(listener: UdpListener, message: Buffer, remote: RemoteInfo, nowMs: number) {
    this.#listener = listener;
    this.message = message;
    this.#remote = remote;
    this.nowMs = nowMs;
  }

  get peer(): SocketAddress {
    return (this.#peer ??= new SocketAddress(IPAddress.parse(this.#remote.address)!, this.#remote.port));
  }

  get local(): SocketAddress {
    return this.#listener.address;
  }

  reply(octets: Uint8Array): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#listener.send(octets, this.#remote);
    this.#listener.settle();
  }

  drop(): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#listener.settle();
  }

  close(): void {
    this.drop();
  }
}

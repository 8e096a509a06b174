/** Where each part of the lab listens: the one thing that differs between a laptop, a test and the containers. */

/** The authoritative instances. `leaf1` and `leaf2` serve the same zones. */
export const AUTHORITIES = ['root', 'test', 'leaf1', 'leaf2'] as const;
export type Authority = (typeof AUTHORITIES)[number];

/** Addresses and ports of one lab. Port 0 is allowed where nobody else has to know the port in advance. */
export interface Places {
  readonly proxy: { readonly address: string; readonly port: number; readonly webPort: number };
  readonly recursor: { readonly address: string; readonly port: number; readonly webPort: number };
  /** One address each; they share `authorityPort`, as authorities on the Internet share port 53. */
  readonly authorities: Readonly<Record<Authority, string>>;
  readonly authorityPort: number;
  /** Web server of each authority, on its own address. */
  readonly authorityWebPort: number;
  /** An address of the lab's network where nobody listens: delegations to it time out. */
  readonly nobody: string;
  readonly collector: {
    readonly address: string;
    readonly otlpPort: number;
    readonly protobufPort: number;
    readonly webPort: number;
  };
  /** Networks whose members may continue a trace, ask us, and read our web servers. */
  readonly trusted: readonly string[];
}

/** `span53 up` on one machine (commands.md, "The lab"). */
export const LOCAL_PLACES: Places = {
  proxy: { address: '127.0.0.1', port: 5300, webPort: 5383 },
  recursor: { address: '127.0.0.1', port: 5310, webPort: 5382 },
  authorities: { root: '127.0.0.2', test: '127.0.0.3', leaf1: '127.0.0.4', leaf2: '127.0.0.5' },
  authorityPort: 5300,
  authorityWebPort: 5381,
  nobody: '127.0.0.6',
  collector: { address: '127.0.0.1', otlpPort: 4318, protobufPort: 5301, webPort: 5380 },
  trusted: ['127.0.0.0/8', '::1/128'],
};

/** Fixed addresses in the network of docker-compose.yml. Ports inside a container are the defaults. */
export const COMPOSE_PLACES: Places = {
  proxy: { address: '198.18.53.2', port: 53, webPort: 8083 },
  recursor: { address: '198.18.53.3', port: 53, webPort: 8082 },
  authorities: { root: '198.18.53.10', test: '198.18.53.11', leaf1: '198.18.53.12', leaf2: '198.18.53.13' },
  authorityPort: 53,
  authorityWebPort: 8081,
  nobody: '198.18.53.99',
  collector: { address: '198.18.53.4', otlpPort: 4318, protobufPort: 5301, webPort: 5380 },
  trusted: ['127.0.0.0/8', '::1/128', '198.18.53.0/24', 'fd53::/64'],
};

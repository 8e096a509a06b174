/** Where the root's servers are before anybody was asked: built in, or from a zone file (RFC 9609 §2). */
import { IPAddress, SocketAddress } from '@span53/dns/inet';
import { DNSName, RType } from '@span53/dns/wire';
import { formatZoneError, readZone } from '@span53/dns/zonefile';
import type { Delegation, NameServer } from './resolver/delegation.ts';

/** The root servers a to m (IANA named.root). */
const BUILT_IN: readonly (readonly [letter: string, v4: string, v6: string])[] = [
  ['a', '198.41.0.4', '2001:503:ba3e::2:30'],
  ['b', '170.247.170.2', '2801:1b8:10::b'],
  ['c', '192.33.4.12', '2001:500:2::c'],
  ['d', '199.7.91.13', '2001:500:2d::d'],
  ['e', '192.203.230.10', '2001:500:a8::e'],
  ['f', '192.5.5.241', '2001:500:2f::f'],
  ['g', '192.112.36.4', '2001:500:12::d0d'],
  ['h', '198.97.190.53', '2001:500:1::53'],
  ['i', '192.36.148.17', '2001:7fe::53'],
  ['j', '192.58.128.30', '2001:503:c27::2:30'],
  ['k', '193.0.14.129', '2001:7fd::1'],
  ['l', '199.7.83.42', '2001:500:9f::42'],
  ['m', '202.12.27.33', '2001:dc3::35'],
];

/** Port and address families for the servers. */
export interface HintUse {
  readonly port: number;
  readonly ipv4: boolean;
  readonly ipv6: boolean;
}

/** The hints that every resolver ships with. */
export function builtInHints(use: HintUse): Delegation {
  const servers = BUILT_IN.map(([letter, v4, v6]) => ({
    name: DNSName.of(`${letter}.root-servers.net.`),
    addresses: [v4, v6].map((text) => IPAddress.parse(text)!),
  }));
  return delegation(servers, use);
}

/** Hints from the text of a zone file: NS of the root, and A and AAAA of those. A text is what is wrong with it. */
export function parseHints(text: string, file: string, use: HintUse): Delegation | string {
  const reader = readZone(text, { origin: DNSName.root, file, defaultTtl: 3_600_000 });
  const records = [...reader];
  const [error] = reader.errors;
  if (error !== undefined) return formatZoneError(error);
  const names = records.filter(({ owner, type }) => owner.isRoot && type === RType.NS);
  const servers = names.map(({ rdata }) => {
    const name = DNSName.fromWire(rdata);
    const mine = records.filter(({ owner, type }) => owner.equals(name) && (type === RType.A || type === RType.AAAA));
    return { name, addresses: mine.map((record) => IPAddress.fromOctets(record.rdata)) };
  });
  const hints = delegation(servers, use);
  if (hints.servers.length === 0) return `${file}: no NS record of the root has an address of a family in use`;
  return hints;
}

function delegation(
  servers: readonly { readonly name: DNSName; readonly addresses: readonly IPAddress[] }[],
  { port, ipv4, ipv6 }: HintUse,
): Delegation {
  const usable: NameServer[] = [];
  for (const { name, addresses } of servers) {
    const mine = addresses.filter(({ family }) => (family === 4 ? ipv4 : ipv6));
    if (mine.length > 0) usable.push({ name, addresses: mine.map((address) => new SocketAddress(address, port)) });
  }
  return { zone: DNSName.root, mode: 'iterate', servers: usable };
}

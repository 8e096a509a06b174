/** Names and prefixes: comparing them, and finding the closest one among many. */
import { IPAddress, Netmask, NetmaskTree } from '@span53/dns/inet';
import { compareNames, DNSName, NameTree } from '@span53/dns/wire';
import { seededRandom } from '@span53/testkit';

import { inTurns } from '../turns.ts';
import { atMost, noGoal, type Row } from './row.ts';

const zones = 100_000;
const prefixes = 1_000_000;
/** So many different questions are asked in turn: what the first two need stays in the processor's caches. */
const hot = 16;
const few = 1024;
const many = 131_072;
const random = seededRandom(1);

export function benchNames(rounds: number): Row[] {
  const texts = Array.from({ length: many }, () => `host${below(1000)}.zone${below(2 * zones)}.example.com.`);
  const names = texts.map((text) => DNSName.of(text));
  // As resolvers mix it (0x20).
  const mixed = texts.map((text) =>
    DNSName.of(text.replaceAll(/[a-z]/g, (c) => (below(2) === 0 ? c : c.toUpperCase()))),
  );
  const same = Array.from({ length: few }, (_, i) => names[i % hot]!);
  const tree = new NameTree<number>();
  for (let i = 0; i < zones; i += 1) tree.set(DNSName.of(`zone${i}.example.com.`), i);
  const ns = inTurns(
    {
      order: () => orderOfEach(names),
      equal: () => equalEach(names, mixed),
      closestHot: () => closestToEach(tree, same, few),
      closest: () => closestToEach(tree, names, few),
      closestCold: () => closestToEach(tree, names, many),
    },
    rounds,
  );
  return [
    atMost('names: canonical order', ns.order / few, 100),
    atMost('names: equal but for case', ns.equal / few, 100),
    atMost(`names: closest of ${zones.toLocaleString('en')} zones, 16 different ones`, ns.closestHot / few, 100),
    atMost('the same, 1,024 different ones', ns.closest / few, 100),
    noGoal('the same, 131,072 different ones: memory reads', ns.closestCold / many),
  ];
}

/** How prefixes lie in the address space: anywhere, or of 48, 56 and 64 bits below those of few providers. */
export type Spread = 'IPv4' | 'IPv6' | 'IPv6 sites of 20,000 providers';

/** One spread at a time, so that another's prefixes are not in memory. */
export function benchNetmasks(spread: Spread, rounds: number): Row[] {
  const family = spread === 'IPv4' ? 4 : 6;
  const providers = Array.from({ length: 20_000 }, () => Netmask.of(address(6), 32));
  const newPrefix = {
    IPv4: () => Netmask.of(address(4), 12 + below(21)),
    IPv6: () => Netmask.of(address(6), 28 + below(37)),
    'IPv6 sites of 20,000 providers': () => Netmask.of(within(providers[below(providers.length)]!), 48 + 8 * below(3)),
  }[spread];
  const tree = new NetmaskTree<number>();
  const stored: Netmask[] = [];
  while (tree.size < prefixes) {
    const mask = newPrefix();
    tree.set(mask, tree.size);
    stored.push(mask);
  }
  // Half the clients are surely inside a stored prefix.
  const clients = Array.from({ length: many }, (_, i) =>
    i % 2 === 0 ? address(family) : within(stored[below(stored.length)]!),
  );
  const ns = inTurns(
    { lookup: () => lookUpEach(tree, clients, few), cold: () => lookUpEach(tree, clients, many) },
    rounds,
  );
  const what = `longest match of ${prefixes.toLocaleString('en')} prefixes, ${spread}, 1,024 clients`;
  return [atMost(what, ns.lookup / few, 200), noGoal('the same, 131,072 clients: memory reads', ns.cold / many)];
}

// A turn goes through all of them: what a call of a task costs is no part of a look-up. Sums are of 32 bits: fractions
// cost more.

function orderOfEach(names: readonly DNSName[]): number {
  let sum = 0;
  for (let i = 0; i < few; i += 1) sum += compareNames(names[i]!, names[i + 1]!);
  return sum;
}

function equalEach(names: readonly DNSName[], others: readonly DNSName[]): number {
  let sum = 0;
  for (let i = 0; i < few; i += 1) sum += names[i]!.equals(others[i]!) ? 1 : 0;
  return sum;
}

function closestToEach(tree: NameTree<number>, names: readonly DNSName[], count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i += 1) sum = (sum + (tree.closest(names[i]!) ?? 0)) | 0;
  return sum;
}

function lookUpEach(tree: NetmaskTree<number>, clients: readonly IPAddress[], count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i += 1) sum = (sum + (tree.lookup(clients[i]!) ?? 0)) | 0;
  return sum;
}

function below(limit: number): number {
  return Math.floor(random() * limit);
}

/** Any IPv4 address; an IPv6 one of 2001:db8::/32's quarter of the space, as addresses in use are. */
function address(family: 4 | 6): IPAddress {
  const octets = Uint8Array.from({ length: family === 4 ? 4 : 16 }, () => below(256));
  if (family === 6) octets[0] = 0x20 | (octets[0]! & 0x1f);
  return IPAddress.fromOctets(octets);
}

/** The prefix with other bits behind it. */
function within({ address: prefix, bits }: Netmask): IPAddress {
  const octets = address(prefix.family).octets.slice();
  for (let bit = 0; bit < bits; bit += 1) {
    const at = bit >> 3;
    const one = 0x80 >> (bit & 7);
    octets[at] = (octets[at]! & ~one) | (prefix.octets[at]! & one);
  }
  return IPAddress.fromOctets(octets);
}

/** Checks that the NSEC or NSEC3 records of a zone are one whole chain with the right types. */
import { decodeAs, nsec3param, type Nsec3param } from '../rdata/index.ts';
import { compareOctets, RType, rtypeName, type DNSName } from '../wire/index.ts';
import { nsecRecord } from './nsec-proof.ts';
import { NSEC3_SHA1, nsec3Hash } from './nsec3-hash.ts';
import { nsec3Covers, nsec3Record, type Nsec3Record } from './nsec3-proof.ts';
import { bitmapTypes, signedSets, type ZoneNode } from './zone-nodes.ts';

/** One thing that is wrong with the chain. */
export interface ChainFinding {
  readonly name: DNSName;
  readonly message: string;
}

/** Checks the chains that the apex tells of: one for each NSEC3PARAM (RFC 5155 §4), else NSEC. */
export function checkChain(origin: DNSName, nodes: readonly ZoneNode[]): ChainFinding[] {
  const apex = nodes.find(({ name }) => name.equals(origin));
  const rdata = apex?.sets.find(({ type }) => type === RType.NSEC3PARAM)?.rdata ?? [];
  const chains = rdata.flatMap((octets): Chain[] => {
    const parameters = decodeAs(nsec3param, octets);
    // With other flags, it is to be ignored (RFC 5155 §4.1.2).
    const isUsed = parameters?.flags === 0 && parameters.hashAlgorithm === NSEC3_SHA1;
    return isUsed ? [{ parameters, records: [] }] : [];
  });
  const hasNsec = apex?.sets.some(({ type }) => type === RType.NSEC) === true;
  return chains.length === 0 || hasNsec ? checkNsec(origin, nodes) : checkNsec3(origin, nodes, chains);
}

function checkNsec(origin: DNSName, nodes: readonly ZoneNode[]): ChainFinding[] {
  const findings: ChainFinding[] = [];
  const listed = nodes.filter(({ role }) => role === 'authoritative' || role === 'cut');
  listed.forEach((node, i) => {
    const { name, sets } = node;
    const set = sets.find(({ type }) => type === RType.NSEC);
    const record = set === undefined ? undefined : nsecRecord(set);
    if (record === undefined) {
      findings.push({ name, message: 'no NSEC' });
      return;
    }
    const next = listed[i + 1]?.name ?? origin;
    if (!record.next.equals(next)) findings.push({ name, message: `NSEC leads to ${record.next}, not to ${next}` });
    const difference = typeDifference(record.types, bitmapTypes(node, [RType.NSEC, RType.RRSIG]));
    if (difference !== '') findings.push({ name, message: `NSEC ${difference}` });
  });
  return findings;
}

/** The NSEC3 records of the same parameters. */
interface Chain {
  readonly parameters: Nsec3param;
  readonly records: { readonly name: DNSName; readonly record: Nsec3Record }[];
}

function checkNsec3(origin: DNSName, nodes: readonly ZoneNode[], chains: readonly Chain[]): ChainFinding[] {
  const findings: ChainFinding[] = [];
  for (const { name, sets } of nodes) {
    const set = sets.find(({ type }) => type === RType.NSEC3);
    if (set === undefined) continue;
    const record = nsec3Record(set, origin);
    const chain = chains.find(({ parameters }) => record !== undefined && isOf(record, parameters));
    if (chain === undefined) findings.push({ name, message: 'NSEC3 is malformed or of other parameters' });
    else chain.records.push({ name, record: record! });
  }
  return findings.concat(chains.flatMap((chain) => checkHashes(nodes, chain)));
}

function isOf(record: Nsec3Record, { iterations, salt }: Nsec3param): boolean {
  return record.iterations === iterations && compareOctets(record.salt, salt) === 0;
}

function checkHashes(nodes: readonly ZoneNode[], { parameters, records: chain }: Chain): ChainFinding[] {
  const findings: ChainFinding[] = [];
  chain.sort((a, b) => compareOctets(a.record.hash, b.record.hash));
  chain.forEach(({ name, record }, i) => {
    const next = chain[(i + 1) % chain.length]!.record.hash;
    if (compareOctets(record.next, next) !== 0)
      findings.push({ name, message: 'NSEC3 does not lead to the next hash' });
  });
  const expected = new Set<Nsec3Record>();
  for (const node of nodes) {
    if (node.role === 'occluded' || isChainNode(node)) continue;
    const hash = nsec3Hash(node.name, parameters);
    const before = lastUpTo(chain, hash);
    const found = before !== undefined && compareOctets(before.hash, hash) === 0 ? before : undefined;
    if (found !== undefined) expected.add(found);
    findings.push(...checkHashed(node, found, before !== undefined && nsec3Covers(before, hash) ? before : undefined));
  }
  for (const { name, record } of chain) {
    if (!expected.has(record)) findings.push({ name, message: 'NSEC3 of a name that the zone does not have' });
  }
  return findings;
}

/** The record with the greatest hash up to `hash`, the last one when all are greater. */
function lastUpTo(chain: readonly { record: Nsec3Record }[], hash: Uint8Array): Nsec3Record | undefined {
  let low = 0;
  let high = chain.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareOctets(chain[middle]!.record.hash, hash) <= 0) low = middle + 1;
    else high = middle;
  }
  return (low === 0 ? chain.at(-1) : chain[low - 1])?.record;
}

function checkHashed(node: ZoneNode, record?: Nsec3Record, cover?: Nsec3Record): ChainFinding[] {
  const { name, role } = node;
  const signed = signedSets(node).length > 0;
  if (record === undefined) {
    // With opt-out, unsigned delegations and the empty names above them may be missing (RFC 5155 §6).
    const skipped = !signed && (role === 'cut' || role === 'empty') && ((cover?.flags ?? 0) & 1) === 1;
    return skipped ? [] : [{ name, message: 'no NSEC3' }];
  }
  const difference = typeDifference(record.types, bitmapTypes(node, signed ? [RType.RRSIG] : []));
  return difference === '' ? [] : [{ name, message: `NSEC3 ${difference}` }];
}

/** True for the owner of an NSEC3 record, when it is no name of its own. */
function isChainNode({ sets }: ZoneNode): boolean {
  const types = sets.map(({ type }) => type).filter((type) => type !== RType.RRSIG);
  return types.length > 0 && types.every((type) => type === RType.NSEC3);
}

function typeDifference(listed: readonly number[], wanted: readonly number[]): string {
  const missing = wanted.filter((type) => !listed.includes(type));
  const extra = listed.filter((type) => !wanted.includes(type));
  const texts = [];
  if (missing.length > 0) texts.push(`does not list ${missing.map((type) => rtypeName(type)).join(' ')}`);
  if (extra.length > 0) texts.push(`lists ${extra.map((type) => rtypeName(type)).join(' ')}`);
  return texts.join(' and ');
}

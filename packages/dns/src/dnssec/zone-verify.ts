/** Checks of a whole signed zone: every signature, the chain of NSEC or NSEC3, the digest. */
import { decodeAs, dnskey, rrsig, type Rrsig } from '../rdata/index.ts';
import { RType, rtypeName, type DNSName, type RRset } from '../wire/index.ts';
import { isSupportedAlgorithm } from './algorithm.ts';
import { verifyKeySet } from './key-set.ts';
import { KeyFlag } from './key-tag.ts';
import { publicKey, type PublicKey } from './public-key.ts';
import { verifySignature, type VerifyContext } from './verify.ts';
import { checkChain } from './zone-chain.ts';
import { signedSets, zoneNodes, type ZoneNode } from './zone-nodes.ts';
import { verifyZonemd } from './zonemd.ts';

/** One thing that is wrong with a zone. */
export interface ZoneFinding {
  readonly severity: 'error' | 'warning';
  readonly name: DNSName;
  readonly message: string;
}

/** A signed zone. */
export interface SignedZone {
  readonly origin: DNSName;
  /** All RRsets, RRSIG among them. */
  readonly rrsets: Iterable<RRset>;
  readonly unixSeconds: number;
  /** RDATA of DS records that must lead to the zone's keys. Without them the zone's own DNSKEY RRset is believed. */
  readonly ds?: readonly Uint8Array[];
}

/** What is wrong with a signed zone; empty when all is well. A bad signature beside a good one is a warning only. */
export function verifyZone(zone: SignedZone): ZoneFinding[] {
  const { origin, unixSeconds } = zone;
  const all = [...zone.rrsets];
  const nodes = zoneNodes(origin, all);
  const findings: ZoneFinding[] = [];
  const report = (severity: ZoneFinding['severity'], name: DNSName, message: string): void => {
    findings.push({ severity, name, message });
  };
  const apex = nodes.find(({ name }) => name.equals(origin));
  const keySet = apex?.sets.find(({ type }) => type === RType.DNSKEY);
  if (apex === undefined || keySet === undefined) {
    report('error', origin, 'no DNSKEY RRset');
    return findings;
  }
  if (zone.ds !== undefined) checkEntry(zone, { keySet, rrsigs: rrsigsOf(apex) }, report);
  const keys = keySet.rdata.map((rdata) => publicKey(rdata)).filter((key) => key !== undefined);
  const algorithms = algorithmsOf(keySet);
  if (algorithms.length === 0) report('error', origin, 'no zone key of an algorithm that is supported');
  const context = { signer: origin, keys, unixSeconds };
  for (const node of nodes) checkNode(node, { ...context, algorithms }, report);
  for (const { name, message } of checkChain(origin, nodes)) report('error', name, message);
  const digest = verifyZonemd(origin, all);
  if (digest.state === 'bad') report('error', origin, `ZONEMD: ${digest.why}`);
  return findings;
}

type Report = (severity: ZoneFinding['severity'], name: DNSName, message: string) => void;

/** Algorithms that every RRset must be signed with (RFC 6840 §5.11), of those that are supported. A revoked key asks
 *  for nothing. */
function algorithmsOf(keySet: RRset): number[] {
  const isZoneKey = (flags: number): boolean => (flags & (KeyFlag.ZONE | KeyFlag.REVOKED)) === KeyFlag.ZONE;
  const zoneKeys = keySet.rdata.map((rdata) => decodeAs(dnskey, rdata)).filter((key) => isZoneKey(key?.flags ?? 0));
  return [...new Set(zoneKeys.map((key) => key!.algorithm))].filter((algorithm) => isSupportedAlgorithm(algorithm));
}

function checkEntry(
  { origin, ds = [], unixSeconds }: SignedZone,
  { keySet, rrsigs }: { keySet: RRset; rrsigs: readonly Uint8Array[] },
  report: Report,
): void {
  const verdict = verifyKeySet({ zone: origin, keys: keySet, rrsigs, ds, unixSeconds });
  if (verdict.state !== 'secure') report('error', origin, `DNSKEY RRset is ${verdict.state}: ${verdict.reason}`);
}

function rrsigsOf({ sets }: ZoneNode): Uint8Array[] {
  return sets.filter(({ type }) => type === RType.RRSIG).flatMap(({ rdata }) => rdata);
}

interface NodeContext extends VerifyContext {
  readonly keys: readonly PublicKey[];
  readonly algorithms: readonly number[];
}

function checkNode(node: ZoneNode, context: NodeContext, report: Report): void {
  const rrsigs = rrsigsOf(node).map((rdata) => decodeAs(rrsig, rdata));
  if (rrsigs.includes(undefined)) report('error', node.name, 'malformed RRSIG');
  const known = rrsigs.filter((value) => value !== undefined);
  const signed = signedSets(node);
  for (const set of signed) checkSet(set, known, context, (severity, text) => report(severity, node.name, text));
  for (const { typeCovered } of known) {
    if (signed.some(({ type }) => type === typeCovered)) continue;
    report('warning', node.name, `RRSIG over ${rtypeName(typeCovered)}, which the zone does not answer for`);
  }
}

function checkSet(
  set: RRset,
  rrsigs: readonly Rrsig[],
  { algorithms, ...context }: NodeContext,
  report: (severity: ZoneFinding['severity'], message: string) => void,
): void {
  const good = new Set<number>();
  const bad: { algorithm: number; message: string }[] = [];
  const type = rtypeName(set.type);
  for (const signature of rrsigs) {
    if (signature.typeCovered !== set.type) continue;
    const { algorithm, keyTag } = signature;
    const problem = signatureProblem(set, signature, context);
    if (problem === undefined) good.add(algorithm);
    else bad.push({ algorithm, message: `${type}: signature by ${algorithm}/${keyTag}: ${problem}` });
  }
  for (const { algorithm, message } of bad) report(good.has(algorithm) ? 'warning' : 'error', message);
  const missing = algorithms.filter((algorithm) => !good.has(algorithm));
  if (missing.length > 0) report('error', `${type}: no good signature of algorithm ${missing.join(', ')}`);
}

/** A zone has the TTL that was signed (RFC 4034 §3.1.4); only caches have less. */
function signatureProblem(set: RRset, signature: Rrsig, context: VerifyContext): string | undefined {
  const verdict = verifySignature(set, signature, context);
  if (typeof verdict === 'string') return verdict;
  const { originalTtl } = signature;
  return set.ttl === originalTtl ? undefined : `signed with TTL ${originalTtl}, the zone has ${set.ttl}`;
}

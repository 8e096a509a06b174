/** Canonical form of RRsets, and the octets that a signature covers (RFC 4034 §3.1.8.1, §6, RFC 6840 §5.1). */
import { canonicalRdata, type Rrsig } from '../rdata/index.ts';
import { compareOctets, putU16, putU32, sameOctets, type DNSName, type RRset } from '../wire/index.ts';

/** RDATA of an RRset in canonical form and order, each once. */
export function canonicalOrder(type: number, rdata: readonly Uint8Array[]): Uint8Array[] {
  if (rdata.length === 1) return [canonicalRdata(type, rdata[0]!)];
  const sorted = rdata.map((octets) => canonicalRdata(type, octets)).toSorted(compareOctets);
  return sorted.filter((octets, i) => i === 0 || !sameOctets(octets, sorted[i - 1]!));
}

/** What the records of one RRset have in common. */
export interface RecordHead {
  readonly owner: DNSName;
  readonly type: number;
  readonly class: number;
  /** Seconds. */
  readonly ttl: number;
}

/** Records in canonical wire form one after the other; `rdata` is in canonical order already. */
export function canonicalRecords(
  { owner, type, class: rclass, ttl }: RecordHead,
  rdata: readonly Uint8Array[],
): Buffer {
  const name = owner.lowered().wire;
  let size = 0;
  for (const octets of rdata) size += name.length + 10 + octets.length;
  const records = Buffer.allocUnsafe(size);
  let at = 0;
  for (const octets of rdata) {
    records.set(name, at);
    at += name.length;
    putU16(records, at, type);
    putU16(records, at + 2, rclass);
    putU32(records, at + 4, ttl);
    putU16(records, at + 8, octets.length);
    records.set(octets, at + 10);
    at += 10 + octets.length;
  }
  return records;
}

/** The fields of an RRSIG before its signature. */
export type SignatureHead = Omit<Rrsig, 'signature'>;

/** The labels that an RRSIG counts: without the root, and without a leftmost `*` (RFC 4034 §3.1.3). */
export function signedLabels(owner: DNSName): number {
  return owner.isWildcard ? owner.labelCount - 1 : owner.labelCount;
}

/** What is signed: the RRSIG's fields, then the RRset under the owner and TTL that the RRSIG tells. */
export function signedData(rrset: RRset, head: SignatureHead): Buffer {
  const { name } = rrset;
  const expanded = signedLabels(name) > head.labels;
  const owner = expanded ? name.lastLabels(head.labels).wildcard()! : name;
  const rdata = canonicalOrder(rrset.type, rrset.rdata);
  const records = canonicalRecords({ owner, type: rrset.type, class: rrset.class, ttl: head.originalTtl }, rdata);
  return Buffer.concat([signatureHead(head), records]);
}

/** The RDATA of an RRSIG without its signature, signer lowered. */
export function signatureHead(head: SignatureHead): Buffer {
  const signer = head.signer.lowered().wire;
  const octets = Buffer.allocUnsafe(18 + signer.length);
  putU16(octets, 0, head.typeCovered);
  octets[2] = head.algorithm;
  octets[3] = head.labels;
  putU32(octets, 4, head.originalTtl);
  putU32(octets, 8, head.expiration);
  putU32(octets, 12, head.inception);
  putU16(octets, 16, head.keyTag);
  octets.set(signer, 18);
  return octets;
}

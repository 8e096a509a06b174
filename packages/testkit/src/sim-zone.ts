/** An authoritative server for the simulated network: zones as text, answered by the book (RFC 1034 §4.3.2). */
import { DNSName, MessageView, NameTree, RCode, RType } from '@span53/dns/wire';
import { record, respond, type SimHost, type SimResponse } from './sim-message.ts';

interface ZoneText {
  readonly apex: DNSName;
  /** Lines by owner key. */
  readonly lines: Map<string, string[]>;
  readonly soa: string;
}

const NOTHING: readonly string[] = [];

/**
 * A host authoritative for `zones`: apex to lines `owner TTL TYPE RDATA`, the SOA among them. It refers, follows
 * CNAMEs inside the zone, synthesises for DNAMEs, knows empty non-terminals, and refuses all else. No wildcards.
 */
export function authority(zones: Readonly<Record<string, string>>): SimHost {
  const tree = new NameTree<ZoneText>();
  for (const [apex, text] of Object.entries(zones)) tree.set(DNSName.of(apex), readZone(apex, text));
  return (query) => {
    const view = MessageView.open(query);
    if (view === undefined || !view.hasQuestion) return undefined;
    const { qname, qtype } = view;
    // DS belongs to the parent side of a cut (RFC 4035 §3.1.4.1).
    const zone = (qtype === RType.DS ? tree.closestAbove(qname) : undefined) ?? tree.closest(qname);
    if (zone === undefined) return respond(query, { rcode: RCode.REFUSED, authoritative: false });
    return respond(query, lookUp(zone, qname, qtype));
  };
}

function readZone(apex: string, text: string): ZoneText {
  const lines = new Map<string, string[]>();
  for (const line of text.split('\n').map((raw) => raw.trim())) {
    if (line === '') continue;
    const { key } = record(line).name;
    lines.set(key, [...(lines.get(key) ?? []), line]);
  }
  const soa = lines.get(DNSName.of(apex).key)?.find((line) => typeOf(line) === 'SOA');
  if (soa === undefined) throw new SyntaxError(`${apex} has no SOA`);
  return { apex: DNSName.of(apex), lines, soa };
}

function lookUp(zone: ZoneText, qname: DNSName, qtype: number): SimResponse {
  const chain: string[] = [];
  let name = qname;
  for (let links = 0; links < 20; links += 1) {
    const cut = delegation(zone, name, qtype);
    if (cut !== undefined) return { answer: chain, authoritative: chain.length > 0, ...cut };
    const here = zone.lines.get(name.key) ?? NOTHING;
    const data = here.filter((line) => qtype === RType.ANY || record(line).type === qtype);
    const alias = here.find((line) => typeOf(line) === 'CNAME') ?? fromDname(zone, name, chain);
    if (data.length > 0) return { answer: [...chain, ...data] };
    if (alias === undefined) return { answer: chain, authority: [zone.soa], rcode: exists(zone, name) ? 0 : 3 };
    chain.push(alias);
    name = DNSName.fromWire(record(alias).rdata[0]!);
    if (!name.isPartOf(zone.apex)) return { answer: chain };
  }
  return { answer: chain };
}

/** The referral for a name at or below a cut of the zone. */
function delegation(zone: ZoneText, name: DNSName, qtype: number): SimResponse | undefined {
  const depth = name.labelCount - zone.apex.labelCount;
  for (let labels = 1; labels <= depth; labels += 1) {
    const cut = name.lastLabels(zone.apex.labelCount + labels);
    if (labels === depth && qtype === RType.DS) return undefined;
    const authorities = (zone.lines.get(cut.key) ?? NOTHING).filter((line) => typeOf(line) === 'NS');
    if (authorities.length === 0) continue;
    const additional = authorities.flatMap((line) =>
      (zone.lines.get(DNSName.fromWire(record(line).rdata[0]!).key) ?? NOTHING).filter((glue) =>
        ['A', 'AAAA'].includes(typeOf(glue)),
      ),
    );
    return { authority: authorities, additional };
  }
  return undefined;
}

/** The CNAME synthesised from a DNAME above `name`; the DNAME itself goes into `chain`. */
function fromDname(zone: ZoneText, name: DNSName, chain: string[]): string | undefined {
  for (let above = name; above.labelCount > zone.apex.labelCount;) {
    above = above.parent();
    const line = zone.lines.get(above.key)?.find((text) => typeOf(text) === 'DNAME');
    if (line === undefined) continue;
    const target = name.replaceSuffix(above, DNSName.fromWire(record(line).rdata[0]!));
    if (target === undefined) return undefined;
    chain.push(line);
    return `${name.toString()} ${record(line).ttl} CNAME ${target.toString()}`;
  }
  return undefined;
}

/** True for a name with data or with names below it (RFC 4592 §2.2.2). */
function exists(zone: ZoneText, name: DNSName): boolean {
  for (const lines of zone.lines.values()) if (record(lines[0]!).name.isPartOf(name)) return true;
  return false;
}

function typeOf(line: string): string {
  return line.split(/\s+/)[2]!;
}

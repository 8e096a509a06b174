import { DNSName, WireReader } from '../../wire/index.ts';
import type { OptionCodec } from '../option-codec.ts';

/** CHAIN (RFC 7901 §4): the closest trust point, whose DNSSEC chain the client has already. */
export const chain: OptionCodec<DNSName> = nameOption(13);

/** Report-Channel (RFC 9567 §4): the agent domain that takes error reports. */
export const reportChannel: OptionCodec<DNSName> = nameOption(18);

/** Option data that is one uncompressed name. */
function nameOption(code: number): OptionCodec<DNSName> {
  return {
    code,
    decode: (data) => {
      const reader = new WireReader(data);
      const name = reader.plainName();
      return reader.finished ? name : undefined;
    },
    encode: (name) => name.wire,
    format: (name) => name.toString(),
  };
}

/** What went wrong, for a report. */
export interface ErrorReport {
  readonly qname: DNSName;
  readonly qtype: number;
  /** INFO-CODE of the Extended DNS Error. */
  readonly infoCode: number;
}

/**
 * The name whose TXT query reports an error: `_er.QTYPE.QNAME.INFO-CODE._er.AGENT` (RFC 9567 §6.1.1). Undefined when
 * it would be too long, or the agent is the root, which says that no reports are wanted.
 */
export function reportName(agent: DNSName, { qname, qtype, infoCode }: ErrorReport): DNSName | undefined {
  if (agent.isRoot) return undefined;
  const label = (text: string): Uint8Array => Buffer.from(text, 'latin1');
  const marker = label('_er');
  return DNSName.fromLabels([marker, label(String(qtype)), ...qname.labels(), label(String(infoCode)), marker], agent);
}

/** A response as dig prints it. */
import { decodeEde, edeName, OptionCode, optionName } from '@span53/dns/edns';
import { formatRdata } from '@span53/dns/rdata';
import {
  flagNames,
  type MessageView,
  opcodeName,
  type OptView,
  RClass,
  rclassName,
  rcodeName,
  type RecordCursor,
  RType,
  rtypeName,
  Section,
} from '@span53/dns/wire';

/** How the answer came. */
export interface Exchange {
  readonly server: string;
  readonly transport: 'UDP' | 'TCP';
  readonly elapsedMs: number;
  readonly when: Date;
}

const SECTION_TITLES = ['QUESTION', 'ANSWER', 'AUTHORITY', 'ADDITIONAL'] as const;

/** The whole response: header, OPT, sections, and how it came. */
export function formatResponse(view: MessageView, exchange: Exchange): string {
  const lines = [
    `;; ->>HEADER<<- opcode: ${opcodeName(view.opcode)}, status: ${rcodeName(view.rcode)}, id: ${view.id}`,
    `;; flags: ${flagNames(view.flags).join(' ').toLowerCase()}; ${counts(view)}`,
  ];
  if (view.problem !== undefined) lines.push(`;; WARNING: malformed message (${view.problem})`);
  if (view.opt !== undefined) lines.push('', ';; OPT PSEUDOSECTION:', ...formatOpt(view.opt));
  if (view.hasQuestion) {
    const question = `;${view.qname.toString()}\t\t${rclassName(view.qclass)}\t${rtypeName(view.qtype)}`;
    lines.push('', ';; QUESTION SECTION:', question);
  }
  lines.push(...formatSections(view));
  lines.push(
    '',
    `;; Query time: ${exchange.elapsedMs.toFixed(exchange.elapsedMs < 10 ? 1 : 0)} msec`,
    `;; SERVER: ${exchange.server} (${exchange.transport})`,
    `;; WHEN: ${exchange.when.toUTCString()}`,
    `;; MSG SIZE  rcvd: ${view.octets.length}`,
  );
  return lines.join('\n');
}

/** Just the RDATA of the answers, one a line: dig's `+short`. */
export function formatShort(view: MessageView): string {
  const lines: string[] = [];
  const records = view.records();
  while (records.next()) if (records.section === Section.ANSWER) lines.push(rdataText(records));
  return lines.join('\n');
}

function counts(view: MessageView): string {
  const [question, answer, authority, additional] = SECTION_TITLES.map((_, i) => view.count(i as Section));
  return `QUERY: ${question}, ANSWER: ${answer}, AUTHORITY: ${authority}, ADDITIONAL: ${additional}`;
}

function formatSections(view: MessageView): string[] {
  const lines: string[] = [];
  let current: number = Section.QUESTION;
  const records = view.records();
  while (records.next()) {
    if (records.type === RType.OPT) continue;
    if (records.section !== current) {
      current = records.section;
      lines.push('', `;; ${SECTION_TITLES[current]} SECTION:`);
    }
    lines.push(formatRecord(records));
  }
  return lines;
}

function formatRecord(record: RecordCursor): string {
  const owner = record.name()?.toString() ?? '<malformed name>';
  const rclass = record.class === RClass.IN ? 'IN' : rclassName(record.class);
  const gap = owner.length < 16 ? '\t\t' : '\t';
  return `${owner}${gap}${record.ttl}\t${rclass}\t${rtypeName(record.type)}\t${rdataText(record)}`;
}

function rdataText(record: RecordCursor): string {
  const rdata = record.rdata();
  return rdata === undefined ? '<malformed>' : formatRdata(record.type, rdata);
}

function formatOpt(opt: OptView): string[] {
  const flags = opt.dnssecOk ? ' do' : '';
  const lines = [`; EDNS: version: ${opt.version}, flags:${flags}; udp: ${opt.udpSize}`];
  for (const { code, data } of opt.options()) lines.push(`; ${formatOption(code, data)}`);
  return lines;
}

function formatOption(code: number, data: Uint8Array): string {
  const hex = Buffer.from(data).toString('hex');
  if (code === OptionCode.EDE) {
    const error = decodeEde(data);
    if (error !== undefined) {
      const text = error.text === '' ? '' : `: (${printable(error.text)})`;
      return `EDE: ${error.code} (${edeName(error.code)})${text}`;
    }
  }
  if (code === OptionCode.NSID) return `NSID: ${hex} ("${printable(Buffer.from(data).toString('latin1'))}")`;
  return `${optionName(code)}: ${hex}`;
}

/** Text from the network with everything a terminal would act on replaced. */
function printable(text: string): string {
  return text.replaceAll(/[^\u0020-\u007e\u00a0-\uffff]/g, '.');
}

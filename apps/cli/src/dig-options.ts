/** The arguments of `span53 dig`, in dig's own syntax: NAME TYPE @SERVER -p PORT +flags. */
import { SocketAddress } from '@span53/dns/inet';
import { parseRClass, parseRType, RClass, RType, type DNSName } from '@span53/dns/wire';

import { parseTypedName } from './typed-name.ts';

/** What to ask, whom and how. */
export interface DigOptions {
  readonly name: DNSName;
  readonly type: number;
  readonly class: number;
  readonly server: SocketAddress;
  readonly tcp: boolean;
  readonly dnssec: boolean;
  readonly recurse: boolean;
  readonly checkingDisabled: boolean;
  readonly edns: boolean;
  /** EDNS UDP payload size. */
  readonly bufsize: number;
  readonly nsid: boolean;
  /** Print answers only. */
  readonly short: boolean;
  /** Send TRACEPARENT and print the trace. */
  readonly trace: boolean;
  /** On truncation keep the truncated answer instead of asking again over TCP. */
  readonly ignoreTruncation: boolean;
  readonly timeoutMs: number;
  /** Base URL of the collector that has the trace. */
  readonly collector: string;
  /** Where our own span goes; undefined: port 4318 of the collector's host. */
  readonly otlp: string | undefined;
}

interface Draft {
  name: string | undefined;
  type: number | undefined;
  class: number;
  server: string;
  port: number;
  collector: string;
  otlp: string | undefined;
  reverse: string | undefined;
  flags: Map<string, string | boolean>;
}

/** `+name`, `+noname` and `+name=value` that we know; all others are an error, not silence. */
const BOOLEAN_FLAGS = new Set([
  'tcp',
  'vc',
  'dnssec',
  'do',
  'recurse',
  'rec',
  'cdflag',
  'cd',
  'edns',
  'nsid',
  'short',
  'trace',
  'ignore',
]);
const VALUE_FLAGS = new Set(['bufsize', 'timeout', 'time']);
/** Known to dig, kept for later: an error that says so. */
const LATER_FLAGS = new Set(['tls', 'https', 'quic']);

/** Parses the arguments; a text is what is wrong with them. */
export function parseDigOptions(args: readonly string[]): DigOptions | string {
  const draft: Draft = {
    name: undefined,
    type: undefined,
    class: RClass.IN,
    server: '127.0.0.1',
    port: 5300,
    collector: 'http://127.0.0.1:5380',
    otlp: undefined,
    reverse: undefined,
    flags: new Map(),
  };
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i]!;
    if (arg === '-p' || arg === '-t' || arg === '-x' || arg === '-c' || arg === '--collector' || arg === '--otlp') {
      const value = args[++i];
      if (value === undefined) return `${arg} needs a value`;
      const problem = takeOption(draft, arg, value);
      if (problem !== undefined) return problem;
    } else {
      const problem = takeWord(draft, arg);
      if (problem !== undefined) return problem;
    }
  }
  return finish(draft);
}

function takeOption(draft: Draft, option: string, value: string): string | undefined {
  if (option === '--collector' || option === '--otlp') {
    if (!URL.canParse(value)) return `${option} ${value}: not a URL`;
    if (option === '--otlp') draft.otlp = value;
    else draft.collector = value.replace(/\/$/, '');
    return undefined;
  }
  if (option === '-x') draft.reverse = value;
  else if (option === '-p') {
    if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535) return `-p ${value}: not a port`;
    draft.port = Number(value);
  } else if (option === '-c') {
    const rclass = parseRClass(value);
    if (rclass === undefined) return `-c ${value}: not a class`;
    draft.class = rclass;
  } else {
    const type = parseRType(value);
    if (type === undefined) return `-t ${value}: not a record type`;
    draft.type = type;
  }
  return undefined;
}

function takeWord(draft: Draft, word: string): string | undefined {
  if (word.startsWith('@')) {
    draft.server = word.slice(1);
    return undefined;
  }
  if (word.startsWith('+')) return takeFlag(draft, word.slice(1).toLowerCase());
  if (word.startsWith('-')) return `unknown option ${word}`;
  if (draft.name !== undefined || draft.reverse !== undefined) {
    const type = parseRType(word);
    if (type !== undefined && draft.type === undefined) {
      draft.type = type;
      return undefined;
    }
    const rclass = parseRClass(word);
    if (rclass === undefined) return `${word}: neither a record type nor a class`;
    draft.class = rclass;
    return undefined;
  }
  draft.name = word;
  return undefined;
}

function takeFlag(draft: Draft, flag: string): string | undefined {
  const [key = '', value] = flag.split('=', 2);
  if (LATER_FLAGS.has(key)) return `+${key} is not supported yet: use UDP or +tcp`;
  if (VALUE_FLAGS.has(key)) {
    if (value === undefined || !/^\d{1,5}$/.test(value)) return `+${key} needs a number`;
    draft.flags.set(key, value);
    return undefined;
  }
  const off = key.startsWith('no') && BOOLEAN_FLAGS.has(key.slice(2));
  if (value !== undefined || (!off && !BOOLEAN_FLAGS.has(key))) return `+${flag} is not supported`;
  draft.flags.set(off ? key.slice(2) : key, !off);
  return undefined;
}

function finish(draft: Draft): DigOptions | string {
  const text = draft.reverse === undefined ? (draft.name ?? '.') : reverseName(draft.reverse);
  if (text === undefined) return `-x ${draft.reverse}: not an address`;
  const name = parseTypedName(text);
  if (name === undefined) return `${text}: not a domain name`;
  const server = SocketAddress.parse(draft.server, draft.port);
  if (server === undefined) return `@${draft.server}: not an address`;
  const on = (fallback: boolean, ...names: string[]): boolean => {
    const set = names.map((flag) => draft.flags.get(flag)).findLast((value) => value !== undefined);
    return set === undefined ? fallback : set === true;
  };
  const fallbackType = draft.reverse !== undefined ? RType.PTR : draft.name === undefined ? RType.NS : RType.A;
  return {
    name,
    type: draft.type ?? fallbackType,
    class: draft.class,
    server,
    tcp: on(false, 'tcp', 'vc'),
    dnssec: on(false, 'dnssec', 'do'),
    recurse: on(true, 'recurse', 'rec'),
    checkingDisabled: on(false, 'cdflag', 'cd'),
    edns: on(true, 'edns'),
    bufsize: Number(draft.flags.get('bufsize') ?? 1232),
    nsid: on(false, 'nsid'),
    short: on(false, 'short'),
    trace: on(true, 'trace'),
    ignoreTruncation: on(false, 'ignore'),
    timeoutMs: 1000 * Number(draft.flags.get('timeout') ?? draft.flags.get('time') ?? 5),
    collector: draft.collector,
    otlp: draft.otlp,
  };
}

/** `192.0.2.1` as `1.2.0.192.in-addr.arpa.`, an IPv6 address as its nibbles under `ip6.arpa.` (RFC 3596 §2.5). */
function reverseName(text: string): string | undefined {
  const address = SocketAddress.parse(text, 53)?.address;
  if (address === undefined) return undefined;
  const octets = [...address.octets].toReversed();
  if (address.family === 4) return `${octets.join('.')}.in-addr.arpa.`;
  return `${octets.map((octet) => `${(octet & 15).toString(16)}.${(octet >> 4).toString(16)}`).join('.')}.ip6.arpa.`;
}

import type { DNSName, WireReader } from '../../wire/index.ts';
import { escapeQuoted, unescape } from '../char-string.ts';
import { defineRdata, type RdataCodec } from '../codec.ts';
import type { TextReader } from '../text-reader.ts';
import {
  SVC_PARAM_KEY_INVALID,
  SvcParamKey,
  parseSvcParamKey,
  svcParamFormat,
  svcParamKeyName,
} from '../svc-params.ts';

/** One SvcParam: the key and its wire value. */
export interface SvcParam {
  readonly key: number;
  readonly value: Uint8Array;
}

/** Where a service is and how to connect. */
export interface Svcb {
  /** 0 is AliasMode, in which parameters should not be there and are ignored (RFC 9460 §2.4.2). */
  readonly priority: number;
  /** The root is the owner itself in ServiceMode, "not there" in AliasMode. */
  readonly target: DNSName;
  /** By ascending key, each once. */
  readonly params: readonly SvcParam[];
}

/** A type with a target and parameters of a service. */
export function serviceBinding(type: number, mnemonic: string): RdataCodec<Svcb> {
  return defineRdata({
    type,
    mnemonic,
    classIN: true,
    decode: (r) => {
      const value = { priority: r.u16(), target: r.plainName(), params: decodeParams(r) };
      if (problemOf(value.params) !== undefined) r.fail();
      return value;
    },
    encode: (w, v) => {
      w.u16(v.priority);
      w.name(v.target);
      for (const { key, value } of v.params) {
        w.u16(key);
        w.u16(value.length);
        w.bytes(value);
      }
    },
    parse: (t) => {
      const value = { priority: t.u16(), target: t.name(), params: parseParams(t) };
      const problem = problemOf(value.params);
      if (problem !== undefined) t.fail(problem);
      return value;
    },
    format: (v) => `${v.priority} ${v.target}${v.params.map(formatParam).join('')}`,
  });
}

/** Reads to the end; keys must ascend, and each registered key's value must be well-formed (RFC 9460 §2.2). The last
 *  number is no key (§14.3.2). */
function decodeParams(r: WireReader): SvcParam[] {
  const params: SvcParam[] = [];
  let last = -1;
  while (r.remaining > 0) {
    const key = r.u16();
    const value = r.bytes(r.u16());
    if (key <= last || key === SVC_PARAM_KEY_INVALID || svcParamFormat(key).format(value) === undefined) r.fail();
    last = key;
    params.push({ key, value });
  }
  return params;
}

function parseParams(t: TextReader): SvcParam[] {
  const params = new Map<number, Uint8Array>();
  while (t.remaining > 0) {
    const { text } = t.pair('a parameter');
    const equals = text.indexOf('=');
    const name = equals < 0 ? text : text.slice(0, equals);
    const key = parseSvcParamKey(name);
    const octets = unescape(equals < 0 ? '' : text.slice(equals + 1));
    if (key === undefined || octets === undefined) {
      t.fail(key === undefined ? `unknown parameter "${name}"` : `bad escape in ${name}`);
      break;
    }
    // `keyNNNNN` has the wire value as its text, also for a registered key.
    const generic = name.startsWith('key');
    const escaped = !generic && svcParamFormat(key).plain && text.includes('\\');
    const value = generic ? octets : svcParamFormat(key).parse(octets);
    if (escaped) t.fail(`${name} takes no escapes`);
    else if (value === undefined || svcParamFormat(key).format(value) === undefined) t.fail(`bad value of ${name}`);
    else if (params.has(key)) t.fail(`${name} is there twice`);
    else params.set(key, key === SvcParamKey.mandatory ? sortKeys(value) : value);
  }
  return [...params].map(([key, value]) => ({ key, value })).toSorted((a, b) => a.key - b.key);
}

/** What the parameters demand of each other (RFC 9460 §7.1.1 and §8). */
function problemOf(params: readonly SvcParam[]): string | undefined {
  const keys = new Set(params.map(({ key }) => key));
  if (keys.has(SvcParamKey['no-default-alpn']) && !keys.has(SvcParamKey.alpn)) return 'no-default-alpn needs alpn';
  const mandatory = params.find(({ key }) => key === SvcParamKey.mandatory)?.value ?? new Uint8Array(0);
  let last = 0;
  for (let at = 0; at < mandatory.length; at += 2) {
    const key = (mandatory[at]! << 8) | mandatory[at + 1]!;
    if (key === SvcParamKey.mandatory) return 'mandatory does not name itself';
    if (key <= last) return 'mandatory names a key twice, or not in order';
    if (!keys.has(key)) return `mandatory ${svcParamKeyName(key)} is missing`;
    last = key;
  }
  return undefined;
}

function sortKeys(wire: Uint8Array): Uint8Array {
  const keys = Array.from({ length: wire.length / 2 }, (_, i) => (wire[i * 2]! << 8) | wire[i * 2 + 1]!);
  return Uint8Array.from(keys.toSorted((a, b) => a - b).flatMap((key) => [key >> 8, key & 0xff]));
}

/** Octets that the text of their key cannot say, such as a weight over 100, stand behind the key's number. */
function formatParam({ key, value }: SvcParam): string {
  const name = svcParamKeyName(key);
  if (value.length === 0) return ` ${name}`;
  const { plain, format, parse } = svcParamFormat(key);
  const octets = format(value) ?? value;
  if (parse(octets) === undefined) return ` key${key}="${escapeQuoted(value)}"`;
  const text = escapeQuoted(octets);
  return plain ? ` ${name}=${text}` : ` ${name}="${text}"`;
}

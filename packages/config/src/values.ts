/** Values of DNS and of operation as schemas: text in the file, types of ours in the program. */
import * as v from 'valibot';

import { Netmask, NetmaskSet, SocketAddress, IPAddress } from '@span53/dns/inet';
import { DNSName, parseRCode, parseRType } from '@span53/dns/wire';

import { parsed } from './fields.ts';

/** A domain name; a missing final dot is added. */
export const dnsName = parsed('a domain name', (text) => DNSName.parse(text));
/** A list of domain names. */
export const dnsNames = v.array(dnsName, 'expected a list of domain names');
/** An IP address without port. */
export const ipAddress = parsed('an IP address', (text) => IPAddress.parse(text));
/** A prefix; an address alone is a prefix of full length. */
export const netmask = parsed('an IP prefix', (text) => Netmask.parse(text));
/** An RR type: mnemonic or `TYPEn`. */
export const rtype = parsed('a record type', parseRType);
/** An RCODE by name. */
export const rcode = parsed('an RCODE', parseRCode);

/** `IP` or `IP:port`. */
export function socketAddress(options: { readonly port: number }) {
  return parsed('IP or IP:port', (text) => SocketAddress.parse(text, options.port));
}

/** A list of prefixes, `!` in front excludes; every bad entry is an issue of its own. */
export const netmaskSet = v.pipe(
  v.array(
    v.pipe(
      v.string('expected an IP prefix'),
      v.check((text) => Netmask.parse(text.replace(/^!\s*/, '')) !== undefined, 'expected an IP prefix'),
    ),
    'expected a list of IP prefixes',
  ),
  // Every text was checked one by one, so this cannot fail.
  v.transform((texts) => NetmaskSet.parse(texts) as NetmaskSet),
);

const DURATION_UNITS: Record<string, number> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Milliseconds of `250ms`, `1.5s`, `10m`, `1h30m`, `7d`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|[smhdw]))+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g))
    sum += Number(amount) * DURATION_UNITS[unit!]!;
  return sum;
}

/** A duration with a unit, as milliseconds, within limits. */
export function duration(limits: { readonly min?: string; readonly max?: string } = {}) {
  const min = limits.min === undefined ? 0 : parseDuration(limits.min)!;
  const max = limits.max === undefined ? Number.MAX_SAFE_INTEGER : parseDuration(limits.max)!;
  return v.pipe(
    parsed('a duration such as 500ms, 10s or 1h', parseDuration),
    v.minValue(min, `expected at least ${limits.min}`),
    v.maxValue(max, `expected at most ${limits.max}`),
  );
}

const SIZE_UNITS: Record<string, number> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/** Octets of `4096`, `64k`, `1GiB`, `512 MB` (units of 1024); undefined for anything else. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?$/i.exec(text);
  if (match === null) return undefined;
  return Math.round(Number(match[1]) * SIZE_UNITS[match[2]!.toLowerCase()]!);
}

const SIZE = 'expected a size such as 65536, 64MiB or 1GiB';

/** A size in octets: a number, or text with a unit. */
export const size = v.union(
  [v.pipe(v.number(), v.integer(SIZE), v.minValue(0, SIZE)), parsed('a size', parseSize)],
  SIZE,
);

/** A size within limits. */
export function sizeWithin({ min, max }: { readonly min: string; readonly max: string }) {
  return v.pipe(
    size,
    v.minValue(parseSize(min)!, `expected at least ${min}`),
    v.maxValue(parseSize(max)!, `expected at most ${max}`),
  );
}

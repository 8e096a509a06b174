/** RDATA beside BIND: awkward forms of every type, and random values of each, are taken or refused alike and mean the
 *  same octets. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { codecs, encodeRdata, formatOpaque, formatRdata, parseRdata } from '@span53/dns/rdata';
import { parseRType } from '@span53/dns/wire';
import { arbitraryValue, toHex } from '@span53/testkit';
import * as fc from 'fast-check';
import { hasVersion, skipUnless } from './tools.ts';

// The exceptions are about this release; others differ from us elsewhere. named-rrchecker tells no version.
const isKnown = hasVersion(['named-compilezone', '-v'], '9.18.');
const skip = isKnown ? skipUnless(['named-rrchecker']) : 'not installed: BIND 9.18';
const VALUES_PER_TYPE = 3;
const SEED = 53;
/** One RDATA a line, the type in front. */
const cases = readFileSync(new URL('rdata-cases.txt', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n');

/** Where BIND and we differ, and why that is right. */
interface Exception {
  readonly lines: RegExp;
  readonly reason: string;
  /** Newer versions of BIND agree with us: it need not be met. */
  readonly isOfVersion?: true;
}

const exceptions: readonly Exception[] = [
  { lines: /^NS é/, reason: 'names outside ASCII are for IDNA, at the command line' },
  { lines: /^TYPE0 /, reason: 'the zone reader refuses TYPE0, the RDATA have a form' },
  { lines: /^WKS \S+ gre/, reason: 'protocols by name are those of RFC 1010' },
  { lines: /^WKS \S+ tcp supdup/, reason: 'services by name are those of RFC 1010, not those of /etc/services' },
  { lines: /^NSAP 0x\.47/, reason: 'a dot stands between digits (RFC 1706 §5)' },
  {
    lines: /^KEY 0x100|^KEY (ZONE\|HOST|NOCONF\|NOAUTH)/,
    reason: 'RFC 2535 §7.1: decimal, or one mnemonic for each field',
  },
  { lines: /^NXT a\.$/, reason: 'an NXT lists NXT itself' },
  { lines: /^NAPTR/, reason: 'whether the regular expression is one is not looked at' },
  { lines: /^A6 128 \S+ a\.$/, reason: 'RFC 2874 §3.1.3: at 128 the address may be absent' },
  { lines: /^APL 01:/, reason: 'families are 1 and 2' },
  { lines: /^DS \d+ \S+ SHA-?1 /, reason: 'RFC 4034 §5.3: the digest type is a decimal number' },
  { lines: /^DS 1 ECC |^CDS 0 DELETE/, reason: 'mnemonics of the registry that BIND does not have' },
  { lines: /^IPSECKEY 10 . . \S+$|^IPSECKEY \\# \d 0a0[01]02/, reason: 'RFC 4025 §3.1: the key is optional' },
  { lines: /^IPSECKEY \\# \d 0a0402/, reason: 'gateway types to come have no form to be wrong in' },
  { lines: /^RRSIG 1 /, reason: 'RFC 4034 §3.2: a mnemonic or TYPEn' },
  {
    lines: /^RRSIG A 5 0 /,
    reason: 'more labels in the signer than the field says is no error of form',
  },
  { lines: /^DNSKEY \S+ DNSSEC /, reason: 'RFC 4034 §2.2: flags and protocol are decimal numbers' },
  { lines: /^NSEC3 SHA-1/, reason: 'RFC 5155 §3.3: the hash algorithm is a decimal number' },
  { lines: /^TLSA DANE-EE/, reason: 'acronyms of RFC 7218' },
  { lines: /^CDS 0 0 0 0$|^CDNSKEY 0 3 0 0$/, reason: 'RFC 8078 §4 before its errata' },
  { lines: /^SVCB .*\bech(=|$)/, reason: 'RFC 9848 §3: an ECHConfigList, base64 in one piece, not empty' },
  { lines: /^SVCB .* key65535=/, reason: 'RFC 9460 §14.3.2: never a key' },
  { lines: /^SVCB .* ohttp$/, reason: 'a key that BIND does not name yet', isOfVersion: true },
  { lines: /^DSYNC 59 /, reason: 'RFC 9859 §2.2: a mnemonic or TYPEn' },
  { lines: /^EUI48 .*-2$/, reason: 'RFC 7043 §3.2: two digits for each octet' },
  { lines: /^SOA .* \d[hs]\d /, reason: 'the last number of a time may be without a unit, as NSD and ldns have it' },
  { lines: /^URI 10 1 ftp/, reason: 'a target without quotes means the same' },
  { lines: /^URI 10 1 ""|^URI \\# 4 /, reason: 'RFC 7553 §4.4: the target is not empty' },
];

/** The octets that BIND makes of a record in text; undefined when it refuses it. */
function readByBind(type: string, text: string): string | undefined {
  const { status, stdout } = check('-u', type, text);
  if (status !== 0) return undefined;
  const found = /\\#\s+\d+\s*\(?\s*([0-9A-F\s]*)\)?/i.exec(stdout);
  assert.ok(found !== null, stdout);
  return found[1]!.replaceAll(/\s/g, '').toLowerCase();
}

function check(option: string, type: string, text: string): { status: number | null; stdout: string } {
  return spawnSync('named-rrchecker', [option], { input: `IN ${type} ${text}\n`, encoding: 'utf8' });
}

function readByUs(type: string, text: string): string | undefined {
  const rdata = parseRdata(parseRType(type)!, text);
  return rdata instanceof Uint8Array ? toHex(rdata) : undefined;
}

test(
  'awkward forms of each type are taken, refused and understood as BIND does, but for listed exceptions',
  { skip },
  () => {
    const met = new Set<Exception>();
    const differences: string[] = [];
    for (const line of cases) {
      const [type = '', ...rest] = line.split(' ');
      const text = rest.join(' ');
      const [ours, theirs] = [readByUs(type, text), readByBind(type, text)];
      if (ours === theirs) continue;
      const exception = exceptions.find(({ lines }) => lines.test(line));
      if (exception === undefined) differences.push(`${line}\n  we ${ours ?? 'refuse'}, BIND ${theirs ?? 'refuses'}`);
      else met.add(exception);
    }
    assert.deepEqual(differences, []);
    assert.deepEqual(
      exceptions.filter((exception) => exception.isOfVersion !== true && !met.has(exception)),
      [],
      'exceptions that no case needs',
    );
  },
);

/** Whole classes of values that BIND 9.18 reads otherwise. */
const OTHERWISE = new Map([
  ['NAPTR', 'random octets are no regular expressions'],
  ['RRSIG', 'random names of signers have more labels than the field says'],
  ['SIG', 'the same'],
  ['IPSECKEY', 'the key is not optional'],
  ['SVCB', 'keys from 8 on have no name yet'],
  ['HTTPS', 'the same'],
]);
const bindTypes = skip === false ? check('-T', 'A', '').stdout.split('\n') : [];
for (const codec of codecs) {
  const { type, mnemonic } = codec;
  if (!bindTypes.includes(mnemonic) || OTHERWISE.has(mnemonic)) continue;
  test(`${mnemonic}: BIND reads what we write, and we what it writes`, { skip }, () => {
    for (const value of fc.sample(arbitraryValue(codec), { numRuns: VALUES_PER_TYPE, seed: SEED })) {
      const rdata = encodeRdata(codec, value);
      if (rdata.length > 512) continue;
      const text = formatRdata(type, rdata);
      assert.equal(readByBind(mnemonic, text), toHex(rdata), text);
      const [, theirs = ''] =
        /^IN\t\S+\t?(.*)$/.exec(check('-p', mnemonic, formatOpaque(rdata)).stdout.trimEnd()) ?? [];
      assert.equal(readByUs(mnemonic, theirs), toHex(rdata), theirs);
    }
  });
}

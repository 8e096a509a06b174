/** Checking signed messages (RFC 8945 §5.2, §5.3). */
import type { Hmac } from 'node:crypto';
import { decodeAs, tsig, type Tsig } from '../rdata/index.ts';
import { RClass, RCode, u32At, type DNSName, type MessageView } from '../wire/index.ts';
import { findTsigAlgorithm, type TsigKey, type TsigKeyring } from './keys.ts';
import { addTimers, addUnsigned, addVariables, finishMac, sameMac, startMac } from './mac.ts';

/** Errors that a TSIG record can tell (§3); BADSIG is 16. */
export type TsigError = 16 | typeof RCode.BADKEY | typeof RCode.BADTIME | typeof RCode.BADTRUNC;

/** Outcome for one message. */
export type TsigVerdict =
  | { readonly state: 'unsigned' }
  /** Answered with FORMERR (§5.2): the message or its TSIG breaks the rules. */
  | { readonly state: 'malformed' }
  | { readonly state: 'good'; readonly key: TsigKey; readonly tsig: Tsig }
  /** Answered with NOTAUTH and this error. Without `key` the sender's key is unknown. */
  | {
      readonly state: 'bad';
      readonly error: TsigError;
      readonly keyName: DNSName;
      readonly tsig: Tsig;
      readonly key: TsigKey | undefined;
    };

/** How strict a server is. */
export interface TsigPolicy {
  /** Now, seconds since 1970. */
  readonly unixSeconds: number;
  /** Fewest octets of a truncated MAC; by default MACs must be whole. At least 10 and half the hash in any case. */
  readonly macOctetsMin?: number;
}

/** Checks a request in the order of §5.2: key, MAC, time, truncation. */
export function verifyRequest(view: MessageView, keys: TsigKeyring, policy: TsigPolicy): TsigVerdict {
  const read = readTsig(view);
  if (read === undefined) return { state: view.problem === undefined ? 'unsigned' : 'malformed' };
  if (read === 'malformed') return { state: 'malformed' };
  const { name, value } = read;
  const key = keys.get(name);
  if (key === undefined || key.algorithm !== findTsigAlgorithm(value.algorithm)) {
    return { state: 'bad', error: RCode.BADKEY, keyName: name, tsig: value, key: undefined };
  }
  return judge(key, read, policy, addVariables(addUnsigned(startMac(key), view, value.originalId), key, value));
}

/** Checks an answer to a request that was signed with `key` and had `requestMac` (§5.4). */
export function verifyAnswer(view: MessageView, key: TsigKey, requestMac: Uint8Array, policy: TsigPolicy): TsigVerdict {
  return new TsigStreamVerifier(key, requestMac).verify(view, policy);
}

/** Messages of a stream that may follow one another unsigned (§5.3.1). */
const UNSIGNED_MAX = 99;

/** Checks the messages of one answer on a stream, in order. */
export class TsigStreamVerifier {
  readonly #key: TsigKey;
  #hmac: Hmac;
  #first = true;
  #unsigned = 0;

  constructor(key: TsigKey, requestMac: Uint8Array) {
    this.#key = key;
    this.#hmac = startMac(key, requestMac);
  }

  /** True when the last message was signed: only then may the answer end (§5.3.1). */
  get settled(): boolean {
    return !this.#first && this.#unsigned === 0;
  }

  /**
   * The verdict on the next message. `unsigned` is an unsigned message that may stand where it does; one that may not
   * is `malformed`. After a bad one the stream is over.
   */
  verify(view: MessageView, policy: TsigPolicy): TsigVerdict {
    const key = this.#key;
    const read = readTsig(view);
    if (read === 'malformed' || view.problem !== undefined) return { state: 'malformed' };
    if (read === undefined) {
      if (this.#first || ++this.#unsigned > UNSIGNED_MAX) return { state: 'malformed' };
      this.#hmac.update(view.octets);
      return { state: 'unsigned' };
    }
    const { name, value } = read;
    const known = name.equals(key.name) && findTsigAlgorithm(value.algorithm) === key.algorithm;
    const told: number = value.error;
    // §5.4.1, §5.4.2: BADKEY and BADSIG come without a MAC.
    if (!known || (value.mac.length === 0 && told !== 0)) {
      return {
        state: 'bad',
        error: told === 0 ? RCode.BADKEY : (told as TsigError),
        keyName: name,
        tsig: value,
        key: undefined,
      };
    }
    const hmac = addUnsigned(this.#hmac, view, value.originalId);
    const verdict = judge(key, read, policy, this.#first ? addVariables(hmac, key, value) : addTimers(hmac, value));
    if (verdict.state !== 'good') return verdict;
    if (told !== 0) return { state: 'bad', error: told as TsigError, keyName: name, tsig: value, key };
    this.#first = false;
    this.#unsigned = 0;
    this.#hmac = startMac(key, value.mac);
    return verdict;
  }
}

interface ReadTsig {
  readonly name: DNSName;
  readonly value: Tsig;
}

/** The TSIG record of a message; undefined when there is none. Class ANY and TTL 0 are part of its format (§4.2). */
function readTsig(view: MessageView): ReadTsig | 'malformed' | undefined {
  if (view.problem !== undefined) return view.problem === 'tsig' ? 'malformed' : undefined;
  if (view.tsigOffset < 0) return undefined;
  const records = view.records();
  while (records.next() && records.nameOffset !== view.tsigOffset);
  const name = records.name();
  const value = decodeAs(tsig, records.rdataView());
  const fits = records.class === RClass.ANY && u32At(view.octets, records.ttlOffset) === 0;
  return name === undefined || value === undefined || !fits ? 'malformed' : { name, value };
}

function judge(key: TsigKey, { name, value }: ReadTsig, policy: TsigPolicy, hmac: Hmac): TsigVerdict {
  const { octets, octetsMin } = key.algorithm;
  const { mac } = value;
  const bad = (error: TsigError): TsigVerdict => ({ state: 'bad', error, keyName: name, tsig: value, key });
  // §5.2.2.1: these lengths are malformed whatever the policy says.
  if (mac.length > octets || mac.length < octetsMin) return { state: 'malformed' };
  if (!sameMac(finishMac(hmac, key), mac)) return bad(16);
  if (Math.abs(policy.unixSeconds - value.timeSigned) > value.fudge) return bad(RCode.BADTIME);
  if (mac.length < Math.min(octets, policy.macOctetsMin ?? octets)) return bad(RCode.BADTRUNC);
  return { state: 'good', key, tsig: value };
}

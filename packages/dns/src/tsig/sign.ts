/** Signing messages (RFC 8945 §5.1, §5.3). */
import { encodeRdata, tsig, type Tsig } from '../rdata/index.ts';
import { RCode, RType, u16At } from '../wire/index.ts';
import { addTimers, addVariables, appendRecord, finishMac, putU48, startMac } from './mac.ts';
import type { TsigKey } from './keys.ts';
import type { TsigVerdict } from './verify.ts';

/** Seconds that clocks may differ (§10). */
export const TSIG_FUDGE = 300;

/** Octets that a TSIG record adds to a message at most, those of BADTIME: what a builder keeps reserved. */
export function tsigOctets({ name, algorithm }: TsigKey): number {
  return name.wire.length + 10 + algorithm.name.wire.length + 16 + algorithm.octets + 6;
}

/** What the signature says. */
export interface SignOptions {
  /** Now, seconds since 1970. */
  readonly unixSeconds: number;
  readonly fudge?: number;
  /** In an answer: the MAC of the request. */
  readonly requestMac?: Uint8Array;
  /** Octets of the MAC that are sent: at least half of the hash, and 10 (§5.2.2.1). Default all. */
  readonly macOctets?: number;
}

/** A signed message, and its MAC to check the answer with. */
export interface SignedMessage {
  readonly message: Buffer;
  readonly mac: Uint8Array;
}

/** Signs a request, or an answer to a request with `requestMac`. The message is whole and carries no TSIG yet. Throws a
 *  RangeError for `macOctets` that the algorithm does not allow. */
export function signMessage(message: Uint8Array, key: TsigKey, options: SignOptions): SignedMessage {
  const { unixSeconds, fudge = TSIG_FUDGE, requestMac, macOctets } = options;
  const { octets, octetsMin, name } = key.algorithm;
  if (macOctets !== undefined && !(macOctets >= octetsMin && macOctets <= octets))
    throw new RangeError(`a MAC of ${name} has ${octetsMin} to ${octets} octets, not ${macOctets}`);
  const variables = { timeSigned: unixSeconds, fudge, error: 0, other: NOTHING };
  return sign(message, key, variables, { mac: requestMac, macOctets });
}

/**
 * Adds what an answer needs by the verdict on its request: a signature, or the error with or without one (§5.3.2). The
 * caller has set the RCODE: NOTAUTH for every error. A request without TSIG gets its answer back as it is.
 */
export function signAnswer(answer: Uint8Array, verdict: TsigVerdict, unixSeconds: number): Uint8Array {
  switch (verdict.state) {
    case 'unsigned':
    case 'malformed':
      return answer;
    case 'good':
      return signMessage(answer, verdict.key, { unixSeconds, requestMac: verdict.tsig.mac }).message;
    case 'bad': {
      const { error, tsig: request, key } = verdict;
      if (key === undefined || error === RCode.BADKEY || error === BADSIG)
        return unsignedError(answer, verdict, unixSeconds);
      const { fudge, mac } = request;
      const other = new Uint8Array(error === RCode.BADTIME ? 6 : 0);
      if (error === RCode.BADTIME) putU48(other, 0, unixSeconds);
      // §5.2.3: the client's own time comes back, ours is in the other data.
      const timeSigned = error === RCode.BADTIME ? request.timeSigned : unixSeconds;
      return sign(answer, key, { timeSigned, fudge, error, other }, { mac }).message;
    }
  }
}

/** Signs the messages of one answer on a stream, such as a zone transfer: each of them (§5.3.1). */
export class TsigStreamSigner {
  readonly #key: TsigKey;
  #mac: Uint8Array;
  #first = true;

  constructor(key: TsigKey, requestMac: Uint8Array) {
    this.#key = key;
    this.#mac = requestMac;
  }

  sign(message: Uint8Array, unixSeconds: number): Buffer {
    const variables = { timeSigned: unixSeconds, fudge: TSIG_FUDGE, error: 0, other: NOTHING };
    const signed = sign(message, this.#key, variables, { mac: this.#mac, timersOnly: !this.#first });
    this.#first = false;
    this.#mac = signed.mac;
    return signed.message;
  }
}

/** RCODE 16 in a TSIG record. */
export const BADSIG = 16;
const NOTHING = new Uint8Array(0);

type Variables = Pick<Tsig, 'timeSigned' | 'fudge' | 'error' | 'other'>;

/** What went before: the MAC of the request, or of the message before in a stream, whose later ones sign less; and how
 *  much of the new MAC is sent. */
interface Before {
  readonly mac: Uint8Array | undefined;
  readonly timersOnly?: boolean;
  readonly macOctets?: number | undefined;
}

function sign(message: Uint8Array, key: TsigKey, variables: Variables, before: Before): SignedMessage {
  const { timersOnly = false, macOctets } = before;
  const told = { ...variables, timeSigned: Math.floor(variables.timeSigned) };
  const hmac = startMac(key, before.mac).update(message);
  const whole = finishMac(timersOnly ? addTimers(hmac, told) : addVariables(hmac, key, told), key);
  const mac = whole.subarray(0, macOctets);
  const value = { algorithm: key.algorithm.name, ...told, mac, originalId: u16At(message, 0) };
  return { message: appendRecord(message, key.name, RType.TSIG, encodeRdata(tsig, value)), mac };
}

/** BADKEY and BADSIG: there is nothing to sign with (§5.3.2). */
function unsignedError(
  answer: Uint8Array,
  { keyName, tsig: request, error }: Extract<TsigVerdict, { state: 'bad' }>,
  unixSeconds: number,
): Buffer {
  const value = { ...request, timeSigned: Math.floor(unixSeconds), mac: NOTHING, error, other: NOTHING };
  return appendRecord(answer, keyName, RType.TSIG, encodeRdata(tsig, value));
}

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { hex, toHex } from '@span53/testkit';
import * as fc from 'fast-check';
import { encodeRdata, tsig, type Tsig } from '../rdata/index.ts';
import { DNSName, MessageBuilder, MessageView, RCode, RType, withOption } from '../wire/index.ts';
import { parseTsigAlgorithm, parseTsigKey, TsigKeyring, type TsigKey } from './keys.ts';
import { appendRecord } from './mac.ts';
import { BADSIG, signAnswer, signMessage, tsigOctets, TsigStreamSigner } from './sign.ts';
import { TsigStreamVerifier, verifyAnswer, verifyRequest, type TsigVerdict } from './verify.ts';

const now = 1_700_000_000;
const key = parseTsigKey('hmac-sha256:Key.Example.:c2VjcmV0LXNlY3JldC1zZWNyZXQ=')!;
const keys = new TsigKeyring([key]);
const message = (id: number, flags = 0): Buffer => {
  const builder = new MessageBuilder().start({ id, flags, limit: 512 });
  builder.question(DNSName.of('www.example.'), RType.A, 1);
  return builder.finish();
};
const view = (octets: Uint8Array): MessageView => MessageView.open(octets)!;
const request = signMessage(message(0x1234), key, { unixSeconds: now });
const judge = (octets: Uint8Array, at = now, macOctetsMin?: number): TsigVerdict =>
  verifyRequest(view(octets), keys, { unixSeconds: at, ...(macOctetsMin === undefined ? {} : { macOctetsMin }) });
const errorOf = (verdict: TsigVerdict): number | string => (verdict.state === 'bad' ? verdict.error : verdict.state);

test('RFC 8945 §4.3: the MAC is over the message, then the variables in canonical form', () => {
  const mac = createHmac('sha256', 'secret-secret-secret')
    .update(message(0x1234))
    .update(hex`03 6b6579 07 6578616d706c65 00 00ff 00000000 ; key.example. ANY 0`)
    .update(hex`0b 686d61632d736861323536 00 0000 6553f100 012c 0000 0000`)
    .digest();
  assert.equal(toHex(request.mac), toHex(mac));
  const parsed = view(request.message);
  assert.equal(parsed.problem, undefined);
  assert.equal(parsed.tsigOffset, message(0).length);
  assert.equal(request.message.length - message(0).length, tsigOctets(key) - 6, 'a BADTIME answer has 6 octets more');
});

const names = ['hmac-md5', 'hmac-sha1', 'hmac-sha224', 'hmac-sha256', 'hmac-sha384', 'hmac-sha512'];
for (const name of [...names, 'hmac-sha256-128', 'hmac-sha384-192', 'hmac-sha512-256', 'HMAC-SHA1.']) {
  test(`${name}: a request and its answer`, () => {
    const other: TsigKey = { ...key, algorithm: parseTsigAlgorithm(name)! };
    const signed = signMessage(message(1), other, { unixSeconds: now });
    const verdict = verifyRequest(view(signed.message), new TsigKeyring([other]), { unixSeconds: now + 299 });
    assert.equal(verdict.state, 'good');
    const answer = signAnswer(message(1, 0x8400), verdict, now + 1);
    assert.equal(verifyAnswer(view(answer), other, signed.mac, { unixSeconds: now }).state, 'good');
    const unrelated = verifyAnswer(
      view(answer),
      other,
      signed.mac.map((octet) => octet ^ 1),
      { unixSeconds: now },
    );
    assert.equal(errorOf(unrelated), BADSIG);
  });
}

test('a clock that tells parts of seconds signs whole ones', () => {
  assert.equal(toHex(signMessage(message(0x1234), key, { unixSeconds: now + 0.7 }).message), toHex(request.message));
  const unknown = verifyRequest(view(request.message), new TsigKeyring([]), { unixSeconds: now });
  assert.equal(toHex(signAnswer(message(1), unknown, now + 0.7)), toHex(signAnswer(message(1), unknown, now)));
});

test('a forwarder may change the ID, nothing else (RFC 8945 §4.3.2)', () => {
  const forwarded = Buffer.from(request.message);
  forwarded.writeUInt16BE(0x4321, 0);
  assert.equal(judge(forwarded).state, 'good');
});

test('law: with any octet changed but those of the ID, and the case of a name, the request is not good', () => {
  const size = request.message.length;
  fc.assert(
    fc.property(fc.integer({ min: 2, max: size - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const changed = Buffer.from(request.message);
      changed[at]! ^= flip;
      // Names are compared without case; another type of the record leaves the message unsigned.
      if (judge(changed).state === 'good') assert.equal(flip, 0x20, `octet ${at}`);
    }),
    { numRuns: 2000 },
  );
});

const changedKey = (change: Partial<TsigKey>): Buffer =>
  signMessage(message(1), { ...key, ...change }, { unixSeconds: now }).message;
const cases = [
  { what: 'an unknown key', octets: changedKey({ name: DNSName.of('other.') }), error: RCode.BADKEY },
  {
    what: 'another algorithm than the key has',
    octets: changedKey({ algorithm: parseTsigAlgorithm('hmac-sha1')! }),
    error: RCode.BADKEY,
  },
  { what: 'another secret', octets: changedKey({ secret: hex`00` }), error: BADSIG },
  { what: 'a clock that is 301 s late', octets: request.message, at: now + 301, error: RCode.BADTIME },
  { what: 'a clock that is 301 s early', octets: request.message, at: now - 301, error: RCode.BADTIME },
  { what: 'a clock at the edge', octets: request.message, at: now + 300, error: 'good' },
  { what: 'no TSIG', octets: message(1), error: 'unsigned' },
  { what: 'octets behind the TSIG', octets: Buffer.concat([request.message, hex`00`]), error: 'malformed' },
];
for (const { what, octets, at, error } of cases) {
  test(`RFC 8945 §5.2: ${what}`, () => assert.equal(errorOf(judge(octets, at)), error));
}

/** The request with another TSIG record. */
function withTsig(change: Partial<Tsig>, edit: (octets: Buffer) => Buffer = (octets) => octets): Buffer {
  const value = {
    algorithm: key.algorithm.name,
    timeSigned: now,
    fudge: 300,
    mac: request.mac,
    originalId: 0x1234,
    error: 0,
    other: hex``,
  };
  const rdata = encodeRdata(tsig, { ...value, ...change });
  return edit(appendRecord(message(0x1234), key.name, RType.TSIG, rdata));
}
const tsigAt = message(0).length + key.name.wire.length;
const truncations = [
  { octets: 32, min: undefined, error: 'good' },
  { octets: 31, min: undefined, error: RCode.BADTRUNC },
  { octets: 16, min: 16, error: 'good' },
  { octets: 16, min: 17, error: RCode.BADTRUNC },
  { octets: 15, min: 10, error: 'malformed' },
  { octets: 0, min: 0, error: 'malformed' },
];
for (const { octets, min, error } of truncations) {
  test(`RFC 8945 §5.2.2.1: a MAC of ${octets} octets, policy ${min ?? 'whole'}`, () => {
    assert.equal(errorOf(judge(withTsig({ mac: request.mac.subarray(0, octets) }), now, min)), error);
  });
}

test('RFC 8945 §5.2.2.1: a MAC that is sent cut short', () => {
  const short = signMessage(message(0x1234), key, { unixSeconds: now, macOctets: 16 });
  assert.equal(short.mac.length, 16);
  assert.equal(errorOf(judge(short.message, now)), RCode.BADTRUNC);
  const verdict = judge(short.message, now, 16);
  assert.equal(errorOf(verdict), 'good');
  const answer = signAnswer(message(0x1234), verdict, now);
  assert.equal(errorOf(verifyAnswer(view(answer), key, short.mac, { unixSeconds: now })), 'good');
  for (const macOctets of [15, 33, Number.NaN]) {
    assert.throws(() => signMessage(message(0), key, { unixSeconds: now, macOctets }), /has 16 to 32 octets, not/);
  }
});

for (const [name, octets, error] of [
  ['hmac-sha256-128', 16, 'good'],
  ['hmac-sha256-128', 15, 'malformed'],
  ['hmac-sha384-192', 23, 'malformed'],
  ['hmac-sha512-256', 31, 'malformed'],
  ['hmac-md5', 10, 'good'],
  ['hmac-md5', 9, 'malformed'],
] as const) {
  test(`RFC 8945 §5.2.2.1: ${octets} octets of ${name}, half the hash is the least`, () => {
    const short = { ...key, algorithm: parseTsigAlgorithm(name)! };
    const { mac } = signMessage(message(0x1234), short, { unixSeconds: now });
    const octetsOf = withTsig({ algorithm: short.algorithm.name, mac: mac.subarray(0, octets) });
    const verdict = verifyRequest(view(octetsOf), new TsigKeyring([short]), { unixSeconds: now, macOctetsMin: 8 });
    assert.equal(errorOf(verdict), error);
  });
}

test('RFC 8945 §5.2.2.1: a MAC longer than the hash is malformed', () => {
  assert.equal(judge(withTsig({ mac: Buffer.concat([request.mac, hex`00`]) })).state, 'malformed');
});

test('RFC 8945 §4.2: class ANY and TTL 0 belong to the format', () => {
  const change = (at: number) => (octets: Buffer) => {
    octets[at]! ^= 1;
    return octets;
  };
  assert.equal(judge(withTsig({})).state, 'good');
  assert.equal(judge(withTsig({}, change(tsigAt + 3))).state, 'malformed');
  assert.equal(judge(withTsig({}, change(tsigAt + 7))).state, 'malformed');
});

test('RFC 8945 §5.2: a TSIG anywhere but last in the additional section, or a second one, is malformed', () => {
  const [answers, authorities, additionals] = [6, 8, 10] as const;
  const whole = request.message;
  const record = whole.subarray(message(0).length);
  const counted = (octets: Buffer, counts: Record<number, number>): Buffer => {
    const copy = Buffer.from(octets);
    for (const [at, count] of Object.entries(counts)) copy.writeUInt16BE(count, Number(at));
    return copy;
  };
  assert.equal(judge(counted(whole, { [answers]: 1, [additionals]: 0 })).state, 'malformed');
  assert.equal(judge(counted(whole, { [authorities]: 1, [additionals]: 0 })).state, 'malformed');
  const twice = Buffer.concat([whole, record]);
  assert.equal(judge(counted(twice, { [additionals]: 2 })).state, 'malformed');
  assert.equal(judge(counted(twice, { [answers]: 1, [additionals]: 1 })).state, 'malformed');
});

test('an OPT that was put behind the signature is malformed, and a signed message takes no option', () => {
  assert.equal(withOption(view(request.message), { code: 3, data: hex``, limit: 512 }), 'signed');
  assert.equal(judge(appendRecord(request.message, DNSName.root, RType.OPT, hex``)).state, 'malformed');
});

test('RFC 8945 §5.3.2: BADKEY and BADSIG come back unsigned', () => {
  for (const octets of [changedKey({ name: DNSName.of('other.') }), changedKey({ secret: hex`00` })]) {
    const verdict = judge(octets);
    assert.ok(verdict.state === 'bad');
    const answer = signAnswer(message(1, 0x8409), verdict, now);
    const told = verifyAnswer(view(answer), key, request.mac, { unixSeconds: now });
    assert.ok(told.state === 'bad' && told.error === verdict.error && told.tsig.mac.length === 0);
    assert.equal(told.keyName.toString(), verdict.keyName.toString());
  }
});

test('RFC 8945 §5.2.3: BADTIME comes back signed, with the time of the client and that of the server', () => {
  const late = now + 1000;
  const answer = signAnswer(message(0x1234, 0x8409), judge(request.message, late), late);
  const told = verifyAnswer(view(answer), key, request.mac, { unixSeconds: now });
  assert.ok(told.state === 'bad' && told.error === RCode.BADTIME);
  assert.equal(told.tsig.timeSigned, now);
  assert.equal(Buffer.from(told.tsig.other).readUIntBE(0, 6), late);
});

test('RFC 8945 §5.2.4: BADTRUNC comes back signed', () => {
  const short = withTsig({ mac: request.mac.subarray(0, 16) });
  const answer = signAnswer(message(0x1234, 0x8409), judge(short), now);
  const told = verifyAnswer(view(answer), key, request.mac.subarray(0, 16), { unixSeconds: now });
  assert.ok(told.state === 'bad' && told.error === RCode.BADTRUNC && told.tsig.mac.length === 32);
});

test('an answer without TSIG, or by another key, is not believed', () => {
  assert.equal(verifyAnswer(view(message(1, 0x8400)), key, request.mac, { unixSeconds: now }).state, 'malformed');
  const other = signMessage(
    message(1),
    { ...key, name: DNSName.of('other.') },
    { unixSeconds: now, requestMac: request.mac },
  );
  assert.equal(errorOf(verifyAnswer(view(other.message), key, request.mac, { unixSeconds: now })), RCode.BADKEY);
});

test('what is unsigned or malformed is answered as it is', () => {
  const answer = message(1, 0x8400);
  assert.equal(signAnswer(answer, { state: 'unsigned' }, now), answer);
  assert.equal(signAnswer(answer, { state: 'malformed' }, now), answer);
});

test('RFC 8945 §5.3.1: each message of a stream rests on the one before', () => {
  const signer = new TsigStreamSigner(key, request.mac);
  const messages = [1, 1, 1].map((id) => signer.sign(message(id, 0x8400), now));
  const verifier = new TsigStreamVerifier(key, request.mac);
  assert.ok(!verifier.settled);
  for (const octets of messages) assert.equal(verifier.verify(view(octets), { unixSeconds: now }).state, 'good');
  assert.ok(verifier.settled);
  const swapped = new TsigStreamVerifier(key, request.mac);
  assert.equal(swapped.verify(view(messages[0]!), { unixSeconds: now }).state, 'good');
  assert.equal(errorOf(swapped.verify(view(messages[2]!), { unixSeconds: now })), BADSIG);
});

test('RFC 8945 §5.3.1: up to 99 messages between may be unsigned, the last may not', () => {
  const first = signMessage(message(1, 0x8400), key, { unixSeconds: now, requestMac: request.mac });
  const stream = (unsigned: number): TsigStreamVerifier => {
    const verifier = new TsigStreamVerifier(key, request.mac);
    assert.equal(verifier.verify(view(first.message), { unixSeconds: now }).state, 'good');
    for (let i = 0; i < unsigned; i += 1) {
      assert.equal(verifier.verify(view(message(1, 0x8400)), { unixSeconds: now }).state, 'unsigned');
    }
    return verifier;
  };
  const verifier = stream(99);
  assert.ok(!verifier.settled);
  assert.equal(verifier.verify(view(message(1, 0x8400)), { unixSeconds: now }).state, 'malformed');
  // The MAC of the next signed message covers the unsigned ones as well.
  const hmac = createHmac('sha256', key.secret).update(Uint8Array.of(0, 32)).update(first.mac);
  for (let i = 0; i < 2; i += 1) hmac.update(message(1, 0x8400));
  const mac = hmac
    .update(message(1, 0x8400))
    .update(hex`0000 6553f100 012c`)
    .digest();
  const value = {
    algorithm: key.algorithm.name,
    timeSigned: now,
    fudge: 300,
    mac,
    originalId: 1,
    error: 0,
    other: hex``,
  };
  const last = appendRecord(message(1, 0x8400), key.name, RType.TSIG, encodeRdata(tsig, value));
  const two = stream(2);
  assert.equal(two.verify(view(last), { unixSeconds: now }).state, 'good');
  assert.ok(two.settled);
});

test('a stream does not start unsigned', () => {
  const verifier = new TsigStreamVerifier(key, request.mac);
  assert.equal(verifier.verify(view(message(1, 0x8400)), { unixSeconds: now }).state, 'malformed');
});

const texts = [
  { text: 'hmac-sha512:k.example:AAEC', good: true },
  { text: 'k.example:AAEC', good: true },
  { text: 'hmac-md5:k:AAEC', good: true },
  { text: 'hmac-sha3:k:AAEC', good: false },
  { text: 'k..:AAEC', good: false },
  { text: 'k:', good: false },
  { text: 'k:AAE', good: false },
  { text: 'k', good: false },
  { text: 'a:b:c:d', good: false },
];
for (const { text, good } of texts) {
  test(`a key as text: ${text}`, () => assert.equal(parseTsigKey(text) !== undefined, good));
}

test('key names are compared without regard to case', () => {
  assert.equal(keys.get(DNSName.of('KEY.example.')), key);
  assert.equal(keys.size, 1);
});

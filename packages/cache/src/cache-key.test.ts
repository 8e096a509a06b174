import assert from 'node:assert/strict';
import { test } from 'node:test';

import { encodeOptions, OptionCode, type EdnsOption } from '@span53/dns/edns';
import { DNSName, Flag, MessageBuilder, MessageView, Section, setFlags, setId, withOption } from '@span53/dns/wire';
import { arbitraryName, record } from '@span53/testkit';
import * as fc from 'fast-check';

import { CacheKeyBuilder, hashOctets } from './cache-key.ts';

interface Query {
  readonly name?: string | DNSName;
  readonly type?: number;
  readonly flags?: number;
  readonly udpSize?: number;
  readonly dnssecOk?: boolean;
  readonly options?: readonly EdnsOption[];
}

function query({ name = 'www.example.', type = 1, flags = Flag.RD, udpSize, dnssecOk, options }: Query): MessageView {
  const builder = new MessageBuilder().start({ id: 1, flags, limit: 65_535 });
  builder.question(typeof name === 'string' ? DNSName.of(name) : name, type, 1);
  if (udpSize !== undefined || dnssecOk !== undefined || options !== undefined) {
    builder.opt({
      udpSize: udpSize ?? 1232,
      dnssecOk: dnssecOk === true,
      options: encodeOptions(options ?? []),
    });
  }
  return MessageView.open(builder.finish())!;
}

const keys = new CacheKeyBuilder(1);
const octets = (view: MessageView, ...rest: [number?, boolean?, boolean?]): string | undefined => {
  const key = keys.build(view, ...rest);
  return key === undefined ? undefined : Buffer.from(key.octets.subarray(0, key.length)).toString('hex');
};
const traceparent = { code: OptionCode.TRACEPARENT, data: new Uint8Array(27).fill(7) };
const cookie = { code: OptionCode.COOKIE, data: new Uint8Array(8).fill(1) };
const padding = { code: OptionCode.PADDING, data: new Uint8Array(40) };
const nsid = { code: OptionCode.NSID, data: new Uint8Array(0) };
const subnet = (last: number) => ({ code: OptionCode.ECS, data: Uint8Array.of(0, 1, 24, 0, 192, 0, last) });

const cases: { what: string; a: Query; b: Query; same: boolean }[] = [
  { what: 'the QNAME in another letter case', a: {}, b: { name: 'WWW.eXample.' }, same: true },
  { what: 'another QNAME', a: {}, b: { name: 'ww.example.' }, same: false },
  { what: 'another QTYPE', a: {}, b: { type: 28 }, same: false },
  { what: 'RD', a: {}, b: { flags: 0 }, same: false },
  { what: 'CD', a: {}, b: { flags: Flag.RD | Flag.CD }, same: false },
  { what: 'AD, which asks for AD', a: {}, b: { flags: Flag.RD | Flag.AD }, same: false },
  { what: 'RA and AA, which mean nothing in a query', a: {}, b: { flags: Flag.RD | Flag.RA | Flag.AA }, same: true },
  { what: 'OPT or none', a: {}, b: { udpSize: 512 }, same: false },
  { what: 'DO', a: { udpSize: 1232 }, b: { udpSize: 1232, dnssecOk: true }, same: false },
  { what: 'a UDP size of the same rank', a: { udpSize: 1232 }, b: { udpSize: 1400 }, same: true },
  { what: 'a UDP size of another rank', a: { udpSize: 1232 }, b: { udpSize: 4096 }, same: false },
  { what: 'a UDP size below 512, which counts as 512', a: { udpSize: 100 }, b: { udpSize: 512 }, same: true },
  { what: 'a cookie', a: { udpSize: 1232 }, b: { options: [cookie] }, same: true },
  { what: 'padding', a: { udpSize: 1232 }, b: { options: [padding] }, same: true },
  { what: 'TRACEPARENT', a: { udpSize: 1232 }, b: { options: [traceparent] }, same: true },
  {
    what: 'all of them around one that counts',
    a: { options: [nsid] },
    b: { options: [cookie, nsid, traceparent, padding] },
    same: true,
  },
  { what: 'an option that counts', a: { udpSize: 1232 }, b: { options: [nsid] }, same: false },
  { what: 'another client subnet', a: { options: [subnet(2)] }, b: { options: [subnet(3)] }, same: false },
];
for (const { what, a, b, same } of cases) {
  test(`keys ${same ? 'do not differ' : 'differ'} by ${what}`, () => {
    const first = octets(query(a));
    assert.ok(first !== undefined);
    assert.equal(first === octets(query(b)), same);
  });
}

test('the ID is not in the key; the variant is', () => {
  const view = query({});
  const before = octets(view);
  setId(view.octets, 0xbeef);
  assert.equal(octets(view), before);
  assert.notEqual(octets(view, 1), before);
});

test('over a stream the UDP size does not count', () => {
  assert.equal(octets(query({ udpSize: 512 }), 0, true), octets(query({ udpSize: 4096 }), 0, true));
  assert.notEqual(octets(query({ udpSize: 512 }), 0, true), octets(query({}), 0, true));
});

test('tracing 1.9: an OPT that exists only for TRACEPARENT is not in the key', () => {
  const plain = query({});
  const traced = withOption(plain, { code: traceparent.code, data: traceparent.data, limit: 1232 });
  assert.ok(typeof traced !== 'string');
  assert.equal(octets(MessageView.open(traced)!, 0, false, true), octets(plain));
});

const refused: { what: string; view: () => MessageView }[] = [
  {
    what: 'a response',
    view: () => {
      const view = query({});
      setFlags(view.octets, Flag.QR);
      return view;
    },
  },
  { what: 'another opcode', view: () => query({ flags: 0x2000 }) },
  {
    what: 'octets behind the last record',
    view: () => MessageView.open(Buffer.concat([query({}).octets, Buffer.of(0)]))!,
  },
  {
    what: 'a record beside OPT',
    view: () => {
      const builder = new MessageBuilder().start({ id: 1, flags: 0, limit: 512 });
      builder.question(DNSName.of('example.'), 251, 1);
      builder.rrset(Section.AUTHORITY, record('example. 60 A 192.0.2.1'));
      return MessageView.open(builder.finish())!;
    },
  },
  {
    what: 'more options than a key has room for',
    view: () => query({ options: [{ code: 65_001, data: new Uint8Array(600) }] }),
  },
];
for (const { what, view } of refused) test(`no key for ${what}`, () => assert.equal(octets(view()), undefined));

test('law: a query with any of the skipped options, at any place, has the key of the query without', () => {
  const skipped = fc.constantFrom(traceparent, cookie, padding, {
    code: OptionCode.TRACEPARENT,
    data: new Uint8Array(0),
  });
  const counting = fc.constantFrom(nsid, subnet(2), { code: 65_001, data: Uint8Array.of(1, 2, 3) });
  const options = fc.array(fc.oneof(skipped, counting), { maxLength: 6 });
  fc.assert(
    fc.property(arbitraryName(4), options, fc.boolean(), (wire, all, dnssecOk) => {
      const name = DNSName.fromWire(wire);
      const without = all.filter(({ code }) => ![10, 12, OptionCode.TRACEPARENT].includes(code));
      assert.equal(
        octets(query({ name, dnssecOk, options: all })),
        octets(query({ name, dnssecOk, options: without })),
      );
    }),
  );
});

test('law: two names have the same key exactly when they are equal', () => {
  fc.assert(
    fc.property(arbitraryName(3), arbitraryName(3), (one, other) => {
      const [a, b] = [DNSName.fromWire(one), DNSName.fromWire(other)];
      assert.equal(octets(query({ name: a })) === octets(query({ name: b })), a.equals(b));
    }),
  );
});

test('a kept key is equal to, and independent of, the one that was built', () => {
  const built = keys.build(query({}))!;
  const kept = built.keep();
  assert.ok(kept.equals(built));
  keys.build(query({ name: 'other.test.' }));
  assert.ok(!kept.equals(built));
  assert.equal(kept.keep().hash, kept.hash);
});

test('hashes are spread, fit into 30 bits and depend on the seed', () => {
  const seen = new Set<number>();
  for (let i = 0; i < 20_000; i += 1) {
    const hash = hashOctets(Buffer.from(`host-${i}.example.test`), 20, 5);
    assert.ok(hash >= 0 && hash < 2 ** 30);
    seen.add(hash);
  }
  assert.ok(seen.size > 19_000 / 2, `${seen.size} different hashes`);
  const octet = Uint8Array.of(1, 2, 3, 4, 5);
  assert.notEqual(hashOctets(octet, 5, 1), hashOctets(octet, 5, 2));
  assert.notEqual(hashOctets(octet, 4, 1), hashOctets(octet, 5, 1));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { encodeOptions, OptionCode } from '@span53/dns/edns';
import { RCode } from '@span53/dns/wire';

import { octetsOf } from './bed.test.ts';
import { FakeBackend, Rig } from './rig.test.ts';

/** A query of so many octets, by EDNS padding. */
function padded(octets: number): Buffer {
  const withPadding = (padding: number): Buffer => {
    const options = encodeOptions([{ code: OptionCode.PADDING, data: new Uint8Array(padding) }]);
    return octetsOf('www.example A', { udpSize: 1232, options });
  };
  return withPadding(octets - withPadding(0).length);
}

test('a datagram over 1500 octets is dropped before anything else; over TCP it is a query like others', async () => {
  await using backend = await FakeBackend.open();
  await using rig = await Rig.open(`backends: [${backend.entry()}]`);
  assert.deepEqual([padded(1500).length, padded(1501).length], [1500, 1501]);
  assert.equal((await rig.udp(padded(1500)))?.rcode, RCode.NOERROR);
  assert.equal(await rig.udp(padded(1501), 100), undefined);
  assert.deepEqual([rig.metric('dnsdist_queries'), rig.metric('dnsdist_noncompliant_queries')], [1, 1]);
  assert.equal((await rig.tcp(padded(1501)))?.rcode, RCode.NOERROR);
});

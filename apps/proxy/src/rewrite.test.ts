/** What a backend gets, when several rules have changed the query. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { encodeOptions, encodeTraceparent, OptionCode } from '@span53/dns/edns';

import { octetsOf } from './bed.test.ts';
import { FakeBackend, Rig } from './rig.test.ts';

const context = encodeTraceparent(new Uint8Array(16).fill(1), new Uint8Array(8).fill(2), 0);
const traced = octetsOf('www.example A', {
  udpSize: 1232,
  options: encodeOptions([{ code: OptionCode.TRACEPARENT, data: context }]),
});
const setTrace = '{selector: {type: All}, action: {type: SetTrace, value: true, use_incoming_traceparent: true}}';
const setOption = '{selector: {type: All}, action: {type: SetEDNSOption, code: 65001, data: tenant}}';

for (const rules of [
  [setOption, setTrace],
  [setTrace, setOption],
]) {
  test('a TRACEPARENT that is passed on does not undo what another rule put into the query', async () => {
    await using backend = await FakeBackend.open();
    const tracing = 'logging: {open_telemetry_tracing: {enabled: true}}';
    await using rig = await Rig.open(`backends: [${backend.entry()}]\n${tracing}\nquery_rules: [${rules.join(', ')}]`);
    await rig.udp(traced);
    const { opt } = backend.views()[0]!;
    assert.equal(Buffer.from(opt!.option(65_001) ?? []).toString(), 'tenant');
    assert.deepEqual(Buffer.from(opt!.option(OptionCode.TRACEPARENT) ?? []), Buffer.from(context));
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, toHex } from '@span53/testkit';
import { Netmask } from '../../inet/index.ts';
import { clientSubnet, ecs, subnetOf } from './ecs.ts';

test('a client subnet is made from a prefix and gives it back', () => {
  for (const text of ['192.0.2.0/24', '192.0.2.128/25', '2001:db8::/56', '0.0.0.0/0']) {
    const subnet = clientSubnet(Netmask.parse(text)!, 3);
    const read = ecs.decode(ecs.encode(subnet))!;
    assert.equal(subnetOf(read)?.toString(), text);
    assert.equal(read.scopeBits, 3);
  }
  assert.equal(subnetOf({ family: 0, address: hex``, sourceBits: 0, scopeBits: 0 }), undefined);
});

test('RFC 7871 §6: bits behind the prefix are not sent', () => {
  assert.equal(
    toHex(ecs.encode({ family: 1, address: hex`c00002ff`, sourceBits: 25, scopeBits: 0 })),
    '00011900c0000280',
  );
});

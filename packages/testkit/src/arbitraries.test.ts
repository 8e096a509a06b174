import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { arbitraryName } from './arbitraries.ts';

test('generated names are whole and within the limits of RFC 1035 §2.3.4', () => {
  fc.assert(
    fc.property(arbitraryName(), (wire) => {
      let at = 0;
      while (wire[at] !== 0) {
        assert.ok(wire[at]! <= 63);
        at += wire[at]! + 1;
      }
      assert.equal(at + 1, wire.length);
      assert.ok(wire.length <= 255);
    }),
  );
});

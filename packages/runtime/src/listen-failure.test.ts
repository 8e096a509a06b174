import assert from 'node:assert/strict';
import { test } from 'node:test';

import { listenFailure } from './listen-failure.ts';

const cases = [
  { code: 'EADDRINUSE', why: 'the address is in use' },
  { code: 'EACCES', why: 'no permission: ports below 1024 need CAP_NET_BIND_SERVICE' },
  { code: 'EADDRNOTAVAIL', why: 'this machine does not have the address' },
  { code: 'EINVAL', why: 'bind EINVAL' },
];
for (const { code, why } of cases) {
  test(`a failed bind in words: ${code}`, () => {
    const cause = Object.assign(new Error(`bind ${code}`), { code });
    const error = listenFailure('udp 127.0.0.1:53', cause);
    assert.equal(error.message, `cannot listen on udp 127.0.0.1:53: ${why}`);
    assert.equal(error.cause, cause);
  });
}

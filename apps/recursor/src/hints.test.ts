import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtInHints, parseHints } from './hints.ts';

const v4 = { port: 53, ipv4: true, ipv6: false };

test('thirteen root servers are built in, of the families in use', () => {
  assert.equal(builtInHints(v4).servers.length, 13);
  assert.equal(builtInHints(v4).servers.flatMap(({ addresses }) => addresses).length, 13);
  assert.equal(builtInHints({ ...v4, ipv6: true }).servers.flatMap(({ addresses }) => addresses).length, 26);
});

test('a hint file gives names, addresses and our port', () => {
  const hints = parseHints(
    '. 3600000 NS A.ROOT.TEST.\nA.ROOT.TEST. A 127.0.0.2\n AAAA 2001:db8::2\n. NS nowhere.test.\n',
    'hints.zone',
    { port: 5300, ipv4: true, ipv6: true },
  );
  assert.ok(typeof hints === 'object');
  assert.deepEqual(
    hints.servers.map(({ name, addresses }) => [name.toString(), addresses.map(String)]),
    [['A.ROOT.TEST.', ['127.0.0.2:5300', '[2001:db8::2]:5300']]],
  );
});

test('a bad hint file is told with its place', () => {
  assert.match(String(parseHints('. NS a.test.\na.test. A 300.1.1.1\n', 'hints.zone', v4)), /^hints\.zone:2/);
  assert.match(String(parseHints('. NS a.test.\na.test. AAAA 2001:db8::1\n', 'h', v4)), /no NS record of the root/);
});

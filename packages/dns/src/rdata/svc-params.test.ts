import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SvcParamKey, parseSvcParamKey, svcParamFormat, svcParamKeyName } from './svc-params.ts';

test('registered keys are named, others are keyNNNNN', () => {
  for (const [name, key] of Object.entries(SvcParamKey)) {
    assert.equal(svcParamKeyName(key), name);
    assert.equal(parseSvcParamKey(name), key);
    assert.equal(parseSvcParamKey(`key${key}`), key);
  }
  assert.equal(svcParamKeyName(65_280), 'key65280');
  assert.equal(parseSvcParamKey('key65280'), 65_280);
});

for (const text of ['', 'key', 'key65535', 'key65536', 'key007', 'key-1', 'Alpn', 'alpn ']) {
  test(`"${text}" is no key`, () => assert.equal(parseSvcParamKey(text), undefined));
}

test('RFC 9460 §7.2: a port has two octets, not a list of them', () => {
  const { port } = SvcParamKey;
  assert.equal(Buffer.from(svcParamFormat(port).format(Uint8Array.of(0x20, 0xfb))!).toString(), '8443');
  for (const size of [0, 1, 3, 4]) assert.equal(svcParamFormat(port).format(new Uint8Array(size)), undefined);
});

const templates = [
  { text: '/dns-query{?dns}', good: true },
  { text: '/{x}{?a,dns}', good: true },
  { text: '/{/a}{&a.b,dns*,c:20}', good: true },
  { text: '/{dns:3}/%7B{%41b_}', good: true },
  { text: '/{{dns}', good: false },
  { text: '/{dnsx}', good: false },
  { text: '/{?a.dns}', good: false },
  { text: '/{?dns.a}', good: false },
  { text: '/{?dns,}', good: false },
  { text: '/{?a..b,dns}', good: false },
  { text: '/{=dns}', good: false },
  { text: '/{}{dns}', good: false },
  { text: '/{?x-y}{dns}', good: false },
  { text: '/{dns}{', good: false },
  { text: '/dns', good: false },
  { text: '/{dns', good: false },
  { text: 'x{?dns}', good: false },
];
for (const { text, good } of templates) {
  test(`RFC 9461 §5: "${text}" is ${good ? 'a' : 'no'} path for DNS`, () => {
    assert.equal(svcParamFormat(SvcParamKey.dohpath).parse(Buffer.from(text)) !== undefined, good);
  });
}

test('a long template that never closes takes no long time', () => {
  const start = performance.now();
  svcParamFormat(SvcParamKey.dohpath).format(Buffer.from(`/{${'dns '.repeat(16_000)}`));
  svcParamFormat(SvcParamKey.dohpath).format(Buffer.from(`/${'{a}'.repeat(21_000)}`));
  svcParamFormat(SvcParamKey.dohpath).format(Buffer.from(`/{${'a.b,'.repeat(16_000)}}`));
  svcParamFormat(SvcParamKey.dohpath).format(Buffer.from(`/{${'%41'.repeat(21_000)}-}`));
  svcParamFormat(SvcParamKey.dohpath).format(Buffer.from(`/${'{'.repeat(64_000)}`));
  assert.ok(performance.now() - start < 300);
});

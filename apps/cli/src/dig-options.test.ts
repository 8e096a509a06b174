import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseDigOptions, type DigOptions } from './dig-options.ts';

function parse(text: string): DigOptions {
  const options = parseDigOptions(text.split(' ').filter((word) => word !== ''));
  assert.ok(typeof options !== 'string', String(options));
  return options;
}

test('the name alone asks the lab for A over UDP, traced', () => {
  const options = parse('www.shop.test');
  assert.equal(`${options.name} ${options.type} ${options.server}`, 'www.shop.test. 1 127.0.0.1:5300');
  assert.deepEqual(
    [options.tcp, options.trace, options.recurse, options.dnssec, options.bufsize],
    [false, true, true, false, 1232],
  );
});

const cases: [text: string, expected: (options: DigOptions) => unknown, value: unknown][] = [
  ['x.test AAAA @192.0.2.1 -p 53', (o) => `${o.server} ${o.type}`, '192.0.2.1:53 28'],
  ['@[2001:db8::1]:5353 x.test', (o) => String(o.server), '[2001:db8::1]:5353'],
  ['-p 5310 x.test TYPE65280 CH', (o) => `${o.server.port} ${o.type} ${o.class}`, '5310 65280 3'],
  [
    'x.test +tcp +dnssec +norec +cd',
    (o) => [o.tcp, o.dnssec, o.recurse, o.checkingDisabled],
    [true, true, false, true],
  ],
  ['x.test +vc +notcp', (o) => o.tcp, true],
  ['x.test +bufsize=512 +timeout=1', (o) => [o.bufsize, o.timeoutMs], [512, 1000]],
  ['-x 192.0.2.5', (o) => `${o.name} ${o.type}`, '5.2.0.192.in-addr.arpa. 12'],
  ['-x 2001:db8::1 PTR', (o) => o.name.labelCount, 34],
  ['bücher.test', (o) => String(o.name), 'xn--bcher-kva.test.'],
  ['', (o) => `${o.name} ${o.type}`, '. 2'],
  ['mx MX', (o) => `${o.name} ${o.type}`, 'mx. 15'],
];
for (const [text, expected, value] of cases) {
  test(`dig ${text}`, () => assert.deepEqual(expected(parse(text)), value));
}

const wrong: [text: string, problem: RegExp][] = [
  ['x.test +tls', /\+tls is not supported yet/],
  ['x.test +nonsense', /\+nonsense is not supported/],
  ['x.test NOTATYPE', /neither a record type nor a class/],
  ['x.test -p 99999', /not a port/],
  ['x.test -p', /-p needs a value/],
  ['x.test @nowhere', /@nowhere: not an address/],
  ['a..b', /not a domain name/],
  ['x.test --verbose', /unknown option/],
  ['-x 300.1.1.1', /not an address/],
  ['x.test --collector nonsense', /not a URL/],
];
for (const [text, problem] of wrong) {
  test(`dig ${text} is refused`, () => assert.match(String(parseDigOptions(text.split(' '))), problem));
}

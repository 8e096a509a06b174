import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';

import { given, list, needed, refused, section, structure, text, u16, unused } from './fields.ts';
import { ConfigError, formatIssue } from './issues.ts';
import { loadYaml, type Override } from './load.ts';
import { duration, dnsName, netmaskSet, parseDuration, parseSize, socketAddress } from './values.ts';

const schema = structure({
  backends: list(
    structure({
      address: needed(socketAddress({ port: 53 }), 'where it listens'),
      weight: given(u16, 1, 'its share'),
      tcp_fast_open: unused(text),
      tls: refused(text, ''),
    }),
  ),
  tuning: section({ timeout: given(duration({ min: '100ms' }), '2s', 'how long to wait') }),
  zone: given(dnsName, '.', 'a name'),
  acl: given(netmaskSet, ['127.0.0.0/8'], 'who may ask'),
});
const load = (yaml: string, overrides: Override[] = []) => loadYaml({ text: yaml, file: 'p.yml', schema, overrides });

function problems(yaml: string, overrides: Override[] = []): string[] {
  try {
    load(yaml, overrides);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.issues.map(formatIssue);
  }
  return [];
}

test('values arrive typed, and what is left out has its default', () => {
  const { value, warnings } = load('backends:\n  - address: 192.0.2.1\n');
  assert.equal(value.backends[0]!.address.toString(), '192.0.2.1:53');
  assert.equal(value.backends[0]!.weight, 1);
  assert.equal(value.tuning.timeout, 2000);
  assert.equal(value.zone.toString(), '.');
  assert.deepEqual(warnings, []);
});

test('an empty file is an empty configuration', () => assert.equal(load('').value.backends.length, 0));

test('all problems come at once, each with line, column and key', () => {
  const yaml = [
    'backends:',
    '  - address: 192.0.2.300',
    '    wieght: 3',
    '    colour: red',
    '  - weight: 70000',
    'tuning:',
    '  timeout: 10ms',
    'acl: [127.0.0.1/33]',
  ].join('\n');
  assert.deepEqual(problems(yaml), [
    'p.yml:2:14 backends[0].address: expected IP or IP:port, got "192.0.2.300"',
    'p.yml:3:5 backends[0].wieght: no such key; did you mean "weight"?',
    'p.yml:4:5 backends[0].colour: no such key',
    'p.yml:5:5 backends[1].address: missing',
    'p.yml:5:13 backends[1].weight: expected a whole number from 0 to 65535',
    'p.yml:7:12 tuning.timeout: expected at least 100ms',
    'p.yml:8:7 acl[0]: expected an IP prefix',
  ]);
});

test('syntax errors and duplicate keys name their place', () => {
  assert.match(problems('zone: a\nzone: b\n')[0]!, /^p\.yml:2:1 Map keys must be unique/);
  assert.match(problems('backends: [')[0]!, /^p\.yml:1:12 /);
});

test('aliases that multiply nodes are refused', () => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let i = 1; i < 6; i += 1)
    lines.push(`a${i}: &a${i} [${Array.from({ length: 10 }, () => `*a${i - 1}`).join(', ')}]`);
  assert.match(problems(lines.join('\n'))[0]!, /Excessive alias count/);
});

test('a key that makes no difference warns; a key we do not follow is an error unless it asks for nothing', () => {
  const { warnings } = load('backends:\n  - address: 192.0.2.1\n    tcp_fast_open: yes\n    tls: ""\n');
  assert.deepEqual(warnings.map(formatIssue), ['p.yml:3:5 backends[0].tcp_fast_open: makes no difference to Span53']);
  assert.deepEqual(problems('backends:\n  - address: 192.0.2.1\n    tls: openssl\n'), [
    'p.yml:3:10 backends[0].tls: known to PowerDNS, not supported by Span53',
  ]);
});

test('--set replaces and adds values before the check, and is named in problems', () => {
  const yaml = 'backends:\n  - address: 192.0.2.1\n';
  const { value } = load(yaml, [
    { key: 'backends[0].weight', value: '7' },
    { key: 'tuning.timeout', value: '3s' },
  ]);
  assert.equal(value.backends[0]!.weight, 7);
  assert.equal(value.tuning.timeout, 3000);
  assert.deepEqual(problems('', [{ key: 'tuning.timeout', value: '1' }]), [
    '--set tuning.timeout tuning.timeout: expected a duration such as 500ms, 10s or 1h',
  ]);
});

test('durations and sizes', () => {
  assert.deepEqual(['250ms', '1.5s', '1h30m', '7d', '10', '', '1x'].map(parseDuration), [
    250,
    1500,
    5_400_000,
    604_800_000,
    undefined,
    undefined,
    undefined,
  ]);
  assert.deepEqual(['4096', '64k', '1GiB', '512 MB', 'x'].map(parseSize), [4096, 65_536, 2 ** 30, 2 ** 29, undefined]);
});

test('a lazy schema is looked into by what the value chooses: marks and hints', () => {
  const kinds: Record<string, ReturnType<typeof structure>> = {
    Pool: structure({ type: text, pool_name: text, quiet: unused(text) }),
    Drop: structure({ type: text }),
  };
  const lazy = structure({ rules: list(v.lazy((input) => kinds[(input as { type: string }).type]!)) });
  const at = (yaml: string) => loadYaml({ text: yaml, file: 'p.yml', schema: lazy });
  const loaded = at('rules: [{type: Drop}, {type: Pool, pool_name: a, quiet: b}]');
  assert.deepEqual(loaded.warnings.map(formatIssue), ['p.yml:1:50 rules[1].quiet: makes no difference to Span53']);
  assert.throws(
    () => at('rules: [{type: Pool, pool_nam: a}]'),
    /rules\[0\].pool_nam: no such key; did you mean "pool_name"/,
  );
  const issue = loaded.issueAt(['rules', 1, 'pool_name'], 'no pool named "a"');
  assert.equal(formatIssue(issue), 'p.yml:1:47 rules[1].pool_name: no pool named "a"');
});

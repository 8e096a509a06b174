import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readinessProblems, readinessWarnings } from './readiness.ts';

type Backends = Parameters<typeof readinessProblems>[0];
/** Each is the mode of its health checks, then its pools. */
const backends = (texts: readonly string[]): Backends =>
  texts.map((text, i) => {
    const [mode, ...pools] = text.split(' ');
    return { name: `b${i}`, pools, health_checks: { mode } };
  }) as unknown as Backends;

const cases = [
  { what: 'no backends at all', has: [], up: [], problems: [], warnings: [] },
  { what: 'all up', has: ['auto', 'auto'], up: [1, 1], problems: [], warnings: [] },
  { what: 'one of two down', has: ['auto', 'auto'], up: [0, 1], problems: [], warnings: ['backend b0 is down'] },
  {
    what: 'all down',
    has: ['auto', 'auto'],
    up: [0, 0],
    problems: ['no backend is up: b0, b1'],
    warnings: ['backend b0 is down', 'backend b1 is down'],
  },
  { what: 'one kept up', has: ['auto', 'up'], up: [0, 0], problems: [], warnings: ['backend b0 is down'] },
  { what: 'one put down', has: ['down', 'auto'], up: [1, 1], problems: [], warnings: [] },
  { what: 'all put down', has: ['down'], up: [0], problems: ['no backend is up: b0'], warnings: [] },
  {
    what: 'the default pool down, another one up',
    has: ['auto', 'auto', 'auto web'],
    up: [0, 0, 1],
    problems: ['no backend of the default pool is up: b0, b1'],
    warnings: ['backend b0 is down', 'backend b1 is down'],
  },
  {
    what: 'a pool of rules down, the default pool up',
    has: ['auto', 'auto web', 'down web'],
    up: [1, 0, 0],
    problems: [],
    warnings: ['no backend of the pool web is up: b1, b2', 'backend b1 is down'],
  },
  {
    what: 'a backend in two pools is up for both',
    has: ['auto', 'auto web', 'auto web ', 'auto spare'],
    up: [0, 0, 1, 0],
    problems: [],
    warnings: [
      'no backend of the pool spare is up: b3',
      'backend b0 is down',
      'backend b1 is down',
      'backend b3 is down',
    ],
  },
  {
    what: 'only pools of rules, one of them up',
    has: ['auto web', 'auto spare'],
    up: [1, 0],
    problems: [],
    warnings: ['no backend of the pool spare is up: b1', 'backend b1 is down'],
  },
  {
    what: 'only pools of rules, all down',
    has: ['auto web', 'auto spare'],
    up: [0, 0],
    problems: ['no backend is up: b0, b1'],
    warnings: [
      'no backend of the pool web is up: b0',
      'no backend of the pool spare is up: b1',
      'backend b0 is down',
      'backend b1 is down',
    ],
  },
];
for (const { what, has, up, problems, warnings } of cases) {
  test(`/readyz: ${what}`, () => {
    const cells = Int32Array.from(up);
    assert.deepEqual(readinessProblems(backends(has), cells), problems);
    assert.deepEqual(readinessWarnings(backends(has), cells), warnings);
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readinessProblems, readinessWarnings } from './readiness.ts';

type Backends = Parameters<typeof readinessProblems>[0];
const backends = (...modes: string[]): Backends =>
  modes.map((mode, i) => ({ name: `b${i}`, health_checks: { mode } })) as unknown as Backends;

const cases = [
  { what: 'no backends at all', modes: [], up: [], problems: [], warnings: [] },
  { what: 'all up', modes: ['auto', 'auto'], up: [1, 1], problems: [], warnings: [] },
  { what: 'one of two down', modes: ['auto', 'auto'], up: [0, 1], problems: [], warnings: ['backend b0 is down'] },
  {
    what: 'all down',
    modes: ['auto', 'auto'],
    up: [0, 0],
    problems: ['no backend is up: b0, b1'],
    warnings: ['backend b0 is down', 'backend b1 is down'],
  },
  { what: 'one kept up', modes: ['auto', 'up'], up: [0, 0], problems: [], warnings: ['backend b0 is down'] },
  { what: 'one put down', modes: ['down', 'auto'], up: [1, 1], problems: [], warnings: [] },
  { what: 'all put down', modes: ['down'], up: [0], problems: ['no backend is up: b0'], warnings: [] },
];
for (const { what, modes, up, problems, warnings } of cases) {
  test(`/readyz: ${what}`, () => {
    const cells = Int32Array.from(up);
    assert.deepEqual(readinessProblems(backends(...modes), cells), problems);
    assert.deepEqual(readinessWarnings(backends(...modes), cells), warnings);
  });
}

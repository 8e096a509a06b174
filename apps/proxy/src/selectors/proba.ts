import { f64, needed } from '@span53/config';
import * as v from 'valibot';

import { defineSelector } from '../catalogue.ts';

const share = v.pipe(f64, v.minValue(0, 'expected 0.0 to 1.0'), v.maxValue(1, 'expected 0.0 to 1.0'));

/** Matches with this probability. */
export const proba = defineSelector({
  type: 'Proba',
  options: { probability: needed(share, '0.0 to 1.0') },
  build: ({ probability }, { plane }) => {
    const { random } = plane;
    return () => random() < probability;
  },
});

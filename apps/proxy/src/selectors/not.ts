import { defineSelector, type Nested } from '../catalogue.ts';

/** The inner selector does not match. */
export const not = defineSelector({
  type: 'Not',
  options: ({ selector }: Nested) => ({ selector }),
  build: ({ selector }, build) => {
    const inner = build.at('selector').selector(selector);
    return (query) => !inner(query);
  },
});

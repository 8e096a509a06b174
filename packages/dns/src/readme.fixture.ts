/** The examples of README.md, and what they must print. */
import { readFileSync } from 'node:fs';

/** One TypeScript block of the page. */
export interface Example {
  /** The heading above it. */
  readonly title: string;
  readonly code: string;
  /** Lines behind `// ->`, in order. */
  readonly output: readonly string[];
}

/** All examples in the order of the page. */
export function readmeExamples(): Example[] {
  const page = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  return page.split(/^## /m).flatMap((section) => {
    const title = section.slice(0, section.indexOf('\n'));
    return [...section.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => ({
      title,
      code,
      output: outputOf(code),
    }));
  });
}

function outputOf(code: string): string[] {
  return [...code.matchAll(/\/\/ -> (.*)$/gm)].map(([, line = '']) => line);
}

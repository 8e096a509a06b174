/** `pnpm --filter @span53/recursor reference`: writes docs/config/recursor.md. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { recursorReference } from './reference.ts';

const folder = new URL('../../../docs/config/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('recursor.md', folder), recursorReference());

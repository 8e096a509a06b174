/** `pnpm --filter @span53/proxy reference`: writes docs/config/proxy.md. */
import { mkdirSync, writeFileSync } from 'node:fs';

import { proxyReference } from './reference.ts';

const folder = new URL('../../../docs/config/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('proxy.md', folder), proxyReference());

#!/usr/bin/env node
/** `span53-proxy`. */
import { runServer } from '@span53/runtime';

import { proxyDefinition } from './definition.ts';

runServer(proxyDefinition(import.meta.url));
